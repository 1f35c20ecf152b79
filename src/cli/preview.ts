/** `preview`: renders a month and writes nothing to GitHub. */
import type { App } from '../app.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Month } from '../domain/month.ts';
import type { PersonRef } from '../domain/person.ts';
import { evidenceDocument } from '../reports/evidence-json.ts';
import { renderMonth } from '../reports/render-month.ts';
import { newestDueMonth } from '../usecases/ask-for-reports.ts';
import { gatherMonth, viewOf } from '../usecases/month-materials.ts';
import { organisationSettings } from '../usecases/tenant-settings.ts';
import { UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { runPreviewAlone } from './preview-alone.ts';
import { chooseInstallation, choosePeople, withApp } from './with-app.ts';
import { writeOut } from './write-out.ts';

/** `text` is null when there is nowhere to write the issue to, and `trouble` says why. */
type Preview = {
  readonly login: string;
  readonly evidence: readonly Evidence[];
  readonly text: string | null;
  readonly trouble: string | null;
};

/** Null when there is nothing to report. */
async function previewOf(
  app: App,
  of: { readonly installationId: number; readonly person: PersonRef; readonly month: Month },
): Promise<Preview | null> {
  const { person, month } = of;
  const gathered = await gatherMonth(app, { installationId: of.installationId, personId: person.id, month });
  const all = await app.store.tenant(of.installationId, (tenant) => tenant.evidence.ofPerson(person.id));
  const evidence = all.filter((item) => item.month === month);
  if (gathered.kind === 'nobody' || evidence.length === 0) return null;
  if (gathered.kind === 'homeless') return { login: person.login, evidence, text: null, trouble: gathered.reason };
  const { title, body, comments } = renderMonth(
    viewOf(gathered.materials, { decisions: new Map(), decidedAt: new Map(), notes: '' }, app.addresses),
  );
  return { login: person.login, evidence, text: [`# ${title}`, body, ...comments].join('\n\n'), trouble: null };
}

async function previewsOf(app: App, installationId: number, month: Month, login: string | null): Promise<readonly Preview[]> {
  const previews: Preview[] = [];
  for (const person of await choosePeople(app, installationId, login)) {
    const one = await previewOf(app, { installationId, person, month });
    if (one !== null) previews.push(one);
  }
  return previews;
}

export const preview: Command = {
  summary: 'render a month and write nothing to GitHub; with --repository from your own GITHUB_TOKEN, where the App is not installed',
  options: ['org', 'login', 'month', 'repository', 'since', 'out', 'json'],
  takesFiles: false,
  run: (args, { print, progress }) => {
    if (args.repositories.length > 0) return runPreviewAlone(args, { print, progress });
    if (args.since !== null) throw new UsageError('preview takes --since together with --repository only');
    return withApp(async (app) => {
      const { id: installationId } = await chooseInstallation(app, args.org);
      const settings = await app.store.tenant(installationId, (tenant) => organisationSettings(tenant));
      const month = args.month ?? newestDueMonth(app.clock(), settings.reports);
      const previews = await previewsOf(app, installationId, month, args.login);
      const texts = previews.flatMap(({ login, text }) => (text === null ? [] : [[`${login}-${month}.md`, text] as const]));
      if (args.out !== null) await writeOut(args.out, new Map(texts));
      if (args.json) print(JSON.stringify(evidenceDocument(previews.flatMap((one) => one.evidence))));
      else if (args.out === null && texts.length > 0) print(texts.map(([, text]) => text).join('\n\n'));
      if (previews.length === 0) progress(`nothing to report for ${month}`);
      const troubled = previews.filter(({ trouble }) => trouble !== null);
      for (const { login, trouble } of troubled) progress(`${login}: can't be rendered: ${trouble}`);
      return troubled.length > 0 && !args.json ? 1 : 0;
    });
  },
};
