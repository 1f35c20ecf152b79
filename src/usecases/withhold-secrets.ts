/** Takes secrets out of what people wrote, before anything reads, keeps or shows it. */
import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { Dossier, Remark } from '../domain/dossier.ts';
import { secretShapes } from './secret-shapes.ts';

/** What stands in a secret's place. */
export const withheld = '[secret withheld]';

/** From the first character to before the last, in UTF-16 code units. */
type Range = readonly [from: number, to: number];

const rules = [
  {
    id: '@secretlint/secretlint-rule-preset-recommend',
    rule: creator,
    rules: [
      { id: '@secretlint/secretlint-rule-aws', options: { enableIDScanRule: true } },
      // A comment in a text must not be able to switch the rules off.
      { id: '@secretlint/secretlint-rule-filter-comments', disabled: true },
    ],
  },
];

/** Source of the rules: https://github.com/secretlint/secretlint; beside them the shapes that they leave out. In order, without overlaps. */
async function secretsIn(content: string): Promise<readonly Range[]> {
  // It would keep an entry for every rule and text, for as long as the process runs.
  secretLintProfiler.setEnabled(false);
  const source = { content, filePath: 'text.md', ext: '.md', contentType: 'text' as const };
  const { messages } = await lintSource({ source, options: { noPhysicFilePath: true, config: { rules } } });
  const byRules = messages.map(({ range }): Range => [range[0], range[1]]);
  const byShapes = secretShapes.flatMap(({ pattern }) =>
    [...content.matchAll(pattern)].map((match): Range => [match.index, match.index + match[0].length]),
  );
  return merged([...byRules, ...byShapes]);
}

function merged(ranges: readonly Range[]): readonly Range[] {
  const whole: [number, number][] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = whole.at(-1);
    if (last === undefined || from > last[1]) whole.push([from, to]);
    else last[1] = Math.max(last[1], to);
  }
  return whole;
}

/** The text with `withheld` in the place of each secret. Linear in its length. Never throws. */
export async function withholdSecrets(text: string): Promise<string> {
  const ranges = await secretsIn(text);
  const starts = [0, ...ranges.map(([, to]) => to)];
  const ends = [...ranges.map(([from]) => from), text.length];
  return starts.map((start, index) => text.slice(start, ends[index])).join(withheld);
}

/** The dossier without the secrets in its texts; the same dossier when there are none. Linear in its size. */
export async function withholdSecretsOf(dossier: Dossier): Promise<Dossier> {
  const texts = textsOf(dossier);
  // One look at everything tells most dossiers apart from those with secrets.
  if ((await secretsIn(texts.join('\n\n'))).length === 0) return dossier;
  const cleaned = await Promise.all([...new Set(texts)].map(async (text) => [text, await withholdSecrets(text)] as const));
  const known = new Map(cleaned);
  return withTexts(dossier, (text) => known.get(text) ?? text);
}

function textsOf(dossier: Dossier): readonly string[] {
  const texts: string[] = [];
  withTexts(dossier, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}

/** A copy with each text that people wrote replaced. */
function withTexts(dossier: Dossier, replace: (text: string) => string): Dossier {
  const remark = <One extends Remark>(one: One): One => ({ ...one, text: replace(one.text) });
  const titled = <One extends { readonly title: string }>(one: One): One => ({ ...one, title: replace(one.title) });
  return {
    ...dossier,
    title: replace(dossier.title),
    body: replace(dossier.body),
    documents: dossier.documents.map((document) => ({ ...document, text: replace(document.text) })),
    commits: dossier.commits.map((commit) => ({ ...commit, message: replace(commit.message) })),
    comments: dossier.comments.map(remark),
    reviews: dossier.reviews.map(remark),
    threads: dossier.threads.map((thread) => ({ ...thread, comments: thread.comments.map(remark) })),
    timeline: dossier.timeline.map((event) => {
      if (event.kind === 'cross-referenced') return { ...event, source: titled(event.source) };
      return event.kind === 'renamed' ? { ...event, from: replace(event.from), to: replace(event.to) } : event;
    }),
    ...(dossier.closes === undefined ? {} : { closes: dossier.closes.map(titled) }),
  };
}
