/** Acts on pull requests: opening, pushing, merging, branches, checks. */
import type { Act, ActOf } from '../act.ts';
import { announceRepository, announceSubject } from '../announce.ts';
import { closedBy, readCalls } from '../calls.ts';
import { ActMistake, findAccount, findPull, findRepository, findTeam } from '../find.ts';
import { defaultHead, deleteBranch, findRevision, makeCommit, pushCommits, withFiles } from '../git.ts';
import { accountJson, appJson, teamJson } from '../shapes/account.ts';
import { checkRunJson } from '../shapes/repository.ts';
import type { CommitState, FileState, PullState, RepositoryState, World } from '../state.ts';
import { subjectUrl } from '../urls.ts';
import { addEvent, closeSubject, enterSubject, moveUpdated, newSubject } from '../write.ts';
import type { Performers } from './performers.ts';
import { findPlace } from './subjects.ts';

type FileData = ActOf<'push'>['files'][number];
type CommitData = ActOf<'push'>['commits'][number];

function fileFrom(base: CommitState, data: FileData): FileState {
  const lines = data.text === undefined ? 1 : data.text.split('\n').length;
  const change = data.change ?? (data.text !== undefined && !base.files.has(data.path) ? 'added' : 'modified');
  return { path: data.path, change, additions: data.additions ?? (change === 'removed' ? 0 : lines), deletions: data.deletions };
}

function textChanges(files: readonly FileData[]): readonly { readonly path: string; readonly text: string | null }[] {
  return files
    .filter(({ change, text }) => change === 'removed' || text !== undefined)
    .map(({ path, change, text }) => ({ path, text: change === 'removed' ? null : (text ?? null) }));
}

type CommitsOf = {
  readonly repository: RepositoryState;
  readonly parent: CommitState;
  readonly commits: readonly CommitData[];
  readonly files: readonly FileData[];
  readonly act: Pick<Act, 'by' | 'at'>;
};

/** Commits on top of a parent; the last one carries the files' texts. */
function makeCommits(world: World, { repository, parent, commits, files, act }: CommitsOf): CommitState[] {
  const made: CommitState[] = [];
  commits.forEach((data, index) => {
    const authors = [data.author ?? act.by, ...data.coAuthors].map((login) => findAccount(world, login));
    const isLast = index === commits.length - 1;
    const before = made.at(-1) ?? parent;
    const texts = isLast ? withFiles(before.files, textChanges(files)) : before.files;
    made.push(makeCommit(repository, { parent: before, message: data.message, authors, at: data.at ?? act.at, files: texts }));
  });
  return made;
}

function openPull(world: World, act: ActOf<'open-pull'>): void {
  const { repository, number } = findPlace(world, act.subject);
  const author = findAccount(world, act.by);
  const baseBranch = act.base ?? repository.defaultBranch;
  const base = repository.branches.get(baseBranch);
  if (base === undefined) throw new ActMistake(`the repository "${repository.name}" has no branch "${baseBranch}"`);
  const headBranch = act.head ?? `${author.login.replace('[bot]', '')}-${number}`;
  const data = act.commits.length > 0 ? act.commits : [{ message: act.title, coAuthors: [] }];
  const commits = makeCommits(world, { repository, parent: base, commits: data, files: act.files, act });
  if (!act.fork) pushCommits(world, repository, { branch: headBranch, commits, pusher: author });
  const pull: PullState = {
    kind: 'pull',
    ...newSubject(world, repository, author, { number, title: act.title, body: act.body, labels: act.labels }),
    baseBranch,
    baseSha: base.sha,
    headBranch,
    isFork: act.fork,
    isHeadGone: false,
    isForkGone: false,
    isDraft: act.draft,
    mergedAt: null,
    mergedBy: null,
    mergeSha: null,
    files: act.files.map((file) => fileFrom(base, file)),
    commits,
    reviews: [],
    threads: [],
    requested: [],
  };
  enterSubject(world, pull, author);
  for (const { message } of commits)
    readCalls(world, { subject: pull, by: author, url: subjectUrl(world, pull), text: message, before: pull.body });
}

function push(world: World, act: ActOf<'push'>): void {
  const pull = findPull(world, act.subject);
  if (pull.state === 'closed') throw new ActMistake(`${act.subject} is closed; nothing can be pushed to it`);
  const actor = findAccount(world, act.by);
  const base = pull.repository.commits.get(pull.baseSha) ?? defaultHead(pull.repository);
  const before = pull.commits.at(-1) ?? base;
  const parent = act.force ? { ...base, files: before.files } : before;
  const commits = makeCommits(world, { repository: pull.repository, parent, commits: act.commits, files: act.files, act });
  const added = new Set(pull.files.flatMap(({ path, change }) => (change === 'added' ? [path] : [])));
  // What a pull request adds is still added after another push.
  const fresh = act.files.map((file) => fileFrom(base, added.has(file.path) ? { change: 'added', ...file } : file));
  const kept = pull.files.filter((file) => !fresh.some((other) => other.path === file.path));
  pull.files = act.force && fresh.length > 0 ? fresh : [...kept, ...fresh];
  pull.commits = act.force ? commits : [...pull.commits, ...commits];
  for (const thread of pull.threads) if (act.files.some((file) => file.path === thread.path)) thread.isOutdated = true;
  const after = commits.at(-1) ?? before;
  if (act.force) addEvent(world, pull, actor, { kind: 'force-pushed', before, after });
  moveUpdated(world, pull);
  if (!pull.isFork) pushCommits(world, pull.repository, { branch: pull.headBranch, commits, pusher: actor, isForced: act.force });
  announceSubject(world, pull, 'synchronize', actor, { before: before.sha, after: after.sha });
}

