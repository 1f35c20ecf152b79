/** People who are not enrolled are neither named nor quoted in others' evidence: nothing is kept about them but, where needed, their id. */
import type { Dossier } from '../domain/dossier.ts';
import type { Finding } from '../domain/evidence.ts';
import type { Account } from '../domain/person.ts';

/** The finding with a reason that names nobody of the dossier who is not enrolled, and without a quotation of theirs: the permalink stays. */
export function nameOnlyEnrolled(finding: Finding, dossier: Dossier, enrolled: ReadonlySet<number>): Finding {
  const strangers = accountsIn(dossier).filter((account) => !enrolled.has(account.id));
  const because = [...new Set(strangers.map((account) => account.login))].reduce(withoutName, finding.because);
  const quotedId = finding.speakerIds?.[0];
  const isQuotable = quotedId === undefined || enrolled.has(quotedId);
  return { ...finding, because, quote: isQuotable ? finding.quote : null };
}

/** The text with `somebody` in the place of a login. */
export function withoutName(text: string, login: string): string {
  const asWord = new RegExp(`(?<![\\w-])@?${RegExp.escape(login)}(?![\\w-])`, 'gi');
  return text.replace(asWord, 'somebody');
}

function accountsIn(dossier: Dossier): readonly Account[] {
  const remarks = [...dossier.comments, ...dossier.reviews, ...dossier.threads.flatMap((thread) => thread.comments)];
  return [
    dossier.author,
    dossier.mergedBy,
    ...dossier.assignees,
    ...dossier.commits.flatMap((commit) => commit.authors),
    ...remarks.map((remark) => remark.author),
    ...dossier.timeline.map((event) => event.actor),
  ].filter((account) => account !== null);
}
