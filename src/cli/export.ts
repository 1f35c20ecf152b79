/** `export`: everything held about people, as JSON; of one person also the promotion packet. */
import { join } from 'node:path';
import type { App } from '../app.ts';
import { dayOf } from '../domain/month.ts';
import { askedPeriod, type Period } from '../domain/period.ts';
import type { PersonRef } from '../domain/person.ts';
import { evidenceDocument } from '../reports/evidence-json.ts';
import { ownDocument } from '../reports/own-export.ts';
import { packetDocument } from '../reports/packet-json.ts';
import { renderPacket } from '../reports/render-packet.ts';
import { everythingHeld } from '../usecases/everything-held.ts';
import { packetForFile } from '../usecases/packet-materials.ts';
import { organisationSettings } from '../usecases/tenant-settings.ts';
import { type Arguments, UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { chooseEverPeople, chooseInstallation, withApp } from './with-app.ts';
import { writeOut } from './write-out.ts';

/** The packet's period: from `--since` to the end of `--month`; each has its usual value when it is not given. Throws UsageError. */
function periodOf({ since, month }: Pick<Arguments, 'since' | 'month'>, today: string): Period {
  const asked = since === null ? '12m' : `${since}..${month ?? today.slice(0, 7)}`;
  const read = askedPeriod(asked, month === null ? today : `${month}-01`);
  if (read.kind === 'period') return read.period;
  throw new UsageError(read.trouble === 'reversed' ? '--since is after the end of --month' : '--since lies more than 120 months back');
}

/** The packet's files; none for who is not enrolled. */
async function packetFiles(
  app: App,
  of: { readonly installationId: number; readonly person: PersonRef; readonly args: Arguments },
): Promise<ReadonlyMap<string, string>> {
  const { installationId, person, args } = of;
  const { clock, ladders, addresses } = app;
  const settings = await app.store.tenant(installationId, organisationSettings);
  const now = clock();
  const period = periodOf(args, dayOf(now, settings.reports.timezone));
  const view = await packetForFile(app.store, { installationId, person, period, now, ladders, addresses });
  if (view === null) return new Map();
  return new Map([
    ['packet.md', renderPacket(view)],
    ['packet.json', `${JSON.stringify(packetDocument(view), null, 2)}\n`],
  ]);
}

/** What one person gets beside their evidence: all else that is held about them, and their packet. */
async function ownFiles(
  app: App,
  of: { readonly installationId: number; readonly person: PersonRef; readonly args: Arguments },
): Promise<ReadonlyMap<string, string>> {
  const held = await app.store.tenant(of.installationId, (tenant) => everythingHeld(tenant, of.person.id));
  const sessions = await app.store.sessions((all) => all.ofPerson(of.person.id));
  return new Map([
    ['everything.json', `${JSON.stringify(ownDocument({ ...held, sessions }), null, 2)}\n`],
    ...(await packetFiles(app, of)),
  ]);
}

export const exportEvidence: Command = {
  summary:
    'print the evidence that is held, as JSON (--login: of one person; with --out also all else that is held, and their packet, --since to --month)',
  options: ['org', 'login', 'since', 'month', 'out', 'json'],
  takesFiles: false,
  run: (args, { print, progress }) =>
    withApp(async (app) => {
      const { id } = await chooseInstallation(app, args.org);
      const people = await chooseEverPeople(app, id, args.login);
      const person = args.login === null ? null : (people[0] ?? null);
      const evidence = await app.store.tenant(id, async (tenant) => {
        const lists = [];
        for (const each of people) lists.push(await tenant.evidence.ofPerson(each.id));
        const line = { at: app.clock(), act: 'exported', actor: 'operator', actorId: null, repositoryId: null } as const;
        await tenant.audit.add([{ ...line, personId: person?.id ?? null }]);
        return lists.flat();
      });
      const document = JSON.stringify(evidenceDocument(evidence));
      if (args.out !== null) {
        const own = person === null ? [] : await ownFiles(app, { installationId: id, person, args });
        const files = new Map([['evidence.json', `${document}\n`], ...own]);
        await writeOut(args.out, files);
        for (const name of files.keys()) progress(`wrote ${join(args.out, name)}`);
      }
      if (args.json || args.out === null) print(document);
      return 0;
    }),
};
