/** How findings were received: `doctor` counts it, and it is no fault of the installation's. */
import type { App } from '../../app.ts';
import { countWords, shownCount, type ShownDecisionCount } from '../../usecases/decision-counts.ts';
import type { Installation } from '../../usecases/ports.ts';

/** What engineers made of the findings of one organisation's repositories. */
export type Decisions = ShownDecisionCount & { readonly organisation: string };

/** Counts by signal and rule version; nobody is named. */
export async function decisionsIn(app: App, installations: readonly Installation[]): Promise<readonly Decisions[]> {
  const decisions: Decisions[] = [];
  for (const { id, login } of installations) {
    const counts = await app.store.tenant(id, (tenant) => tenant.evidence.decisionCounts());
    decisions.push(...counts.map((count) => ({ organisation: login, ...shownCount(count) })));
  }
  return decisions;
}

/** One line of text. */
export function decisionLine(decisions: Decisions): string {
  return `${decisions.organisation}: ${decisions.signal}, rule version ${decisions.version}: ${countWords(decisions)}`;
}