function merge(world: World, act: ActOf<'merge'>): void {
  const pull = findPull(world, act.subject);
  const { repository } = pull;
  if (pull.state === 'closed') throw new ActMistake(`${act.subject} is closed; it can't be merged`);
  const actor = findAccount(world, act.by);
  const parent = repository.branches.get(pull.baseBranch) ?? defaultHead(repository);
  const authors = act.squash ? [...new Set([pull.author, ...pull.commits.flatMap((commit) => commit.authors)])] : [actor];
  const message = act.squash ? `${pull.title} (#${pull.number})` : `Merge pull request #${pull.number}`;
  const head = pull.commits.at(-1)?.files ?? parent.files;
  const base = repository.commits.get(pull.baseSha)?.files ?? parent.files;
  const changes = [...new Set([...head.keys(), ...base.keys()])]
    .filter((path) => head.get(path) !== base.get(path))
    .map((path) => ({ path, text: head.get(path) ?? null }));
  const merged = act.squash ? undefined : pull.commits.at(-1);
  const commit = makeCommit(repository, { parent, merged, message, authors, at: world.now, files: withFiles(parent.files, changes) });
  pull.mergedAt = world.now;
  pull.mergedBy = actor;
  pull.mergeSha = commit.sha;
  addEvent(world, pull, actor, { kind: 'merged' });
  closeSubject(world, pull, actor, 'completed');
  pushCommits(world, repository, { branch: pull.baseBranch, commits: [...(act.squash ? [] : pull.commits), commit], pusher: actor });
  if (pull.baseBranch === repository.defaultBranch)
    for (const issue of closedBy(world, pull)) closeSubject(world, issue, actor, 'completed');
}

function requestReview(world: World, act: ActOf<'request-review'>): void {
  const pull = findPull(world, act.subject);
  const actor = findAccount(world, act.by);
  if ((act.reviewer === undefined) === (act.team === undefined)) throw new ActMistake('give either a reviewer or a team');
  const reviewer = act.team === undefined ? findAccount(world, act.reviewer ?? '') : findTeam(world, act.team);
  if (!pull.requested.includes(reviewer)) pull.requested.push(reviewer);
  addEvent(world, pull, actor, { kind: 'review-requested', reviewer });
  moveUpdated(world, pull);
  const part = 'slug' in reviewer ? { requested_team: teamJson(world, reviewer) } : { requested_reviewer: accountJson(world, reviewer) };
  announceSubject(world, pull, 'review_requested', actor, part);
}

function rerequestCheck(world: World, act: ActOf<'rerequest-check'>): void {
  const repository = findRepository(world, act.repository);
  const commit = findRevision(repository, act.sha);
  if (commit === null) throw new ActMistake(`"${act.repository}" has no commit ${act.sha}`);
  const sender = findAccount(world, act.by);
  const run = repository.checkRuns.findLast((candidate) => candidate.headSha === commit.sha);
  const suite = {
    id: 8_000_000,
    head_branch: repository.defaultBranch,
    head_sha: commit.sha,
    status: 'completed',
    conclusion: null,
    app: appJson(world),
    pull_requests: [],
  };
  if (run === undefined)
    return announceRepository(world, repository, { event: 'check_suite', action: 'rerequested', sender }, { check_suite: suite });
  announceRepository(
    world,
    repository,
    { event: 'check_run', action: 'rerequested', sender },
    { check_run: { ...checkRunJson(world, repository, run), check_suite: suite } },
  );
}

export const pullPerformers: Performers<
  'open-pull' | 'push' | 'merge' | 'request-review' | 'delete-branch' | 'delete-fork' | 'rerequest-check'
> = {
  'open-pull': openPull,
  push,
  merge,
  'request-review': requestReview,
  'rerequest-check': rerequestCheck,
  'delete-branch': (world, act) => {
    const pull = findPull(world, act.subject);
    const actor = findAccount(world, act.by);
    pull.isHeadGone = true;
    addEvent(world, pull, actor, { kind: 'head-deleted' });
    if (!pull.isFork) deleteBranch(world, pull.repository, pull.headBranch, actor);
  },
  'delete-fork': (world, act) => {
    const pull = findPull(world, act.subject);
    if (!pull.isFork) throw new ActMistake(`${act.subject} does not come from a fork`);
    pull.isForkGone = true;
    pull.isHeadGone = true;
  },
};
