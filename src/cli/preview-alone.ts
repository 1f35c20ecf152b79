/** `preview --repository`: one's own work, read by one's own token, where the App is not installed. */
import { UserMistake } from '../domain/errors.ts';
import { toInstant } from '../domain/instant.ts';
import { dayOf, monthOf } from '../domain/month.ts';
import type { PersonRef } from '../domain/person.ts';
import { connectByToken } from '../github/client.ts';
import { createDossierSource } from '../github/dossier-source.ts';
import { createOrganisationSource } from '../github/organisation-source.ts';
import { createTokenSource } from '../github/token-source.ts';
import { evidenceDocument } from '../reports/evidence-json.ts';
import { monthView } from '../reports/month-view.ts';
import { packetView } from '../reports/packet-view.ts';
import { renderMonth } from '../reports/render-month.ts';
import { renderPacket } from '../reports/render-packet.ts';
import { rubricUrl } from '../rubric-page.ts';
import type { Environment } from '../settings/environment.ts';
import { type EffectiveSettings, effectiveSettings, type OrganisationSettings, parseOrganisationFile } from '../settings/files.ts';
import { loadEnvironment } from '../settings/load.ts';
import { chosenLadder, readShippedLadders } from '../settings/shipped-ladders.ts';
import { type Previewed, previewAlone } from '../usecases/preview-alone.ts';
import type { InstalledRepository, TokenSource } from '../usecases/ports.ts';
import { type Arguments, UsageError } from './arguments.ts';
import type { Terminal } from './command.ts';
import { createDossierCache } from './dossier-cache.ts';
import { patiently, waitingFor } from './patiently.ts';
import { writeOut } from './write-out.ts';

/** Where the command speaks. */
type Voice = Pick<Terminal, 'print' | 'progress'>;

type Asked = { readonly login: string; readonly since: string; readonly names: readonly string[] };

function askedBy({ login, since, repositories }: Arguments): Asked {
  if (login === null || since === null) throw new UsageError('preview --repository needs --login LOGIN and --since YYYY-MM-DD too');
  const wrong = repositories.find((name) => !/^[\w.-]+\/[\w.-]+$/.test(name));
  if (wrong !== undefined) throw new UsageError(`--repository is owner/name, not "${wrong}"`);
  return { login, since, names: [...new Set(repositories)] };
}

type Subject = { readonly person: PersonRef; readonly owner: PersonRef; readonly repositories: readonly InstalledRepository[] };

/** Whom and where the token may look at: its own user, or anybody where all is public. Throws UserMistake that says what to do. */
async function subjectOf(source: TokenSource, { login, names }: Asked): Promise<Subject> {
  const owner = await source.owner();
  if (owner === null)
    throw new UserMistake(
      'GitHub refused `GITHUB_TOKEN`: it is wrong or has expired, or belongs to nobody. Make one at Settings, Developer settings.',
    );
  const looked: (InstalledRepository | null)[] = [];
  for (const name of names) looked.push(await source.repository(name));
  const unread = names.filter((_, index) => looked[index] === null);
  if (unread.length > 0)
    throw new UserMistake(
      `The token can't read ${unread.join(', ')}: the name is wrong, or the token lacks access to it (contents, issues, pull requests: read).`,
    );
  const repositories = looked.filter((repository) => repository !== null);
  if (login.toLowerCase() === owner.login.toLowerCase()) return { person: owner, owner, repositories };
  const closed = repositories.filter(({ visibility }) => visibility !== 'public').map(({ fullName }) => fullName);
  if (closed.length > 0)
    throw new UserMistake(
      `The token is ${owner.login}'s. The work of ${login} can be looked at in public repositories only, which these are not: ${closed.join(', ')}.`,
    );
  const person = await source.person(login);
  if (person === null) throw new UserMistake(`Nobody on GitHub has the login ${login}.`);
  return { person, owner, repositories };
}

function defaultSettings(): OrganisationSettings {
  const parsed = parseOrganisationFile('');
  if (!parsed.ok) throw new Error('The default settings are not valid.');
  return parsed.settings;
}

type Shown = {
  readonly previewed: Previewed;
  readonly person: PersonRef;
  readonly settings: EffectiveSettings;
  readonly environment: Environment;
};

