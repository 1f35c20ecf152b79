/** Hears what people said to the App in an issue of a report repository, does each command once and in order, and answers. */
import type { Instant } from '../../domain/instant.ts';
import type { Ladder } from '../../domain/ladder.ts';
import type { Month } from '../../domain/month.ts';
import type { PersonRef } from '../../domain/person.ts';
import { pagesAnswer } from '../../reports/answers.ts';
import { numbersAt } from '../../reports/numbers-at.ts';
import { isEmptied } from '../forget-person.ts';
import { gatherMonth, isForEngineer, opennessOf } from '../month-materials.ts';
import type {
  Clock,
  GivenCommand,
  OrganisationSource,
  ReportDestination,
  ReportIssue,
  ReportTracker,
  StoredReport,
  Tenant,
} from '../ports.ts';
import { organisationSettings } from '../tenant-settings.ts';
import { answerCommands } from './answer-commands.ts';
import { dismiss, keep } from './decide-item.ts';
import { exportOwn, help, unclear, why } from './explain.ts';
import { join, type JoinOrLeavePorts, stop } from './join-or-leave.ts';
import { type Command, type CommandOf, parseCommands } from './parse-commands.ts';
import { packet } from './packet.ts';
import { pause, resume } from './pause.ts';
import { rebuild } from './rebuild.ts';
import type { Listeners, Obey, Obeyed, Said, Scene } from './scene.ts';
import { undo } from './undo.ts';
import { add, note } from './write-own-words.ts';

export type CommandPorts = JoinOrLeavePorts & {
  readonly clock: Clock;
  readonly organisations: Pick<OrganisationSource, 'readers'>;
  /** Where the organisation's GitHub is browsed, and where the rubric is read. */
  readonly addresses: { readonly webUrl: string; readonly rubricUrl: string };
  /** The career ladders that are shipped. */
  readonly ladders: readonly Ladder[];
};

type Place = { readonly destination: ReportDestination; readonly number: number };
type Spoken = Awaited<ReturnType<ReportTracker['commands']>>[number];

/** Commands about the engineer's standing, which everybody may give who is a member; all others concern a report. */
type StandingVerb = 'join' | 'stop';
type ReportVerb = Exclude<Command['verb'], StandingVerb | 'rebuild'>;

/** A command that is still to be done. */
type Due = Said & { readonly author: PersonRef };

const obeys: { readonly [Verb in ReportVerb]: Obey<Verb> } = {
  keep,
  dismiss,
  note,
  add,
  undo,
  pause,
  resume,
  why,
  export: exportOwn,
  packet,
  help,
  unclear,
};

/**
 * Does the commands of an issue that were not done before, and answers them. In a report its engineer alone is listened to; in any other issue
 * everybody of the organisation, for themselves, about joining and leaving, and owners about rebuilding. Others are ignored without a word. Repeating it changes nothing.
 */
export async function hearCommands(ports: CommandPorts, place: Place): Promise<void> {
  const { destination, number } = place;
  const spoken = await ports.tracker.commands(destination, number);
  if (spoken.length === 0) return;
  const { report, due } = await ports.store.tenant(destination.installationId, (tenant) => findDue(tenant, place, spoken));
  const issue = await ports.tracker.read(destination, number);
  if (issue === null) return;
  if (report === null) await hearStanding(ports, place, { due: due.filter(({ at }) => at >= emptiedAt(issue)), isOwnReport: false });
  else await hearReport(ports, { place, report, issue, due });
  await answerCommands(ports, { destination, issue });
}

async function findDue(
  tenant: Tenant,
  { destination, number }: Place,
  spoken: readonly Spoken[],
): Promise<{ readonly report: StoredReport | null; readonly due: readonly Due[] }> {
  const report = await tenant.reports.at({ repositoryId: destination.repository.id, number });
  const members = new Set(((await tenant.organisation.newest())?.members ?? []).map((member) => member.id));
  const listened = spoken.filter(({ author }) => members.has(author.id) && (report === null || report.personId === author.id));
  const known = await tenant.commands.known(listened.map(({ commentId }) => commentId));
  const due: Due[] = [];
  for (const one of listened) {
    const changedAt = await tenant.people.changedAt(one.author.id);
    // Whoever left or joined since has nothing more to say by what they wrote before.
    if (changedAt !== null && changedAt >= one.at) continue;
    due.push(...saidIn(one).filter(({ id }) => !known.has(`${id.commentId}/${id.ordinal}`)));
  }
  return { report, due: report === null ? due.filter(({ command }) => isStanding(command) || command.verb === 'rebuild') : due };
}

/** In a report that was emptied, what others had said before was said in somebody else's report, and does not count now that it is nobody's. */
function emptiedAt(issue: ReportIssue): Instant {
  return isEmptied(issue) ? (issue.edits.findLast(({ isByApp }) => isByApp)?.at ?? '') : '';
}

function saidIn({ author, at, commentId, text }: Spoken): readonly Due[] {
  return parseCommands(text).map((command, ordinal) => ({ author, at, command, id: { commentId, ordinal } }));
}

function isStanding(command: Command): command is CommandOf<StandingVerb> {
  return command.verb === 'join' || command.verb === 'stop';
}

async function hearStanding(
  ports: CommandPorts,
  place: Place,
  { due, isOwnReport }: { readonly due: readonly Due[]; readonly isOwnReport: boolean },
): Promise<void> {
  for (const one of due) {
    const { author, at, command, id } = one;
    if (command.verb === 'rebuild') {
      await rebuild(ports, { installationId: place.destination.installationId, given: givenAs(one, place) });
      continue;
    }
    const act = command.verb === 'join' ? join : stop;
    await act(ports, { ...place, personId: author.id, at, isOwnReport });
    await ports.tracker.acknowledge(place.destination, id.commentId);
  }
}

