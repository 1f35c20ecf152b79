/** GitHub's example payloads for the door's events, and what each means to us. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { handledEvents } from '../../src/github/webhook-to-touch.ts';
import type { Happening } from '../../src/usecases/happening.ts';

const examplesSchema = z.array(
  z.object({ name: z.string(), actions: z.array(z.string()), examples: z.array(z.record(z.string(), z.unknown())) }),
);

function readExamples(): z.output<typeof examplesSchema> {
  const path = createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json');
  return examplesSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).filter((event) => handledEvents.includes(event.name));
}

/** Per event: every action that the examples' package knows, and its example payloads. */
export const exampleEvents = readExamples();

type Example = {
  readonly name: string;
  readonly event: string;
  readonly action: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
};

/** Every example, named `event.action#position`. */
export const examples: readonly Example[] = exampleEvents.flatMap(({ name: event, examples: payloads }) =>
  payloads.map((payload, position) => {
    const action = typeof payload['action'] === 'string' ? payload['action'] : null;
    return { name: `${event}${action === null ? '' : `.${action}`}#${position}`, event, action, payload };
  }),
);

/** The payload as the App gets it: GitHub's examples come partly from webhooks of repositories, which name no installation. */
export function asInstalled(payload: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return 'installation' in payload ? payload : { ...payload, installation: { id: 7 } };
}

/** The reviewed table: example name to what it means as it is, and as the App would get it. */
export function readExpectations(): Readonly<Record<string, { readonly asIs: Happening; readonly installed: Happening }>> {
  return JSON.parse(readFileSync(new URL('../fixtures/webhooks/examples.json', import.meta.url), 'utf8'));
}
