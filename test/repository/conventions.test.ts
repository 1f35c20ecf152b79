/** The repository keeps its own rules: names, first lines, who reads the environment, and what its documents promise. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument, isMap, isNode, isScalar } from 'yaml';
import { z } from 'zod';
import { handledEvents } from '../../src/github/webhook-to-touch.ts';
import { environmentSchema } from '../../src/settings/environment.ts';

const root = join(import.meta.dirname, '../..');

function filesIn(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

const folders = ['src', 'workers', 'config', 'test', '.ci'];
const files = filesIn(folders);
const sources = files.filter((file) => file.endsWith('.ts'));
const program = sources.filter((file) => /^(src|workers|config)\//.test(file));

const manifest = z
  .object({
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
    allowScripts: z.record(z.string(), z.boolean()),
  })
  .parse(JSON.parse(read('package.json')));

describe('files', () => {
  it('are there to be looked at', () => {
    expect(program.length).toBeGreaterThan(30);
  });

  it('have names that say what they hold, in kebab case', () => {
    const vague = /(^|[-./])(utils?|helpers?|managers?|services?|commons?|misc)([-.]|$)/;
    const isAllowed = (file: string): boolean => /^test\/((with|start)-)?services\.ts$/.test(file) || file.endsWith('.services.test.ts');
    expect(files.filter((file) => vague.test(file) && !isAllowed(file))).toEqual([]);
    expect(sources.filter((file) => !/^([a-z0-9-]+\/)*[a-z0-9-]+(\.services|\.browser)?(\.test)?\.ts$/.test(file))).toEqual([]);
  });

  it('say in their first line what they are for', () => {
    expect(sources.filter((file) => !/^(\/\*\*?\s|\/\/ )(\s\* )?\S.{10,}/.test(read(file)))).toEqual([]);
  });

  it('leave nothing to be done later', () => {
    const mark = new RegExp(
      `\\b(${['TO', 'FIX', 'XX'].map((start) => `${start}${{ TO: 'DO', FIX: 'ME', XX: 'X' }[start]}`).join('|')})\\b`,
    );
    expect([...sources, '.ci/run', 'package.json', 'Dockerfile', 'docker-compose.yml'].filter((file) => mark.test(read(file)))).toEqual([]);
    const skipped = /\b(it|test|describe)\.(skip|only|todo)\b/;
    expect(sources.filter((file) => file !== 'test/repository/conventions.test.ts' && skipped.test(read(file)))).toEqual([]);
  });

  it('of the program read the environment in one place', () => {
    const reading = /process\s*\.\s*env\b|process\[|import\.meta\.env|\benv\b[^;]*from 'node:process'/;
    expect(program.filter((file) => reading.test(read(file)))).toEqual(['src/settings/load.ts']);
  });

  it('have no default exports, enums or namespaces', () => {
    const unwanted = /^export default|^\s*(export )?(declare )?(const )?enum \w|^\s*(export )?namespace \w/m;
    expect([...program, ...sources].filter((file) => unwanted.test(read(file)))).toEqual([]);
  });
});

describe('package.json', () => {
  it('has the scripts that the contract names', () => {
    expect(Object.keys(manifest.scripts)).toEqual(
      expect.arrayContaining(['start', 'demo', 'test', 'check', 'test:services', 'staff-signals']),
    );
  });

  it('runs files that are there', () => {
    const named = Object.values(manifest.scripts).flatMap((script) => script.match(/[\w./-]+\.ts\b/g) ?? []);
    expect(named).not.toEqual([]);
    expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('decides for every package with install scripts whether they may run', () => {
    const lock = z
      .object({
        packages: z.record(
          z.string(),
          z.object({ hasInstallScript: z.boolean().optional(), resolved: z.string().optional(), optional: z.boolean().optional() }),
        ),
      })
      .parse(JSON.parse(read('package-lock.json')));
    const withScripts = Object.entries(lock.packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript === true ? [path.replace(/^.*node_modules\//, '')] : [],
    );
    expect([...new Set(withScripts)].filter((name) => !(name in manifest.allowScripts) && name !== 'fsevents')).toEqual([]);
    expect(Object.entries(lock.packages).filter(([, { resolved }]) => resolved?.startsWith('http'))).toEqual([]);
  });
});

describe('app.yml', () => {
  const app = z
    .object({ default_events: z.array(z.string()), default_permissions: z.record(z.string(), z.enum(['read', 'write'])) })
    .parse(parse(read('app.yml')));
  /** GitHub sends these to every App, and refuses a manifest that lists them. */
  const alwaysSent = ['installation', 'installation_repositories', 'github_app_authorization'];

  it('asks for the events that the door knows, and no other', () => {
    expect(app.default_events.toSorted()).toEqual(handledEvents.filter((event) => !alwaysSent.includes(event)).toSorted());
    expect(handledEvents).toEqual(expect.arrayContaining(alwaysSent));
  });

  it('gives a reason for every permission', () => {
    const permissions = parseDocument(read('app.yml')).get('default_permissions', true);
    if (!isMap(permissions)) throw new Error('app.yml has no permissions.');
    const first = permissions.commentBefore ?? '';
    const reasons = permissions.items.map(({ key }, index) => (isNode(key) ? (key.commentBefore ?? (index === 0 ? first : '')) : ''));
    const bare = permissions.items
      .filter((_item, index) => (reasons[index] ?? '').length < 20)
      .map(({ key }) => (isScalar(key) ? key.value : null));
    expect(bare).toEqual([]);
  });
});

describe('README.md', () => {
  const blocks = (): string =>
    [...read('README.md').matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)]
      .filter(([, language = '']) => ['', 'sh', 'bash', 'shell', 'console'].includes(language))
      .map((match) => match[2] ?? '')
      .join('\n');

  it('shows commands that exist', () => {
    const scripts = [...blocks().matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map((match) => match[1] ?? '');
    expect(scripts).toContain('demo');
    expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);
  });

  it('shows subcommands that exist', () => {
    const commands = [...blocks().matchAll(/\bstaff-signals -- ([a-z]+)/g)].map((match) => match[1] ?? '');
    expect(commands).not.toEqual([]);
    expect(commands.filter((command) => !existsSync(join(root, `src/cli/${command}.ts`)))).toEqual([]);
  });

  it('names variables that the program reads', () => {
    const known = Object.entries(environmentSchema.shape).flatMap(([name, schema]) =>
      schema.meta()?.['isSecret'] === true ? [name, `${name}_FILE`] : [name],
    );
    const named = [...blocks().matchAll(/\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)=/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('links to files that are there', () => {
    const links = [...read('README.md').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });
});
