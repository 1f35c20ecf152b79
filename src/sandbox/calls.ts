/** What follows from a text that someone wrote: mentions, backlinks and cross-references, as GitHub makes them. */
import { lookUpAccount, lookUpRepository } from './find.ts';
import { isApp, takeId } from './ids.ts';
import type { AccountState, IssueState, Notification, RepositoryState, SubjectState, World } from './state.ts';
import { type Called, calledIn, type Reference } from './texts.ts';
import { fullName } from './urls.ts';

export type Writing = {
  readonly subject: SubjectState;
  readonly by: AccountState;
  /** The text's own page. */
  readonly url: string;
  readonly text: string;
  /** What stood there before an edit; only what is new calls to anyone. */
  readonly before: string;
};

function targetOf(world: World, home: RepositoryState, reference: Reference): SubjectState | null {
  const name = reference.repository;
  const repository = name === null ? home : lookUpRepository(world, name.includes('/') ? name : `${world.organisation.login}/${name}`);
  return repository?.subjects.get(reference.number) ?? null;
}

function crossReference(world: World, source: SubjectState, target: SubjectState, by: AccountState, willClose: boolean): void {
  if (source === target || source.kind === 'discussion' || target.kind === 'discussion') return;
  const isKnown = target.timeline.some((event) => event.kind === 'cross-referenced' && event.source === source);
  if (isKnown) return;
  const id = takeId(world, 'event', isApp(world, by));
  target.timeline.push({ kind: 'cross-referenced', id, at: world.now, actor: by, source, willClose });
}

function isCommit(world: World, sha: string): boolean {
  return [...world.repositories.values()].some((repository) => [...repository.commits.keys()].some((known) => known.startsWith(sha)));
}

function without(called: Called, before: Called): Called {
  const known = new Set(before.references.map((reference) => `${reference.repository}#${reference.number} ${reference.closes}`));
  return {
    mentions: called.mentions.filter((login) => !before.mentions.includes(login)),
    teams: called.teams.filter((team) => !before.teams.includes(team)),
    references: called.references.filter((reference) => !known.has(`${reference.repository}#${reference.number} ${reference.closes}`)),
    commits: called.commits.filter((sha) => !before.commits.includes(sha)),
  };
}

/** Records whom the text calls, and what it refers to. References to what does not exist lead nowhere, as on GitHub. */
export function readCalls(world: World, { subject, by, url, text, before }: Writing): void {
  const called = without(calledIn(text, world.webUrl), calledIn(before, world.webUrl));
  const note = (kind: Notification['kind'], target: string) => world.notifications.push({ kind, target, at: world.now, by: by.login, url });
  for (const login of new Set(called.mentions)) if (lookUpAccount(world, login) !== null) note('mention', login);
  for (const team of new Set(called.teams)) if (team.startsWith(`${world.organisation.login.toLowerCase()}/`)) note('team-mention', team);
  for (const sha of new Set(called.commits)) if (isCommit(world, sha)) note('commit-reference', sha);
  for (const reference of called.references) {
    const target = targetOf(world, subject.repository, reference);
    if (target === null || target === subject) continue;
    note(reference.closes ? 'closing-reference' : 'backlink', `${fullName(target.repository)}#${target.number}`);
    crossReference(world, subject, target, by, reference.closes && subject.kind === 'pull');
  }
}

/** The issues that a pull request will close when it is merged: closing keywords in its body. */
export function closedBy(world: World, subject: SubjectState): readonly IssueState[] {
  const references = calledIn(subject.body, world.webUrl).references.filter((reference) => reference.closes);
  const targets = references.map((reference) => targetOf(world, subject.repository, reference));
  return [...new Set(targets.filter((target): target is IssueState => target?.kind === 'issue'))];
}
