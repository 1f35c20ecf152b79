/** Finding things of the world by the names that people use; a name that leads nowhere is a clear error. */
import type { AccountState, Named, PullState, RepositoryState, SubjectState, TeamState, World } from './state.ts';

/** Something in the data that can't be: the message says what and why. */
export class ActMistake extends Error {
  override readonly name = 'ActMistake';
}

/** The account of a login, in any case, a bot's with or without `[bot]`; null when there is none. */
export function lookUpAccount(world: World, login: string): AccountState | null {
  const key = login.toLowerCase();
  return world.accounts.get(key) ?? world.accounts.get(`${key}[bot]`) ?? null;
}

/** The account of a login. Throws ActMistake when there is none. */
export function findAccount(world: World, login: string): AccountState {
  const account = lookUpAccount(world, login);
  if (account === null || account.isDeleted)
    throw new ActMistake(`there is no account "${login}"; name it in the organisation's members or outsiders`);
  return account;
}

/** The repository `owner/name`, by its present or a former name; null when there is none. */
export function lookUpRepository(world: World, fullName: string): RepositoryState | null {
  const [owner = '', name = ''] = fullName.toLowerCase().split('/');
  const present = [...world.repositories.values()].filter((repository) => !repository.isDeleted);
  const isOwner = (repository: RepositoryState) => repository.owner.login.toLowerCase() === owner;
  return (
    present.find((repository) => isOwner(repository) && repository.name.toLowerCase() === name) ??
    present.find((repository) => repository.formerNames.has(`${owner}/${name}`)) ??
    null
  );
}

/** A repository of the organisation by its present name. Throws ActMistake when there is none. */
export function findRepository(world: World, name: string): RepositoryState {
  const repository = lookUpRepository(world, `${world.organisation.login}/${name}`);
  if (repository?.name.toLowerCase() === name.toLowerCase()) return repository;
  throw new ActMistake(`there is no repository "${name}"`);
}

/** `repository#12` in its two parts. */
export function splitSubject(text: string): { readonly name: string; readonly number: number } {
  const [name = '', number = ''] = text.split('#');
  return { name, number: Number(number) };
}

/** The subject `repository#12`, or `repository#July 2026` by how its title begins. Throws ActMistake when there is none. */
export function findSubject(world: World, text: string): SubjectState {
  const { name, number } = splitSubject(text);
  const { subjects } = findRepository(world, name);
  const title = text.slice(name.length + 1);
  const subject = Number.isNaN(number) ? [...subjects.values()].find((one) => one.title.startsWith(title)) : subjects.get(number);
  if (subject === undefined)
    throw new ActMistake(
      Number.isNaN(number) ? `nothing in ${name} has a title that begins with "${title}" yet` : `nothing has the number ${text} yet`,
    );
  return subject;
}

/** The pull request `repository#12`. Throws ActMistake when there is none, or it is something else. */
export function findPull(world: World, text: string): PullState {
  const subject = findSubject(world, text);
  if (subject.kind !== 'pull')
    throw new ActMistake(`${text} is not a pull request but ${subject.kind === 'issue' ? 'an issue' : 'a discussion'}`);
  return subject;
}

/** The team of a slug. Throws ActMistake when there is none. */
export function findTeam(world: World, slug: string): TeamState {
  const team = world.teams.get(slug);
  if (team === undefined) throw new ActMistake(`there is no team "${slug}"`);
  return team;
}

/** What a handle names; a number is the id of a comment. Throws ActMistake when there is nothing. */
export function findNamed(world: World, handle: string): Named {
  const named = world.named.get(handle) ?? findCommentById(world, Number(handle));
  if (named === null) throw new ActMistake(`nothing is called "${handle}"; give the comment a handle with "as" first`);
  return named;
}

function findCommentById(world: World, id: number): Named | null {
  for (const repository of world.repositories.values()) {
    for (const subject of repository.subjects.values()) {
      const comment = subject.comments.find((candidate) => candidate.id === id);
      if (comment !== undefined) return { kind: 'comment', subject, comment };
    }
  }
  return null;
}