/** A report for each month with evidence, the oldest first, by file name. */
function reportsOf({ previewed, person, settings, environment }: Shown): ReadonlyMap<string, string> {
  const { evidence, snapshot } = previewed;
  const months = [...new Set(evidence.map(({ month }) => month))].toSorted();
  return new Map(
    months.map((month) => {
      const { title, body, comments } = renderMonth(
        monthView({
          person,
          month,
          evidence,
          organisation: snapshot.login,
          timezone: settings.reports.timezone,
          audience: 'personal',
          isTrial: true,
          isRestricted: () => false,
          canAllReadRepository: () => true,
          notes: '',
          destination: { fullName: '', readers: { kind: 'people', ids: [person.id] } },
          ownerIds: [],
          rubricUrl: rubricUrl(environment.publicUrl),
          webUrl: environment.github.webUrl,
        }),
      );
      return [`${person.login}-${month}.md`, `${[`# ${title}`, body, ...comments].join('\n\n')}\n`] as const;
    }),
  );
}

function packetOf(
  { previewed, person, settings, environment }: Shown,
  { since, today }: { readonly since: string; readonly today: string },
): string {
  const { evidence, snapshot } = previewed;
  const open = new Set(snapshot.repositories.filter(({ visibility }) => visibility === 'public').map(({ id }) => id));
  const view = packetView({
    person,
    evidence,
    organisation: snapshot.login,
    timezone: settings.reports.timezone,
    period: { from: since, to: today },
    entries: [],
    itemNotes: new Map(),
    isRestricted: () => false,
    canAllReadRepository: () => true,
    isPublic: ({ subject }) => open.has(subject.repositoryId),
    references: new Map(),
    workOf: new Map(),
    creditors: new Map(),
    ladder: chosenLadder(readShippedLadders(), defaultSettings()),
    keptSince: monthOf(`${since}T00:00:00Z`, settings.reports.timezone),
    rubricUrl: rubricUrl(environment.publicUrl),
    webUrl: environment.github.webUrl,
  });
  return renderPacket(view);
}

/**
 * Reads what `GITHUB_TOKEN` can read, and prints the newest report and the packet, or with `--out` writes the reports of all months and the
 * packet. Writes nothing to GitHub. Throws UsageError, UserMistake, TransientFailure.
 */
export async function runPreviewAlone(args: Arguments, { print, progress }: Voice): Promise<number> {
  const asked = askedBy(args);
  const environment = loadEnvironment();
  const token = environment.githubToken;
  if (token === null)
    throw new UserMistake('Set `GITHUB_TOKEN` to a token of your own: `preview --repository` reads with it, and never writes.');
  const { apiUrl } = environment.github;
  const connection = connectByToken({ token, apiUrl, pauses: apiUrl.startsWith('https:') });
  const wait = <T>(work: () => Promise<T>): Promise<T> => patiently(work, (waitMs) => progress(waitingFor(waitMs)));
  const { person, owner, repositories } = await wait(() => subjectOf(createTokenSource(connection), asked));
  const settings = effectiveSettings(defaultSettings(), { enabled: true });
  const github = { installation: () => connection };
  const clock = () => toInstant(Date.now());
  const previewed = await previewAlone(
    {
      dossiers: createDossierSource(github),
      organisations: createOrganisationSource(github),
      cache: createDossierCache(environment.dataDir, owner),
      clock,
      patiently: wait,
      progress,
    },
    { person, repositories, since: `${asked.since}T00:00:00Z`, settings },
  );
  const shown = { previewed, person, settings, environment };
  await show(shown, { args, print, progress, asked, today: dayOf(clock(), settings.reports.timezone) });
  return 0;
}

type Output = Voice & { readonly args: Arguments; readonly asked: Asked; readonly today: string };

async function show(shown: Shown, { args, print, progress, asked, today }: Output): Promise<void> {
  const { evidence } = shown.previewed;
  const reports = reportsOf(shown);
  const packet = evidence.length === 0 ? null : packetOf(shown, { since: asked.since, today });
  const files = packet === null ? reports : new Map([...reports, [`${shown.person.login}-packet.md`, packet]]);
  if (args.out !== null) await writeOut(args.out, files);
  if (args.json) print(JSON.stringify(evidenceDocument(evidence)));
  else if (args.out === null && packet !== null) print([[...reports.values()].at(-1) ?? '', packet].join('\n'));
  if (evidence.length === 0) progress(`nothing was found for ${shown.person.login} since ${asked.since}`);
}
