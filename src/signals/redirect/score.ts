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
 * Whether the change of direction stands on the record, so that whoever follows the links sees it: the work was retitled, its author
 * closed it, or the place argued about was changed after the author said that they did it over.
 */
export function isChangeVisible(features: Features): boolean {
  if (features['after:retitled'] > 0 || features['after:closed-by-author'] > 0) return true;
  return features['after:place-changed'] > 0 && features['author:concedes'] > 0;
}
