/** The format of career ladders: files in `config/ladders/`, and entries under `ladders` in the organisation file. */
import { z } from 'zod';
import { pillars } from '../domain/evidence.ts';

/** Ids of the ladders that are shipped in `config/ladders/`; the first one holds where nothing else is chosen. */
export const shippedLadderIds = ['staff-engineer', 'staff-archetypes'] as const;

const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, { error: 'must be made of lower-case letters, digits and `-`, at most 60 of them' });

const line = (description: string, most: number) => z.string().min(1).max(most).meta({ description, unit: 'text' });

function showingSchema(signalIds: readonly string[]) {
  return z
    .strictObject({
      signals: z.array(z.enum(signalIds)).min(1).max(50).meta({ description: 'Signals, by id, any of which shows it.', unit: 'signal' }),
      times: z.int().min(1).max(100).default(1).meta({ description: 'How many items it takes.', unit: 'items' }),
      months: z
        .int()
        .min(1)
        .max(120)
        .default(12)
        .meta({ description: 'Within how many months, up to the end of the packet.', unit: 'months' }),
    })
    .meta({ description: 'The evidence that shows it. Left out for what GitHub can’t show; then the engineer is asked for an example.' });
}

function expectationSchema(signalIds: readonly string[]) {
  return z.strictObject({
    id: slug.meta({ description: 'Its name within the ladder, lower case.', unit: 'name' }),
    pillar: z.enum(pillars).meta({ description: 'The pillar that it belongs to.' }),
    text: line('What the level asks, in one sentence.', 300),
    shownBy: showingSchema(signalIds).optional(),
  });
}

/** One ladder. Unknown keys are refused. `signalIds` are the signals that there are. */
export function ladderSchema(signalIds: readonly string[]) {
  return z
    .strictObject({
      id: slug.meta({ description: 'The name by which `ladder` chooses it.', unit: 'name' }),
      title: line('What it is called.', 100),
      level: line('The level that it describes.', 60),
      source: line('Where it comes from, in one sentence.', 300),
      expectations: z.array(expectationSchema(signalIds)).min(1).max(60).meta({ description: 'What the level asks.', unit: 'expectation' }),
    })
    .superRefine(({ expectations }, context) => refuseDoubles(expectations, ['expectations'], context))
    .meta({
      title: 'staff-signals, a career ladder',
      description: 'What an organisation expects of a level, and which evidence shows it.',
    });
}

type Refusals = { addIssue: (issue: { code: 'custom'; message: string; path: PropertyKey[]; input: unknown }) => void };

/** An id names one thing. `path` is where the list stands. */
export function refuseDoubles(list: readonly { readonly id: string }[], path: readonly PropertyKey[], context: Refusals): void {
  for (const [index, { id }] of list.entries()) {
    if (list.findIndex((other) => other.id === id) === index) continue;
    context.addIssue({ code: 'custom', message: 'must be an id that no other one has', path: [...path, index, 'id'], input: id });
  }
}
