/** Learns the weights of review substance from labelled threads, and measures them on threads that were left out. */
import { isNobody } from '../../../src/signals/nobody.ts';
import { reviewersOf } from '../../../src/signals/substance.ts';
import type { Engagement, EngagementName } from '../../../src/signals/substance/engagement.ts';
import type { ArchivedThread } from '../../../src/usecases/evaluate/archived-thread.ts';
import { threadId } from '../../../src/usecases/evaluate/archived-thread.ts';
import { threadToDossier } from '../../../src/usecases/evaluate/thread-to-dossier.ts';
import type { Fit, Sign } from '../redirect/fit.ts';
import { fitLogistic, logOdds } from '../redirect/fit.ts';
import { foldOf } from '../redirect/training.ts';

/** One person's review of one thread, as labelled. */
export type LabelledReview = {
  readonly thread: string;
  readonly repository: string;
  readonly features: Engagement;
  readonly isSubstance: boolean;
};

/** The reviews of a labelled thread, judged as they are scored: whoever is not labelled for substance has none; the unsure are left out. */
export function labelledReviews(thread: ArchivedThread): readonly LabelledReview[] {
  const labels = thread.labels?.['review-substance'];
  if (labels === undefined) return [];
  const [sure, unsure] = [labels.filter((label) => label.sure !== 'unsure'), labels.filter((label) => label.sure === 'unsure')];
  const loginsOf = (some: typeof labels): ReadonlySet<string> => new Set(some.map(({ person }) => person));
  const [substance, open] = [loginsOf(sure), loginsOf(unsure)];
  return reviewersOf(threadToDossier(thread), (account) => isNobody(account))
    .filter(({ person }) => !open.has(person.login))
    .map(({ person, features }) => ({
      thread: threadId(thread),
      repository: thread.repository,
      features,
      isSubstance: substance.has(person.login),
    }));
}

const signOf: Partial<Record<EngagementName, Sign>> = {
  'says:handling': 'negative',
  'says:process': 'negative',
  'share:process': 'negative',
  'share:nit': 'negative',
  'shows:suggestion-blocks': 'any',
  'work:upkeep': 'any',
  'work:wording': 'any',
};

const ridge = 10;

type LearnedSubstance = { readonly names: readonly EngagementName[]; readonly fit: Fit };

/** Learns from the reviews. Deterministic. */
export function learnSubstance(reviews: readonly LabelledReview[]): LearnedSubstance {
  const names = Object.keys(reviews[0]?.features ?? {}) as EngagementName[];
  const examples = reviews.map(({ features, isSubstance }) => ({ values: names.map((name) => features[name]), isPositive: isSubstance }));
  const signs = names.map((name) => signOf[name] ?? 'positive');
  return { names, fit: fitLogistic(examples, signs, ridge) };
}

export type JudgedReview = { readonly odds: number; readonly isSubstance: boolean };

/** Judges each review by what was learned from the other folds: ten by thread, or one for each repository. */
export function crossValidateSubstance(reviews: readonly LabelledReview[], by: 'thread' | 'repository', seed = 0): readonly JudgedReview[] {
  const repositories = [...new Set(reviews.map(({ repository }) => repository))].toSorted();
  const foldIn = (review: LabelledReview): number =>
    by === 'thread' ? foldOf(`${seed} ${review.thread}`, 10) : repositories.indexOf(review.repository);
  return [...new Set(reviews.map(foldIn))].flatMap((fold) => {
    const learned = learnSubstance(reviews.filter((review) => foldIn(review) !== fold));
    const left = reviews.filter((review) => foldIn(review) === fold);
    return left.map(({ features, isSubstance }) => {
      const values = learned.names.map((name) => features[name]);
      return { odds: logOdds(learned.fit, values), isSubstance };
    });
  });
}

export type Quality = { readonly precision: number; readonly recall: number; readonly f1: number };

/** How calling everything substance whose odds are above `from` does. */
export function qualityOf(judged: readonly JudgedReview[], from: number): Quality {
  const taken = judged.filter(({ odds }) => odds > from).length;
  const right = judged.filter(({ odds, isSubstance }) => odds > from && isSubstance).length;
  const all = judged.filter(({ isSubstance }) => isSubstance).length;
  return { precision: right / taken, recall: right / all, f1: (2 * right) / (taken + all) };
}

/** F1 of calling everything substance whose odds are above `from`. */
export function f1Of(judged: readonly JudgedReview[], from: number): number {
  return qualityOf(judged, from).f1;
}
