/** Weighs what was counted about a challenge: the log odds that it redirected the work. */
import type { FeatureName, Features } from './features.ts';
import learned from './weights.json' with { type: 'json' };

const weights: Readonly<Partial<Record<string, number>>> = learned.weights;

/** The log odds that the challenge redirected the work. The weights were learned from labelled threads by `test/signals/redirect/train.ts`. */
export function scoreOf(features: Features): number {
  return (Object.keys(features) as FeatureName[]).reduce((sum, name) => sum + (weights[name] ?? 0) * features[name], learned.bias);
}

/** From which score a challenge is a candidate, and from which it may be confirmed. */
export const thresholds: { readonly candidate: number; readonly confirmed: number } = learned.thresholds;

/**
 * Whether all three parts of a redirect are plainly seen: words that challenge the direction, an answer that takes it up, and a change
 * that stands on the record and belongs to that answer (`consequence.ts`). An approval that adds a remark challenges nothing.
 */
export function areAllPartsSeen(features: Features): boolean {
  if (features['parts:challenge'] <= 0.3 || features['parts:uptake'] <= 0.3) return false;
  if (features['says:approval-first'] > 0 && features['says:alternative'] === 0) return false;
  if (features['after:retitled-for-it'] > 0 || features['after:closed-for-it'] > 0) return true;
  const isWorkChanged = features['after:place-changed-for-it'] > 0 || features['after:branch-changed-for-it'] > 0;
  return isWorkChanged && features['parts:uptake'] > 0.5;
}

/** Whether the remark challenges at all: it names another way, a flaw, the scope or a doubt, or it asks. Approvals and thanks do not. */
function isChallenge(features: Features): boolean {
  const signs = ['says:alternative', 'says:flaw', 'says:scope', 'says:promise', 'says:refusal', 'says:question'] as const;
  return signs.some((name) => features[name] > 0);
}

/** Whether a challenge and one other part are seen at all. A change that an archive does not tell (a middling value) is not seen. */
export function areTwoPartsSeen(features: Features): boolean {
  return isChallenge(features) && (features['parts:uptake'] > 0 || features['parts:change'] > 0.5);
}