async function hearReport(
  ports: CommandPorts,
  of: { readonly place: Place; readonly report: StoredReport; readonly issue: ReportIssue; readonly due: readonly Due[] },
): Promise<void> {
  const { place, due } = of;
  const { installationId } = place.destination;
  const scene = due.every(({ command }) => isStanding(command) || command.verb === 'rebuild') ? null : await setScene(ports, of);
  const months = new Set<Month>();
  const told = new Set<string>();
  for (const one of due) {
    const { command } = one;
    const isOfEverybody = isStanding(command) || command.verb === 'rebuild';
    if (isOfEverybody) await hearStanding(ports, place, { due: [one], isOwnReport: true });
    if (isOfEverybody || scene === null) continue;
    const said = { ...one, command };
    const obeyed = await ports.store.tenant(installationId, (tenant) => obeyOnce(tenant, { scene, place, said, told }));
    for (const month of obeyed?.months ?? []) months.add(month);
  }
  for (const month of months) await ports.queues.report({ installationId, personId: of.report.personId, month });
}

/** Writes a command down and does it, in one transaction. Null when it was done before, or its engineer has left. What was told once is not told again. */
async function obeyOnce(
  tenant: Tenant,
  of: {
    readonly scene: Scene;
    readonly place: Place;
    readonly said: Said<CommandOf<ReportVerb>>;
    readonly told: Set<string>;
  },
): Promise<Obeyed | null> {
  const { scene, place, said, told } = of;
  if (!(await tenant.commands.begin(givenAs({ ...said, author: scene.person }, place)))) return null;
  const obeyed = await obey(said.command.verb, tenant, scene, said);
  const answer = obeyed.pages === undefined ? spokenAnswer(said.command, obeyed.says) : pagesAnswer(obeyed.pages);
  const isNews = answer !== null && !told.has(answer);
  if (isNews) told.add(answer);
  await tenant.commands.finish(said.id, { ...obeyed, answer: isNews ? answer : null });
  return obeyed;
}

/** A command as it is written down. */
function givenAs({ id, author, at, command }: Due, { destination, number }: Place): GivenCommand {
  return { ...id, personId: author.id, repositoryId: destination.repository.id, number, at, verb: command.verb };
}

function spokenAnswer(command: CommandOf<ReportVerb>, says: string | null): string | null {
  return says === null ? null : `${labelOf(command)}: ${says}`;
}

function obey<Verb extends ReportVerb>(verb: Verb, ...told: Parameters<Obey<Verb>>): Promise<Obeyed> {
  return obeys[verb](...told);
}

/** The command as it is spoken of: nothing that its author wrote but a number. */
function labelOf(command: CommandOf<ReportVerb>): string {
  if (command.verb === 'unclear') return '`/brag`';
  return 'number' in command ? `\`/brag ${command.verb} ${command.number}\`` : `\`/brag ${command.verb}\``;
}

/** What is answered depends on who reads along. */
const audienceVerbs: ReadonlySet<Command['verb']> = new Set(['why', 'export', 'packet']);

async function setScene(
  ports: CommandPorts,
  of: { readonly place: Place; readonly report: StoredReport; readonly issue: ReportIssue; readonly due: readonly Due[] },
): Promise<Scene> {
  const { place, report, issue, due } = of;
  const { installationId } = place.destination;
  const settings = await ports.store.tenant(installationId, organisationSettings);
  const asksWhoListens = due.some(({ command }) => audienceVerbs.has(command.verb));
  const [first] = due;
  return {
    installationId,
    person: first?.author ?? { id: report.personId, login: '' },
    report,
    settings,
    numbersAt: await numberingOf(ports.tracker, { place, report, issue, due }),
    listeners: asksWhoListens ? await listenersOf(ports, { installationId, report }) : null,
    addresses: ports.addresses,
    ladders: ports.ladders,
    now: ports.clock(),
  };
}

async function numberingOf(
  tracker: ReportTracker,
  of: { readonly place: Place; readonly report: StoredReport; readonly issue: ReportIssue; readonly due: readonly Due[] },
): Promise<(at: Instant) => ReadonlyMap<number, string>> {
  const { place, report, issue, due } = of;
  const created = { isByApp: true, at: '', body: issue.body };
  const body = issue.edits.length === 0 ? [created] : issue.edits;
  const asksOverflow = report.commentIds.length > 0 && due.some(({ command }) => 'number' in command);
  const own = asksOverflow ? await tracker.commentVersions(place.destination, place.number) : [];
  const comments = own.map(({ versions }) => versions);
  const known = new Map<Instant, ReadonlyMap<number, string>>();
  return (at) => {
    const numbers = known.get(at) ?? numbersAt({ body, comments }, at);
    known.set(at, numbers);
    return numbers;
  };
}

async function listenersOf(
  ports: CommandPorts,
  { installationId, report }: { readonly installationId: number; readonly report: StoredReport },
): Promise<Listeners | null> {
  const gathered = await gatherMonth(ports, { installationId, personId: report.personId, month: report.month });
  if (gathered.kind !== 'ready') return null;
  const { materials } = gathered;
  if (materials.destination.id !== report.repositoryId) return null;
  return { isForEngineer: isForEngineer(materials), ...opennessOf(materials) };
}
