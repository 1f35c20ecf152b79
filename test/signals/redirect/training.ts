/** Learns the weights of design-review-redirect from labelled threads, and measures them on threads that were left out. */
import type { Dossier } from '../../../src/domain/dossier.ts';
import { isNobody } from '../../../src/signals/nobody.ts';
import { readConversation, voicesOf } from '../../../src/signals/redirect/conversation.ts';
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

/** One reviewer's voice. `sure` is null when nobody called the person a redirect's; `isMarked` when the reader named one of its remarks. */
export type Remark = {
  readonly thread: string;
  readonly repository: string;
  readonly collection: 'labelled' | 'cases';
  readonly login: string;
  readonly sure: 'certain' | 'likely' | 'unsure' | null;
  readonly isMarked: boolean;
  readonly features: Features;
};

/** What is weighed, and which sign each weight may have: one that is known beforehand may not take the other by chance. */
export const signOf: Partial<Record<FeatureName, Sign>> = {
  'says:words': 'positive',
  'says:alternative': 'positive',
  'says:flaw': 'positive',
  'says:scope': 'positive',
  'says:promise': 'positive',
  'says:refusal': 'positive',
  'says:local': 'negative',
  'says:nit': 'negative',
  'says:handling': 'negative',
  'says:suggestion-block': 'negative',
  'author:answers': 'positive',
  'author:turns': 'positive',
  'author:agrees': 'positive',
  'author:agrees-in-words': 'positive',
  'author:agrees-at-once': 'positive',
  'author:thanks': 'any',
  'author:did': 'positive',
  'author:turned': 'positive',
  'author:concedes': 'positive',
  'author:declines': 'negative',
  'author:declines-last': 'negative',
  'author:defers': 'negative',
  'author:asks': 'any',
  'author:refers': 'positive',
  'others:answer': 'positive',
  'others:agree': 'positive',
  'others:decline': 'negative',
  'after:push-soon': 'positive',
  'after:retitled': 'positive',
  'after:closed': 'positive',
  'after:closed-soon': 'positive',
  'after:closed-on-merits': 'positive',
  'after:closed-by-speaker': 'any',
  'after:place-changed': 'positive',
  'uptake:author': 'positive',
  'uptake:commits': 'positive',
  'uptake:others': 'positive',
  'speaker:share': 'positive',
  'speaker:credited': 'positive',
  'whole:position': 'negative',
  'end:near': 'positive',
  'parts:challenge': 'positive',
  'parts:uptake': 'positive',
  'parts:change': 'positive',
  'parts:challenge-uptake': 'positive',
  'parts:uptake-change': 'positive',
  'parts:all': 'positive',
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
  const voices = voicesOf(conversation).filter(([turn]) => collection === 'labelled' || quoted.includes(turn.remark.author?.login ?? ''));
  return voices.map((voice) => {
    const [turn] = voice;
    const login = turn.remark.author?.login ?? '';
    const sure = thread.labels?.['design-review-redirect']?.find(({ person }) => person === login)?.sure ?? null;
    const features = challengeFeatures(voice, conversation, story);
    return {
      thread: threadId(thread),
      repository: thread.repository,
      collection,
      login,
      sure,
      isMarked: voice.some(({ remark }) => isMarked({ ...remark, inReplyTo: null, isAnswer: false })),
      features,
    };
  });
}

const isRedirect = (remark: Pick<Remark, 'sure'>): boolean => remark.sure === 'certain' || remark.sure === 'likely';

/** Unsure people teach nothing, nor do the other remarks of a person whose redirect is marked. */
export function teaches(remark: Remark): boolean {
  return remark.sure === null || (isRedirect(remark) && remark.isMarked);
}

const ridge = 20;

export type Learned = { readonly names: readonly FeatureName[]; readonly fit: Fit };

/** Learns from the remarks. Deterministic. */
export function learn(remarks: readonly Remark[]): Learned {
  const names = Object.keys(signOf) as FeatureName[];
  const examples = remarks
    .filter(teaches)
    .map((remark) => ({ values: names.map((name) => remark.features[name]), isPositive: isRedirect(remark) }));
  return {
    names,
    fit: fitLogistic(
      examples,
      names.map((name) => signOf[name] ?? 'any'),
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

/** How threads are divided: ten folds, each repository by itself, or the two collections. */
export type Division = 'thread' | 'repository' | 'collection';

/** Judges each remark by what was learned from the other folds. */
export function crossValidate(remarks: readonly Remark[], by: Division, seed = 0): readonly Judged[] {
  const foldIn = (remark: Remark): string => (by === 'thread' ? `${foldOf(`${seed} ${remark.thread}`, 10)}` : remark[by]);
  return [...Map.groupBy(remarks, foldIn)].flatMap(([fold, left]) =>
    judge(left, learn(remarks.filter((remark) => foldIn(remark) !== fold))),
  );
}

export type Measure = { readonly precision: number; readonly recall: number };

/** Precision and recall of taking everybody whose score is at least `from`; unsure people are left out. */
export function measure(judged: readonly Judged[], from: number, scoreOf: (one: Judged) => number | null): Measure {
  const counted = judged.filter(({ sure }) => sure !== 'unsure');
  const taken = counted.filter((one) => (scoreOf(one) ?? Number.NEGATIVE_INFINITY) >= from);
  const hits = taken.filter(isRedirect).length;
  return { precision: hits / Math.max(1, taken.length), recall: hits / Math.max(1, counted.filter(isRedirect).length) };
}
