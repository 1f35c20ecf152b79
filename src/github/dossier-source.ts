/** Looks subjects up on GitHub, several in one request, and lists what changed. */
import type { Dossier } from '../domain/dossier.ts';
import { PermanentFailure } from '../domain/errors.ts';
import type { RepositoryRef, SubjectRef } from '../domain/subject.ts';
import type { DossierSource } from '../usecases/ports.ts';
import { readRepository } from './answers.ts';
import { readChanges } from './changes.ts';
import { type Connection, type GithubClient, type GraphqlProblem, isRefusal } from './client.ts';
import { subjectShape, type SubjectShape } from './dossier-shape.ts';
import { isStumble, isTooHeavy } from './failures.ts';
import { inParts } from './in-parts.ts';
import { mergingConnection } from './merging-connection.ts';
import { aliasAt, dossierQuery, firstPages, type PageSizes, smallPages } from './queries/dossier.ts';
import { splitFullName } from './repository-name.ts';
import { toDossier } from './to-dossier.ts';
import { type Lookup, whole } from './whole-subject.ts';

/** Subjects in one request. More would make GitHub's ten seconds for a query short; fewer would waste requests: 20 cost 0.36 points each. */
export const batchSize = 20;

/** A lookup that also answers for parts, and says what is wrong with the others. */
type Place = Omit<Lookup, 'connection'> & { readonly connection: Connection };

type Answer = { readonly subject: SubjectRef; readonly dossier: Dossier | null };

/** Whether GitHub said that there is no such subject, as against being unable to answer for it. `own`: the subject's problems. */
function isGone(own: readonly GraphqlProblem[]): boolean {
  return own.every((problem) => problem.type === 'NOT_FOUND');
}

type Asked = {
  readonly found: readonly { readonly subject: SubjectRef; readonly shape: SubjectShape | null }[];
  readonly unanswered: readonly SubjectRef[];
};

/** One request. A subject that GitHub stumbled over, or answered without what it must have, is `unanswered`. */
async function ask(lookup: Place, subjects: readonly SubjectRef[], pages: PageSizes): Promise<Asked> {
  const { data, problems } = await lookup.connection.query(
    dossierQuery(subjects),
    { ...splitFullName(lookup.repository.fullName), ...pages },
    { retries: subjects.length === 1 && pages === smallPages, isPartial: true },
  );
  const answer = readRepository(data, lookup.repository);
  const found: { subject: SubjectRef; shape: SubjectShape | null }[] = [];
  const unanswered: SubjectRef[] = [];
  subjects.forEach((subject, position) => {
    const alias = aliasAt(position);
    const own = problems.filter((problem) => problem.path?.[1] === alias);
    const parsed = subjectShape.safeParse(answer[alias]);
    // What GitHub stumbled over reads as absent, and its evidence would go.
    if (answer[alias] !== null && !own.every(isRefusal)) unanswered.push(subject);
    else if (parsed.success) found.push({ subject, shape: isHere(parsed.data, lookup.repository) ? parsed.data : null });
    else if (answer[alias] === null && isGone(own)) found.push({ subject, shape: null });
    else unanswered.push(subject);
  });
  return { found, unanswered };
}

/** A transferred issue can answer from where it lives now. */
function isHere(shape: SubjectShape, repository: RepositoryRef): boolean {
  return shape.repository.databaseId === repository.id;
}

/** Asks, and where GitHub finds it too much, asks again in halves, and for a single subject with small pages. */
async function askLess(lookup: Place, subjects: readonly SubjectRef[], pages: PageSizes): Promise<Asked> {
  try {
    return await ask(lookup, subjects, pages);
  } catch (error) {
    if (!isTooHeavy(error)) throw error;
    if (subjects.length === 1) return pages === smallPages ? { found: [], unanswered: subjects } : askLess(lookup, subjects, smallPages);
    const middle = Math.ceil(subjects.length / 2);
    const first = await askLess(lookup, subjects.slice(0, middle), pages);
    const second = await askLess(lookup, subjects.slice(middle), pages);
    return { found: [...first.found, ...second.found], unanswered: [...first.unanswered, ...second.unanswered] };
  }
}

type Batch = { readonly answers: readonly Answer[]; readonly unanswered: readonly SubjectRef[] };

/** One batch, whole. What the subjects still need is asked for side by side, in requests for all. A subject that vanishes meanwhile is `unanswered`. */
async function fetchBatch(lookup: Place, subjects: readonly SubjectRef[]): Promise<Batch> {
  const asked = await askLess(lookup, subjects, firstPages);
  const together = { ...lookup, connection: mergingConnection(lookup.connection) };
  const answers = await Promise.all(asked.found.map((found) => complete(together, found)));
  const incomplete = asked.found.filter((_, index) => answers[index] === null).map(({ subject }) => subject);
  return { answers: answers.filter((answer) => answer !== null), unanswered: [...asked.unanswered, ...incomplete] };
}

async function complete(lookup: Lookup, { subject, shape }: Asked['found'][number]): Promise<Answer | null> {
  if (shape === null) return { subject, dossier: null };
  try {
    return { subject, dossier: toDossier(await whole(lookup, shape), lookup.repository) };
  } catch (error) {
    if (error instanceof PermanentFailure || isTooHeavy(error) || isStumble(error)) return null;
    throw error;
  }
}

async function fetchAll(lookup: Place, subjects: readonly SubjectRef[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const again: SubjectRef[] = [];
  for (const part of inParts(subjects, batchSize)) {
    const batch = await fetchBatch(lookup, part);
    answers.push(...batch.answers);
    again.push(...batch.unanswered);
  }
  for (const subject of again) answers.push(...(await fetchBatch(lookup, [subject])).answers);
  return answers;
}

/**
 * Dossiers from GitHub. `fetch` leaves out a subject for which GitHub had no answer; it is to be asked for again. It throws
 * TransientFailure when GitHub is not there, and PermanentFailure when the repository has gone from its name.
 */
export function createDossierSource(github: Pick<GithubClient, 'installation'>): DossierSource {
  return {
    fetch: ({ installationId, subjects, ...of }) => fetchAll({ connection: github.installation(installationId), ...of }, subjects),
    changes: ({ installationId, lists }) => readChanges(github.installation(installationId), lists),
  };
}
