/** What `doctor` tells beside its checks: issues whose earlier versions GitHub still shows, and the newest lines of the audit. */
import type { App } from '../../app.ts';
import type { AuditLine, Installation, LingeringIssue } from '../../usecases/ports.ts';

const mostLines = 100;
/** Issues that GitHub is asked about: one that was deleted is forgotten. */
const mostAskedAbout = 20;

export type Leftover = Pick<LingeringIssue, 'number' | 'noticedAt' | 'reason'> & { readonly repository: string };
export type Records = { readonly organisation: string; readonly leftovers: readonly Leftover[]; readonly audit: readonly AuditLine[] };

/** One entry for each installation. The audit holds ids and no texts, newest first, at most a hundred lines each. */
export async function recordsIn(app: App, installations: readonly Installation[]): Promise<readonly Records[]> {
  const records: Records[] = [];
  for (const { id, login } of installations) {
    const leftovers = await leftoversIn(app, id);
    records.push({ organisation: login, leftovers, audit: await app.store.tenant(id, ({ audit }) => audit.newest(mostLines)) });
  }
  return records;
}

async function leftoversIn(app: App, installationId: number): Promise<readonly Leftover[]> {
  const { issues, repositories } = await app.store.tenant(installationId, async (tenant) => ({
    issues: await tenant.lingering.list(),
    repositories: new Map((await tenant.repositories.list()).map((repository) => [repository.id, repository])),
  }));
  const leftovers: Leftover[] = [];
  for (const [index, issue] of issues.entries()) {
    const repository = repositories.get(issue.repositoryId);
    const isGone =
      repository !== undefined && index < mostAskedAbout && (await app.tracker.read({ installationId, repository }, issue.number)) === null;
    if (isGone) await app.store.tenant(installationId, ({ lingering }) => lingering.remove(issue));
    else leftovers.push({ repository: repository?.fullName ?? 'a repository that the App is no longer installed on', ...told(issue) });
  }
  return leftovers;
}

function told({ number, noticedAt, reason }: LingeringIssue): Omit<Leftover, 'repository'> {
  return { number, noticedAt, reason };
}

const reasons: Readonly<Record<LingeringIssue['reason'], string>> = {
  left: 'its engineer left',
  withdrawn: 'a repository that it told of opted out or went away',
  closed: 'some of its readers may no longer read what it told of',
};

/** One line of text. */
export function leftoverLine({ repository, number, reason }: Leftover): string {
  return `${repository}#${number}: ${reasons[reason]}`;
}
