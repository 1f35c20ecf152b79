/** The signal delegation: shaped work that somebody else then shipped. */
import { z } from 'zod';
import type { ClosedIssue, Dossier } from '../domain/dossier.ts';
import { counted } from '../domain/number-words.ts';
import { type Claim, type SubjectContext, subjectSignal } from './define-signal.ts';
import { isRepeat } from './repeat.ts';
import { subjectAuthors } from './subject-authors.ts';
import { type ReviewOf, reviewSubstance } from './substance.ts';

const settings = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether to look for work that people shaped and others shipped.', unit: '`true` or `false`' }),
  minimumWords: z
    .int()
    .min(1)
    .default(60)
    .meta({ description: 'How long an issue must be to have shaped the work, without code and quotations.', unit: 'words' }),
});

type Context = SubjectContext<z.output<typeof settings>>;

export const delegation = subjectSignal({
  id: 'delegation',
  version: 2,
  claim: 'Shaped work that somebody else then shipped.',
  pillar: 'multiplying-others',
  shift: 'output',
  audience: 'readers',
  restsOnWords: true,
  settings,
  rubric: {
    counts: [
      'An issue of some length that the person wrote before the work began',
      "Another person's pull request that closes it and was merged",
      'A review of that pull request in substance, by the person who wrote the issue',
    ],
    doesNotCount: [
      'Short tickets, triage and imported issues',
      'Reports of bugs: a report is not a plan',
      'Approvals without more, and work that the person had a hand in writing',
      'Issues of other repositories',
    ],
    confirmedWhen: 'All three are on record, and the issue is not labelled as a bug, a question or support.',
  },
  find: (dossier, context) => {
    if (dossier.state !== 'merged' || dossier.author === null || context.isNobody(dossier.author) || isRepeat(dossier)) return [];
    const issues = shapingIssues(dossier, context);
    if (issues.length === 0) return [];
    return reviewSubstance(dossier, context.isNobody).flatMap((review) => claim(dossier, review, issues) ?? []);
  },
});

/** Issues by people other than the work's authors, written before it and long enough; reports of bugs last. */
function shapingIssues(dossier: Dossier, { settings: { minimumWords }, isNobody }: Context): readonly ClosedIssue[] {
  const authorIds = new Set(subjectAuthors(dossier).map((author) => author.id));
  return (dossier.closes ?? [])
    .filter(({ author, words }) => author !== null && !isNobody(author) && !authorIds.has(author.id) && words >= minimumWords)
    .filter(({ createdAt }) => createdAt < dossier.createdAt && !dossier.commits.some((commit) => commit.authoredAt < createdAt))
    .toSorted((a, b) => Number(isReport(a)) - Number(isReport(b)) || b.words - a.words);
}

function isReport({ labels, title }: ClosedIssue): boolean {
  return (
    labels.some((label) => /\b(bug|defect|regression|crash|question|support|incident|flak[ey]\w*)\b/i.test(label)) ||
    /^\W*bug\b/i.test(title)
  );
}

function claim(dossier: Dossier, review: ReviewOf, issues: readonly ClosedIssue[]): Claim | null {
  const issue = issues.find(({ author }) => author?.id === review.person.id);
  if (issue === undefined || review.substance !== 'substance') return null;
  if (dossier.mergedAt !== null && review.at > dossier.mergedAt) return null;
  const inline = review.inlineComments > 0 ? ` (${counted(review.inlineComments, 'inline comment')})` : '';
  return {
    person: { id: review.person.id, login: review.person.login },
    strength: isReport(issue) ? 'candidate' : 'confirmed',
    at: review.at,
    because: `Described the work in an issue of ${issue.words} words, left it to ${dossier.author?.login ?? 'somebody'}, whose pull request closes it, and reviewed that in substance${inline} before it was merged.`,
    quote: review.quote,
    links: [issue.url, ...review.links.slice(0, 1), dossier.url],
  };
}
