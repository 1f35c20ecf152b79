/** The signal ownership-granted: was trusted with ownership. */
import { z } from 'zod';
import type { Dossier } from '../domain/dossier.ts';
import { snapshotAt } from '../domain/organisation.ts';
import type { Account, PersonRef } from '../domain/person.ts';
import { isCodeownersPath, peopleNamed } from './codeowners.ts';
import { type Claim, type SubjectContext, subjectSignal } from './define-signal.ts';
import { fileUrl } from './permalink.ts';
import { isRepeat } from './repeat.ts';

const settings = z.strictObject({
  enabled: z.boolean().default(true).meta({ description: 'Whether to look for people who were made owners.', unit: '`true` or `false`' }),
});

type Context = SubjectContext<z.output<typeof settings>>;

/** More people at once are a reorganisation. */
const bulk = 3;

export const ownershipGranted = subjectSignal({
  id: 'ownership-granted',
  version: 1,
  claim: 'Was trusted with ownership.',
  pillar: 'cross-team-impact',
  shift: 'scope',
  audience: 'readers',
  creditsAuthors: true,
  settings,
  rubric: {
    counts: [
      'A merged pull request after which CODEOWNERS names the person, by their login, for the first time in a repository that had owners',
      'Another person approved or merged it',
    ],
    doesNotCount: [
      'Entries of teams, and paths that are moved between people who are owners already',
      'The first CODEOWNERS of a repository, and more than 3 people added at once',
      "What was approved and merged by the person's own hand alone",
    ],
    confirmedWhen: 'CODEOWNERS of the day before does not name the person, the merged one does, and somebody else approved or merged it.',
  },
  find: (dossier, context) => {
    const path = dossier.state === 'merged' && !isRepeat(dossier) ? codeownersIn(dossier) : undefined;
    const before = path === undefined ? null : ownersBefore(dossier, context);
    const text = dossier.documents.find((document) => document.path === path)?.text;
    if (path === undefined || before === null || text === undefined) return [];
    const added = peopleNamed(text).filter((login) => !before.owners.has(login));
    const people = before.members.filter((member) => added.includes(member.login.toLowerCase()));
    return people.length > bulk ? [] : people.flatMap((person) => claim(person, { dossier, path, context }) ?? []);
  },
});

function codeownersIn({ files }: Dossier): string | undefined {
  return (files ?? []).find((file) => file.change === 'modified' && isCodeownersPath(file.path))?.path;
}

type Before = { readonly owners: ReadonlySet<string>; readonly members: readonly PersonRef[] };

/** The owners named before the merge, in lower case; null when there were none, or nothing of that time is known. */
function ownersBefore({ mergedAt, repository }: Dossier, { organisation }: Context): Before | null {
  if (organisation === null || mergedAt === null) return null;
  const { snapshot, isStandIn } = snapshotAt(organisation, mergedAt);
  const text = snapshot.repositories.find((one) => one.id === repository.id)?.codeowners ?? null;
  const owners = text === null ? [] : peopleNamed(text);
  return isStandIn || text === null ? null : { owners: new Set(owners), members: snapshot.members };
}

type Grant = { readonly dossier: Dossier; readonly path: string; readonly context: Context };

function claim(person: PersonRef, { dossier, path, context }: Grant): Claim | null {
  const isOther = (account: Account | null): boolean => !context.isNobody(account) && account?.id !== person.id;
  const approval = dossier.reviews.find((review) => review.state === 'approved' && isOther(review.author));
  if (approval === undefined && !isOther(dossier.mergedBy)) return null;
  const by = approval?.author?.login ?? dossier.mergedBy?.login ?? 'somebody else';
  return {
    person: { id: person.id, login: person.login },
    strength: 'confirmed',
    at: dossier.mergedAt ?? dossier.createdAt,
    because: `Became an owner by name in ${path}, ${approval === undefined ? 'merged' : 'approved'} by ${by}.`,
    quote: null,
    links: [dossier.url, approval?.url, fileUrl(dossier, path)].filter((link) => link !== undefined && link !== null),
  };
}
