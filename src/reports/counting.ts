/** Which evidence counts: what its engineer kept, and what is confirmed, found and not dismissed. */
import type { Evidence } from '../domain/evidence.ts';

/** Whether an item stands in the log. Candidates that nobody decided on count nowhere. */
export function countsAsEvidence(evidence: Pick<Evidence, 'decision' | 'strength' | 'isFound'>): boolean {
  return evidence.decision === 'kept' || (evidence.decision === 'none' && evidence.strength === 'confirmed' && evidence.isFound);
}

/** Whether an item is a candidate that waits for its engineer's word. */
export function isUndecided(evidence: Pick<Evidence, 'decision' | 'strength' | 'isFound'>): boolean {
  return evidence.decision === 'none' && evidence.strength === 'candidate' && evidence.isFound;
}
