/** Learns the weights of design-review-redirect from labelled threads, and measures them on threads that were left out. */
import type { Dossier } from '../../../src/domain/dossier.ts';
import { isNobody } from '../../../src/signals/nobody.ts';
import { readConversation } from '../../../src/signals/redirect/conversation.ts';
import type { FeatureName, Features } from '../../../src/signals/redirect/features.ts';
import { challengeFeatures } from '../../../src/signals/redirect/features.ts';
import { areAllPartsSeen, areTwoPartsSeen } from '../../../src/signals/redirect/score.ts';
import { storyOf } from '../../../src/signals/redirect/story.ts';
import { subjectAuthors } from '../../../src/signals/subject-authors.ts';
import type { ArchivedThread } from '../../../src/usecases/evaluate/archived-thread.ts';
import { threadId } from '../../../src/usecases/evaluate/archived-thread.ts';
import { threadToDossier } from '../../../src/usecases/evaluate/thread-to-dossier.ts';
import type { Fit, Sign } from './fit.ts';
import { fitLogistic, logOdds } from './fit.ts';

/** One reviewer's remark. `sure` is null when nobody called the person a redirect's; `isMarked` when the reader named this very remark. */
export type Remark = {
  readonly thread: string;
  readonly repository: string;
  readonly collection: 'labelled' | 'cases';
  readonly login: string;
  readonly sure: 'certain' | 'likely' | 'unsure' | null;
  readonly isMarked: boolean;
  readonly features: Features;
};

/** A weight whose sign is known beforehand may not take the other by chance. */
const signOf: Partial<Record<FeatureName, Sign>> = {
  'says:local': 'negative',
  'says:nit': 'negative',
  'says:handling': 'negative',
  'says:suggestion-block': 'negative',
  'author:declines': 'negative',
  'author:defers': 'negative',
  'author:thanks': 'any',
  'author:asks': 'any',
  'others:decline': 'negative',
  'whole:position': 'negative',
  'after:closed-by-speaker': 'any',
};

type Note = { readonly at?: unknown; readonly quoted?: readonly { readonly login: string; readonly at?: string | null }[] };

function marksOf(thread: ArchivedThread): (remark: Dossier['comments'][number]) => boolean {
  const notes = (thread.notes ?? []) as readonly Note[];
  const ids = new Set(notes.flatMap((note) => (Array.isArray(note.at) ? note.at : [])).map(String));
  const quoted = notes.flatMap((note) => note.quoted ?? []);
  return (remark) =>
    ids.has(remark.id) || quoted.some(({ login, at }) => at && remark.author?.login === login && remark.at.startsWith(at.slice(0, 16)));
}

/** The reviewers' remarks of a labelled thread; in a thread of which the reader saw a part, those of the people in that part. */
export function remarksOf(thread: ArchivedThread): readonly Remark[] {
  const dossier = threadToDossier(thread);
  const people = {
    authorIds: new Set(subjectAuthors(dossier).map(({ id }) => id)),
    isNobody: (account: Dossier['author']) => isNobody(account),
  };
  const conversation = readConversation(dossier, people);
  const story = storyOf(conversation);
  const quoted = (thread.notes ?? []).flatMap((note) => note.quoted ?? []).map(({ login }) => login);
  const collection = thread.read == null ? ('labelled' as const) : ('cases' as const);
  const isMarked = marksOf(thread);
  const turns = conversation.turns.filter(
    (turn) => turn.role === 'reviewer' && (collection === 'labelled' || quoted.includes(turn.remark.author?.login ?? '')),
  );
  return turns.map((turn) => {
    const login = turn.remark.author?.login ?? '';
    const sure = thread.labels?.['design-review-redirect']?.find(({ person }) => person === login)?.sure ?? null;
    const features = challengeFeatures(turn, conversation, story);
    return {
      thread: threadId(thread),
      repository: thread.repository,
      collection,
      login,
      sure,
      isMarked: isMarked({ ...turn.remark, inReplyTo: null, isAnswer: false }),
      features,
    };
  });
}

