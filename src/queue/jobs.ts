/** The queues: what their jobs carry, and what makes two requests the same job. */
import { z } from 'zod';
import { PermanentFailure } from '../domain/errors.ts';
import { isMonth } from '../domain/month.ts';
import type { Queues } from '../usecases/ports.ts';

export const queueNames = ['refresh', 'organisation', 'report', 'sweep', 'history'] as const;
export type QueueName = (typeof queueNames)[number];

export type JobOf = { readonly [Name in QueueName]: Parameters<Queues[Name]>[0] };

const id = z.int().nonnegative();
const schemas: { readonly [Name in QueueName]: z.ZodType<JobOf[Name]> } = {
  refresh: z.object({ installationId: id, repositoryId: id }),
  organisation: z.object({ installationId: id }),
  report: z.object({
    installationId: id,
    personId: id,
    month: z.string().refine(isMonth),
    deliveries: z.array(z.string()).exactOptional(),
  }),
  sweep: z.object({ installationId: id }),
  history: z.object({ installationId: id }),
};

const keyOf: { readonly [Name in QueueName]: (job: JobOf[Name]) => readonly (number | string)[] } = {
  refresh: (job) => [job.installationId, job.repositoryId],
  organisation: (job) => [job.installationId],
  report: (job) => [job.installationId, job.personId, job.month],
  sweep: (job) => [job.installationId],
  history: (job) => [job.installationId],
};

/** Two requests with the same key are one job. Keys are unique within a queue and free of `:`, which BullMQ keeps for itself. */
export function jobKey<Name extends QueueName>(name: Name, job: JobOf[Name]): string {
  return `${name}-${keyOf[name](job).join('-')}`;
}

/** A job's data as read back from the queue. Throws PermanentFailure when it is not what this version writes. */
export function parseJob<Name extends QueueName>(name: Name, data: unknown): JobOf[Name] {
  const parsed = schemas[name].safeParse(data);
  if (!parsed.success) throw new PermanentFailure(`A job of the queue ${name} has unknown contents`, { cause: parsed.error });
  return parsed.data;
}
