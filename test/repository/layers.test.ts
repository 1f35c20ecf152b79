/** The floors: the check that keeps them reads the whole program, passes, and fails on planted violations. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

const resultSchema = z.object({
  modules: z.array(z.object({ source: z.string(), dependencies: z.array(z.object({ resolved: z.string() })) })),
  summary: z.object({ violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })) }),
});

/** What the check says of a folder that holds `src/`. */
async function cruise(folder: string, targets: readonly string[]): Promise<z.output<typeof resultSchema>> {
  const flags = [program, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', ...targets];
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, flags, { cwd: folder, maxBuffer: 100_000_000 }, (_error, stdout) => resolve(stdout));
  });
  return resultSchema.parse(JSON.parse(output));
}

/** Each: a file, what it imports, and the rule that it breaks. */
const violations: readonly (readonly [file: string, imported: string, rule: string])[] = [
  ['src/domain/person.ts', '../signals/registry.ts', 'floor-1-looks-up'],
  ['src/domain/month.ts', 'node:fs', 'domain-imports'],
  ['src/signals/registry.ts', '../store/open.ts', 'floor-2-looks-up'],
  ['src/signals/rfc.ts', 'node:fs', 'pure-floor-acts'],
  ['src/reports/render.ts', '../usecases/publish.ts', 'floor-2-looks-up'],
  ['src/usecases/publish.ts', '../github/client.ts', 'floor-3-looks-up'],
  ['src/settings/load.ts', '../main.ts', 'floor-3-looks-up'],
  ['src/github/client.ts', '../store/open.ts', 'github-knows-another-adapter'],
  ['src/queue/queues.ts', '../sandbox/server.ts', 'queue-knows-another-adapter'],
  ['src/store/open.ts', '../cli/main.ts', 'floor-4-looks-up'],
  ['src/sandbox/server.ts', '../queue/worker.ts', 'sandbox-knows-another-adapter'],
  ['src/main.ts', '../test/fake.ts', 'product-needs-a-test-tool'],
  ['src/cli/commands.ts', './main.ts', 'round-trip'],
  ['src/queue/worker.ts', './nowhere.ts', 'unresolvable'],
];

/** What the violations need to be there; a circle is named once. */
const bystanders = [
  ['src/cli/main.ts', './commands.ts'],
  ['test/fake.ts', 'node:os'],
] as const;

const folder = mkdtempSync(join(tmpdir(), 'staff-signals-layers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function plant(): void {
  for (const [file, imported] of [...violations, ...bystanders]) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), `/** Planted. */\nimport * as planted from '${imported}';\nexport const seen: unknown = planted;\n`);
  }
  writeFileSync(
    join(folder, 'src/domain/words.ts'),
    "/** Planted. */\nimport type { Seen } from '../settings/types.ts';\nexport type Word = Seen;\n",
  );
  writeFileSync(join(folder, 'src/settings/types.ts'), '/** Planted. */\nexport type Seen = string;\n');
}

describe('the layer check', () => {
  it('finds each planted violation, imports of types included', async () => {
    plant();
    const { summary } = await cruise(folder, ['src']);
    const found = summary.violations.map(({ from, to, rule }) => `${from} → ${to.replace(/^(node:)?(fs)$/, 'node:fs')}: ${rule.name}`);
    const expected = violations.map(([file, imported, rule]) => {
      const target = imported.startsWith('node:') || rule === 'unresolvable' ? imported : join(dirname(file), imported);
      return `${file} → ${target}: ${rule}`;
    });
    expect(found).toEqual(expect.arrayContaining([...expected, 'src/domain/words.ts → src/settings/types.ts: floor-1-looks-up']));
  });

  it('reads every file of the program and the imports in them, and finds nothing', async () => {
    const { modules, summary } = await cruise(root, ['src', 'workers']);
    const files = ['src', 'workers'].flatMap((top) =>
      readdirSync(join(root, top), { recursive: true, encoding: 'utf8' }).flatMap((file) =>
        file.endsWith('.ts') ? [join(top, file)] : [],
      ),
    );
    const read = new Map(modules.map(({ source, dependencies }) => [source, dependencies]));
    expect(files.filter((file) => !read.has(file))).toEqual([]);
    expect(read.get('src/settings/load.ts')?.map(({ resolved }) => resolved)).toContain('src/domain/errors.ts');
    expect(summary.violations).toEqual([]);
  });
});