const isRedirect = (remark: Pick<Remark, 'sure'>): boolean => remark.sure === 'certain' || remark.sure === 'likely';

/** Unsure people teach nothing, nor do the other remarks of a person whose redirect is marked. */
function teaches(remark: Remark): boolean {
  return remark.sure === null || (isRedirect(remark) && remark.isMarked);
}

const ridge = 20;

export type Learned = { readonly names: readonly FeatureName[]; readonly fit: Fit };

/** Learns from the remarks. Deterministic. */
export function learn(remarks: readonly Remark[]): Learned {
  const names = Object.keys(remarks[0]?.features ?? {}) as FeatureName[];
  const examples = remarks
    .filter(teaches)
    .map((remark) => ({ values: names.map((name) => remark.features[name]), isPositive: isRedirect(remark) }));
  return {
    names,
    fit: fitLogistic(
      examples,
      names.map((name) => signOf[name] ?? 'positive'),
      ridge,
    ),
  };
}

/** One person in one thread, with the score of their best remark, and of the best with all three parts plainly seen (null without one). */
export type Judged = Pick<Remark, 'thread' | 'repository' | 'collection' | 'login' | 'sure'> & {
  readonly score: number;
  readonly wholeScore: number | null;
};

/** Judges remarks by what was learned. */
export function judge(remarks: readonly Remark[], { names, fit }: Learned): readonly Judged[] {
  const byPerson = new Map<string, Judged>();
  for (const remark of remarks) {
    const isHeard = areTwoPartsSeen(remark.features);
    const key = `${remark.thread} ${remark.login}`;
    const values = names.map((name) => remark.features[name]);
    const score = isHeard ? logOdds(fit, values) : -20;
    const known = byPerson.get(key);
    const whole = isHeard && areAllPartsSeen(remark.features) ? score : null;
    const wholeScore = whole === null ? (known?.wholeScore ?? null) : Math.max(whole, known?.wholeScore ?? whole);
    byPerson.set(key, { ...remark, score: Math.max(score, known?.score ?? score), wholeScore });
  }
  return [...byPerson.values()];
}

/** The fold of a name: the same on every machine. */
export function foldOf(text: string, folds: number): number {
  let hash = 2_166_136_261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return (hash >>> 8) % folds;
}

/** Judges each remark by what was learned from the other folds. By thread: ten folds. By repository: the two large ones and the rest. */
export function crossValidate(remarks: readonly Remark[], by: 'thread' | 'repository', seed = 0): readonly Judged[] {
  const large = [...new Set(remarks.filter(({ collection }) => collection === 'labelled').map(({ repository }) => repository))].toSorted();
  const foldIn = (remark: Remark): number =>
    by === 'thread' ? foldOf(`${seed} ${remark.thread}`, 10) : large.indexOf(remark.repository) + 1;
  const folds = [...new Set(remarks.map(foldIn))];
  return folds.flatMap((fold) => {
    const learned = learn(remarks.filter((remark) => foldIn(remark) !== fold));
    return judge(
      remarks.filter((remark) => foldIn(remark) === fold),
      learned,
    );
  });
}

export type Measure = { readonly precision: number; readonly recall: number };

/** Precision and recall of taking everybody whose score is at least `from`; unsure people are left out. */
export function measure(judged: readonly Judged[], from: number, scoreOf: (one: Judged) => number | null): Measure {
  const counted = judged.filter(({ sure }) => sure !== 'unsure');
  const taken = counted.filter((one) => (scoreOf(one) ?? Number.NEGATIVE_INFINITY) >= from);
  const hits = taken.filter(isRedirect).length;
  return { precision: hits / Math.max(1, taken.length), recall: hits / Math.max(1, counted.filter(isRedirect).length) };
}
