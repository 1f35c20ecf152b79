/** The rubric as a page of the service, for whoever follows a link from a report: `GET /rubric`. */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

const rubricPath = '/rubric';

/** Where the rubric is published for services that no browser reaches. */
const projectRubricUrl = 'https://github.com/staff-signals/staff-signals/blob/main/config/rubric.md';

/** Where the rubric is read: that of this very version on the service itself, when it has an address. Each signal's id is an anchor there. */
export function rubricUrl(publicUrl: string | null): string {
  return publicUrl === null ? projectRubricUrl : `${publicUrl}${rubricPath}`;
}

const source = join(import.meta.dirname, '../config/rubric.md');

const style = `:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 3rem; } h2:target { background: Mark; color: MarkText; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
td, th { border: 1px solid GrayText; padding: .3rem .6rem; text-align: left; vertical-align: top; }`;

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'public, max-age=3600',
};

/** `config/rubric.md` as HTML; every signal's section can be linked to by the signal's id. Few ask for it, so what renders it is loaded here. */
async function rubricHtml(markdown: string): Promise<string> {
  const [{ micromark }, { gfm, gfmHtml }] = await Promise.all([import('micromark'), import('micromark-extension-gfm')]);
  const body = micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] }).replace(
    /<h2>([a-z-]+)<\/h2>/g,
    '<h2 id="$1">$1</h2>',
  );
  return `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>What counts, and why</title>\n<style>${style}</style>\n</head>\n<body>\n${body}\n</body>\n</html>\n`;
}

/** Answers requests for the rubric, and says whether it did. */
export async function answerRubric(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const path = (request.url ?? '').split('?', 1)[0];
  if (path !== rubricPath || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  const html = await rubricHtml(await readFile(source, 'utf8'));
  response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : html);
  return true;
}
