/** Signed deliveries as GitHub sends them, made in advance: about 23 kB each, spread over thousands of subjects. */
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';

/** Of the installation that benchmarks prepare. */
export const installationId = 51_000_001;
export const webhookSecret = 'the secret of the benchmarks';
export const webhooksPath = '/api/github/webhooks';

export const repositories = 100;
export const subjects = 5_000;
const firstRepositoryId = 61_000_000;

const payloadBytes = 23_000;

/** The id of the repository with a number, from 0. */
export function repositoryIdOf(number: number): number {
  return firstRepositoryId + number;
}

const numbered = z.looseObject({ number: z.number(), body: z.string().nullable() });
const pullPayload = z.looseObject({ action: z.literal('synchronize'), pull_request: numbered, repository: z.looseObject({}) });
const examplesSchema = z.array(z.object({ name: z.string(), examples: z.array(z.unknown()) }));

/** GitHub's own example of a push to a pull request. Source: @octokit/webhooks-examples */
function example(): z.output<typeof pullPayload> {
  const path = createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json');
  const events = examplesSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const examples = events.find(({ name }) => name === 'pull_request')?.examples ?? [];
  const found = examples.map((one) => pullPayload.safeParse(one)).find(({ success }) => success);
  if (found?.data === undefined) throw new Error('There is no example of a pull request that was pushed to.');
  return found.data;
}

/** The payload about the subject with a number, from 0; subject and repository are its own. */
function payloadOf(base: z.output<typeof pullPayload>, subject: number): string {
  const number = Math.floor(subject / repositories) + 1;
  const pull = { ...base.pull_request, number, body: '' };
  const id = repositoryIdOf(subject % repositories);
  const payload = { ...base, number, pull_request: pull, repository: { ...base.repository, id }, installation: { id: installationId } };
  const missing = payloadBytes - JSON.stringify(payload).length;
  return JSON.stringify({ ...payload, pull_request: { ...pull, body: 'What it does, and why. '.repeat(Math.max(0, missing / 23)) } });
}

/** Whole HTTP requests, one for each subject, as they go over a kept-alive connection. */
export function signedRequests(): readonly Buffer[] {
  const base = example();
  return Array.from({ length: subjects }, (_, subject) => {
    const body = payloadOf(base, subject);
    const headers = [
      `POST ${webhooksPath} HTTP/1.1`,
      'Host: 127.0.0.1',
      'User-Agent: GitHub-Hookshot/5b3a4e1',
      'Accept: */*',
      'Content-Type: application/json',
      `X-GitHub-Delivery: ${randomUUID()}`,
      'X-GitHub-Event: pull_request',
      `X-Hub-Signature-256: sha256=${createHmac('sha256', webhookSecret).update(body).digest('hex')}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body}`);
  });
}
