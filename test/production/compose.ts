/** docker-compose.yml as far as plain processes need it: commands, environment, secrets and health checks, with its variables filled in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Variables } from '../program.ts';

const root = join(import.meta.dirname, '../..');

const serviceSchema = z.looseObject({
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  healthcheck: z.looseObject({ test: z.array(z.string()).optional() }).optional(),
});

const composeSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

export type Compose = {
  /** What a service runs; null: what its image says. */
  readonly command: (service: string) => readonly string[] | null;
  /** A service's variables. */
  readonly environment: (service: string) => Variables;
  /** The command that tells whether a service is well; null: what its image says. */
  readonly healthCheck: (service: string) => readonly string[] | null;
  /** The files of the secrets, by name, as paths beside the Compose file. */
  readonly secretFiles: Variables;
};

/** `${NAME}`, `${NAME:-default}` and `${NAME:?complaint}`. https://docs.docker.com/reference/compose-file/interpolation/ */
function fillIn(text: string, variables: Variables): string {
  return text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, name: string, kind: string | undefined, rest: string | undefined) => {
    const value = variables[name] ?? '';
    if (value !== '') return value;
    if (kind === '?') throw new Error(rest);
    return rest ?? '';
  });
}

/** Reads the file with the variables that an operator has in `.env`. Throws what the file says of one that is missing. */
export function readCompose(variables: Variables): Compose {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  const { services, secrets } = composeSchema.parse(parse(text, { merge: true }));
  const find = (name: string) => serviceSchema.parse(services[name]);
  return {
    command: (name) => find(name).command ?? null,
    environment: (name) =>
      Object.fromEntries(Object.entries(find(name).environment).map(([key, value]) => [key, fillIn(value, variables)])),
    healthCheck: (name) => {
      const [how, ...command] = find(name).healthcheck?.test ?? [];
      return how === 'CMD' ? command : null;
    },
    secretFiles: Object.fromEntries(Object.entries(secrets).map(([name, { file }]) => [name, file])),
  };
}

/** The lines of shell at the head of the file, by which an operator makes the secrets. */
export function secretLines(): readonly string[] {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  const head = text.slice(0, text.indexOf('\nname:'));
  return head.split('\n').flatMap((line) => /^# {3}(\S.*)$/.exec(line)?.[1] ?? []);
}
