/** The signal rfc-authorship: wrote an RFC, ADR, design document or enhancement proposal. */
import { z } from 'zod';
import type { Dossier, Remark } from '../domain/dossier.ts';
import { counted, inWords } from '../domain/number-words.ts';
import type { Account } from '../domain/person.ts';
import { type Claim, type SubjectContext, subjectSignal } from './define-signal.ts';
import { fileUrl } from './permalink.ts';
import { othersWords, reachOf } from './reach.ts';
import type { RfcAuthor } from './rfc-authors.ts';
import type { Proposal } from './rfc-proposal.ts';
import { type RfcReading, readRfc } from './rfc-reading.ts';
import { rfcProgress } from './rfc-stage.ts';

const settings = z.strictObject({
  enabled: z.boolean().default(true).meta({ description: 'Whether to look for RFCs that people wrote.', unit: '`true` or `false`' }),
});

type Context = SubjectContext<z.output<typeof settings>>;

export const rfcAuthorship = subjectSignal({
  id: 'rfc-authorship',
  version: 1,
  claim: 'Wrote an RFC, decision record, design document or enhancement proposal.',
  pillar: 'technical-direction',
  shift: 'output',
  audience: 'readers',
  creditsAuthors: true,
  settings,
  rubric: {
    counts: [
      'A document added in a conventional place for RFCs, decision records, design documents or proposals, or where the settings say',
      'An issue or discussion whose label, category or title says that it is one',
      "Everybody whom the document's header names, or else who opened it and wrote its commits",
      'A rejected or withdrawn RFC too: it says so',
    ],
    doesNotCount: [
      'Templates, indexes, attachments and translations',
      "Corrections, changes of status and moves of somebody's RFC",
      'Committing what the header says others wrote',
      'Code and texts about the RFCs of the IETF',
    ],
    confirmedWhen: 'The document exists and was opened for review.',
  },
  find: (dossier, context) => {
    const reading = readRfc(dossier, context);
    return reading === null ? [] : claims(dossier, reading, context);
  },
});

function claims(dossier: Dossier, { proposal, header, authors }: RfcReading, context: Context): readonly Claim[] {
  const others = participants(dossier, authors, context);
  const progress = rfcProgress(dossier, header.status);
  const isReviewed = wasOpenedForReview(dossier, others);
  const proofs = links(dossier, proposal, others);
  const reached = reach(dossier, { authors, others, context });
  return authors.map((author) => ({
    person: author.person,
    strength: proposal.doubt === null && isReviewed && (author.by === 'git' || author.by === 'header') ? 'confirmed' : 'candidate',
    at: dossier.createdAt,
    because: [
      `${deed(author, dossier)} ${proposal.noun}${place(proposal)}: ${progress.word}`,
      ...reached,
      ...doubts({ author, proposal, isReviewed }),
    ]
      .join('; ')
      .concat('.'),
    quote: null,
    links: proofs,
  }));
}

function remarksIn({ comments, reviews, threads }: Dossier): readonly Remark[] {
  return [...comments, ...reviews, ...threads.flatMap((thread) => thread.comments)];
}

/** People other than the authors who commented, reviewed or discussed. */
function participants(dossier: Dossier, authors: readonly RfcAuthor[], { isNobody }: Context): readonly Account[] {
  const own = new Set(authors.map((author) => author.person.id));
  const people = new Map<number, Account>();
  for (const { author } of remarksIn(dossier))
    if (author !== null && !own.has(author.id) && !isNobody(author)) people.set(author.id, author);
  return [...people.values()];
}

/** Not a draft that nobody looked at, nor merged by its author alone. */
function wasOpenedForReview(dossier: Dossier, others: readonly Account[]): boolean {
  if (others.length > 0) return true;
  const isMergedAlone = dossier.state === 'merged' && dossier.mergedBy !== null && dossier.mergedBy.id === dossier.author?.id;
  return !dossier.isDraft && !isMergedAlone;
}

// ---------------------------------------------------------------- words

function deed(author: RfcAuthor, dossier: Dossier): string {
  if (author.by === 'doubt') return 'Opened';
  return author.by === 'git' || author.person.id === dossier.author?.id ? 'Wrote' : 'Is named as an author of';
}

function place({ paths }: Proposal): string {
  if (paths.length === 0) return '';
  return paths.length === 1 ? `, ${paths[0]}` : ` and ${inWords(paths.length - 1)} more, ${paths[0]} first`;
}

type Reach = { readonly authors: readonly RfcAuthor[]; readonly others: readonly Account[]; readonly context: Context };

function reach(dossier: Dossier, { authors, others, context }: Reach): readonly string[] {
  const repositories = new Set(
    dossier.timeline.flatMap((event) =>
      event.kind === 'cross-referenced' && event.source.repository.id !== dossier.repository.id ? [event.source.repository.id] : [],
    ),
  );
  const own = authors.map(({ person }) => person);
  const words = othersWords(reachOf({ own, others, at: dossier.createdAt }, context));
  return [
    ...(others.length === 0 ? [] : [`${words} took part`]),
    ...(repositories.size === 0 ? [] : [`work in ${counted(repositories.size, 'other repository', 'other repositories')} refers to it`]),
  ];
}

function doubts({
  author,
  proposal,
  isReviewed,
}: {
  readonly author: RfcAuthor;
  readonly proposal: Proposal;
  readonly isReviewed: boolean;
}): readonly string[] {
  return [
    ...(proposal.doubt === null ? [] : [proposal.doubt]),
    ...(isReviewed ? [] : ['nobody else has been seen to look at it']),
    ...(author.by === 'likeness' ? ['the name in its header fits this account'] : []),
    ...(author.by === 'doubt' ? ['its header names authors whom nothing ties to an account'] : []),
  ];
}

function ascending(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The subject, the first document at the last commit known, and the first word of somebody else on it. */
function links(dossier: Dossier, { paths }: Proposal, others: readonly Account[]): readonly string[] {
  const document = paths[0] === undefined ? null : fileUrl(dossier, paths[0]);
  const ids = new Set(others.map(({ id }) => id));
  const remarks = remarksIn(dossier).filter(({ author }) => author !== null && ids.has(author.id));
  const first = remarks.toSorted((a, b) => ascending(a.at, b.at) || ascending(a.url, b.url))[0];
  return [dossier.url, document, first?.url].filter((link) => link !== undefined && link !== null);
}
