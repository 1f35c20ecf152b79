/** What the organisation file and the repository file may hold: one strict schema family, every key with its words, unit and default. */
import { z } from 'zod';
import type { Signal } from '../signals/define-signal.ts';
import { ladderSchema, refuseDoubles, shippedLadderIds } from './ladder.ts';
import { globs, labels, logins, reportRepositorySchema, repositoryNames, teamSlugSchema, timezoneSchema } from './fields.ts';

/** Of a signal, only what its settings need. */
export type SettledSignal = Pick<Signal, 'id' | 'claim' | 'settings'>;

const enabledSchema = z
  .boolean()
  .default(false)
  .meta({ description: 'The opt-in: whether staff-signals looks at this repository. Never inherited.', unit: '`true` or `false`' });

const rfcSchema = z
  .strictObject({
    paths: globs({ description: 'Where RFCs lie, beside the conventional places; globs from the root of the repository.' }),
    labels: labels({ description: 'Labels that mark an issue, a discussion or a pull request as an RFC, beside `rfc`.' }),
  })
  .prefault({})
  .meta({ description: 'What counts as an RFC, a decision record or a design document.' });

function signalsSchema(signals: readonly SettledSignal[]) {
  const sections = signals.map(({ id, claim, settings }) => [id, settings.prefault({}).meta({ description: claim })] as const);
  return z.strictObject(Object.fromEntries(sections)).prefault({}).meta({ description: 'One section for each signal.' });
}

const reportsSchema = z
  .strictObject({
    repository: reportRepositorySchema.default('brag-log').meta({
      description:
        'The repository of the organisation that gets the monthly issues. With `{login}` in it, such as `brag-{login}`, one private repository for each engineer (recommended).',
      unit: 'repository name',
    }),
    timezone: timezoneSchema.default('UTC').meta({ description: 'The timezone in which months begin and end.', unit: 'IANA name' }),
    day: z
      .int()
      .min(1)
      .max(28)
      .default(1)
      .meta({ description: 'The day on which the report of the month before is written.', unit: 'day of the month' }),
  })
  .prefault({})
  .meta({ description: 'The monthly reports.' });

const peopleSchema = z
  .strictObject({
    enrolment: z.enum(['automatic', 'by-request']).default('automatic').meta({
      description: 'Whether every member of the organisation has a log until they leave, or only who asks to join.',
    }),
    ignore: logins({ description: 'Accounts that are nobody: no evidence for them, none from them. Bots are nobody anyway.' }),
  })
  .prefault({})
  .meta({ description: 'Whose work is looked at.' });

const teamSchema = z.strictObject({
  members: logins({ description: 'Who is in the team.' }),
  repositories: repositoryNames({ description: "The team's home repositories." }),
});

const teamsSchema = z
  .record(teamSlugSchema, teamSchema)
  .default({})
  .meta({ description: "Teams by slug, where GitHub's own teams don't tell who is at home where.", unit: 'team' });

const retentionSchema = z
  .strictObject({
    months: z.int().min(6).max(120).default(24).meta({ description: 'How long evidence is kept.', unit: 'months' }),
  })
  .prefault({})
  .meta({ description: 'How long things are kept.' });

function ladderKeys(signals: readonly SettledSignal[]) {
  return {
    ladder: z.string().default(shippedLadderIds[0]).meta({
      description: 'The career ladder that packets are held against: `staff-engineer`, `staff-archetypes`, or one of `ladders` by its id.',
      unit: 'id of a ladder',
    }),
    ladders: z
      .array(ladderSchema(signals.map(({ id }) => id)))
      .max(20)
      .default([])
      .meta({
        description: "The organisation's own ladders, each as in `config/ladders/`; one with a shipped one's id takes its place.",
        unit: 'ladder',
      }),
  };
}

type Laddered = { readonly ladder: string; readonly ladders: readonly { readonly id: string }[] };

function refuseUnknownLadder({ ladder, ladders }: Laddered, context: z.RefinementCtx): void {
  refuseDoubles(ladders, ['ladders'], context);
  const candidates = [...shippedLadderIds, ...ladders.map(({ id }) => id)];
  if (candidates.includes(ladder)) return;
  context.addIssue({
    code: 'custom',
    path: ['ladder'],
    message: 'must be the id of a ladder, shipped or under `ladders`',
    input: ladder,
    params: { candidates },
  });
}

/** Keys of the organisation file that a repository's file may not hold. */
export const organisationKeys = ['reports', 'people', 'teams', 'retention', 'ladder', 'ladders'] as const;

/** The repository file, `.github/staff-signals.yml` on the default branch. */
export function repositoryFileSchema(signals: readonly SettledSignal[]) {
  return z
    .strictObject({ enabled: enabledSchema, rfc: rfcSchema, signals: signalsSchema(signals) })
    .meta({ title: "staff-signals, a repository's settings", description: '`.github/staff-signals.yml` on the default branch.' });
}

/** The organisation file: the same path in the repository `.github`. Its `enabled` is about the repository `.github` alone. */
export function organisationFileSchema(signals: readonly SettledSignal[]) {
  return z
    .strictObject({
      enabled: enabledSchema.meta({
        description: 'The opt-in of the repository `.github` itself. Never inherited.',
        unit: '`true` or `false`',
      }),
      reports: reportsSchema,
      people: peopleSchema,
      teams: teamsSchema,
      retention: retentionSchema,
      ...ladderKeys(signals),
      rfc: rfcSchema,
      signals: signalsSchema(signals),
    })
    .superRefine(refuseUnknownLadder)
    .meta({
      title: "staff-signals, an organisation's settings",
      description: '`.github/staff-signals.yml` in the repository `.github` of the organisation.',
    });
}
