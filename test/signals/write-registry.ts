/** Writes `src/signals/registry.ts` from the files in `src/signals` that define a signal: `node test/signals/write-registry.ts`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../../src/signals/', import.meta.url);
const registryFile = new URL('registry.ts', folder);
const definition = /^export const (\w+) = (?:subject|pattern)Signal\(/m;

type SignalFile = { readonly file: string; readonly name: string };

/** The files that define a signal, by name. */
export function signalFiles(): readonly SignalFile[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && file !== 'registry.ts')
    .toSorted()
    .flatMap((file) => {
      const name = definition.exec(readFileSync(new URL(file, folder), 'utf8'))?.[1];
      return name === undefined ? [] : [{ file, name }];
    });
}

/** The source of the registry as it should be. */
export function registrySource(files: readonly SignalFile[]): string {
  const imports = [
    ...files.map(({ file, name }) => ({ file, line: `import { ${name} } from './${file}';` })),
    { file: 'define-signal.ts', line: "import type { Signal } from './define-signal.ts';" },
  ];
  const names = files.map(({ name }) => name);
  const line = `export const signals: readonly Signal[] = [${names.join(', ')}];`;
  // As the formatter would write it: on one line while it fits.
  const list =
    line.length <= 140 ? line : ['export const signals: readonly Signal[] = [', ...names.map((name) => `  ${name},`), '];'].join('\n');
  return [
    '/** All signals, by id. Written by `node test/signals/write-registry.ts`; a test keeps it in step. */',
    ...imports.toSorted((a, b) => (a.file < b.file ? -1 : 1)).map((one) => one.line),
    '',
    list,
    '',
  ].join('\n');
}

/** The registry as it stands. */
export function standingRegistry(): string {
  return readFileSync(registryFile, 'utf8');
}

if (import.meta.main) writeFileSync(registryFile, registrySource(signalFiles()));
