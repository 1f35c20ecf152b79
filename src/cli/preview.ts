/** `preview`: renders a month and writes nothing to GitHub. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence } from '../domain/evidence.ts';
import type { Month } from '../domain/month.ts';
import { evidenceDocument } from '../reports/evidence-json.ts';
import { renderMonth } from '../reports/render-month.ts';
import { newestDueMonth } from '../usecases/ask-for-reports.ts';
import { gatherMonth, viewOf } from '../usecases/month-materials.ts';
import { organisationSettings } from '../usecases/tenant-settings.ts';
import type { App } from '../app.ts';
import type { Command } from './command.ts';
import { chooseInstallation, choosePeople, withApp } from './with-app.ts';

type Preview = { readonly login: string; readonly text: string; readonly evidence: readonly Evidence[] };

async function previewOf(
  app: App,
  of: { readonly installationId: number; readonly personId: number; readonly month: Month },
): Promise<Preview | null> {
  const gathered = await app.store.tenant(of.installationId, (tenant) => gatherMonth(tenant, of));
  if (gathered.kind !== 'ready') return null;
  const { materials } = gathered;
  const { title, body, comments } = renderMonth(viewOf(materials, { decisions: new Map(), notes: '' }, app.addresses));
  const evidence = materials.evidence.filter((item) => item.month === of.month);
  return { login: materials.person.login, text: [`# ${title}`, body, ...comments].join('\n\n'), evidence };
}

export const preview: Command = {
  summary: 'render a month and write nothing to GitHub',
  options: ['org', 'login', 'month', 'out', 'json'],
  takesFiles: false,
  run: (args, { print, progress }) =>
    withApp(async (app) => {
      const { id: installationId } = await chooseInstallation(app, args.org);
      const settings = await app.store.tenant(installationId, (tenant) => organisationSettings(tenant));
      const month = args.month ?? newestDueMonth(app.clock(), settings.reports);
      const previews: Preview[] = [];
      for (const { id: personId } of await choosePeople(app, installationId, args.login)) {
        const one = await previewOf(app, { installationId, personId, month });
        if (one !== null && one.evidence.length > 0) previews.push(one);
      }
      if (args.out !== null) await writePreviews(args.out, month, previews);
      const document = evidenceDocument(previews.flatMap((one) => one.evidence));
      if (args.json) print(JSON.stringify(document));
      else if (args.out === null) print(previews.map((one) => one.text).join('\n\n'));
      if (previews.length === 0) progress(`nothing to report for ${month}`);
      return 0;
    }),
};

async function writePreviews(out: string, month: Month, previews: readonly Preview[]): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const { login, text } of previews) await writeFile(join(out, `${login}-${month}.md`), text);
}
