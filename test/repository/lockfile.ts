/** What package-lock.json says of every package, on every platform: where it comes from, what it needs, what it runs and what it is licensed under. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const names = z.record(z.string(), z.string()).optional();

const packageSchema = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: names,
  devDependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).optional(),
});

type LockedPackage = z.output<typeof packageSchema>;

/** Packages by their place below `node_modules`; the project itself is ''. */
export type Lockfile = Readonly<Record<string, LockedPackage>>;

const lockfileSchema = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), packageSchema) });
const manifestSchema = z.object({ allowScripts: z.record(z.string(), z.boolean()) });

export async function readLockfile(): Promise<Lockfile> {
  return lockfileSchema.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'))).packages;
}

/** Names of packages in `allowScripts` of package.json. */
export async function namedScripts(): Promise<readonly string[]> {
  return Object.keys(manifestSchema.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))).allowScripts);
}

/** `node_modules/a/node_modules/@b/c` is `@b/c`. */
function nameAt(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** All packages but the project itself, by place. */
function packagesOf(lockfile: Lockfile): readonly (readonly [place: string, locked: LockedPackage])[] {
  return Object.entries(lockfile).filter(([place]) => place !== '');
}

/** Node looks beside the package, then upwards. */
function isFound(lockfile: Lockfile, from: string, name: string): boolean {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    if (lockfile[place === '' ? `node_modules/${name}` : `${place}/node_modules/${name}`] !== undefined) return true;
    if (place === '') return false;
  }
}

/** What packages need and the lockfile lacks, as `place: name`. Parts for other platforms count: else `npm ci` fails there, or everywhere. */
export function missingIn(lockfile: Lockfile): readonly string[] {
  return Object.entries(lockfile).flatMap(([place, locked]) => {
    const peers = Object.keys(locked.peerDependencies ?? {}).filter((name) => locked.peerDependenciesMeta?.[name]?.optional !== true);
    const needed = [locked.dependencies, locked.devDependencies, locked.optionalDependencies].flatMap((list) => Object.keys(list ?? {}));
    return [...needed, ...peers].filter((name) => !isFound(lockfile, place, name)).map((name) => `${place}: ${name}`);
  });
}

/** Packages that are not tied to their contents, or to one registry. */
export function untiedIn(lockfile: Lockfile): readonly string[] {
  return packagesOf(lockfile)
    .filter(
      ([, locked]) => locked.integrity?.startsWith('sha512-') !== true || locked.resolved !== undefined || locked.version === undefined,
    )
    .map(([place]) => place);
}

/** Names of packages that run something when they are installed, in order. */
export function scriptedIn(lockfile: Lockfile): readonly string[] {
  const scripted = packagesOf(lockfile).filter(([, locked]) => locked.hasInstallScript === true);
  return [...new Set(scripted.map(([place]) => nameAt(place)))].toSorted();
}

const allowedLicences: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
]);
/** Only for tools, which are not handed on with the program: its files keep their licence, and nothing else takes it on. */
const allowedForTools: ReadonlySet<string> = new Set([...allowedLicences, 'MPL-2.0']);

/** Whether an SPDX expression allows the use: one side of an OR, both sides of an AND. https://spdx.github.io/spdx-spec */
function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  const sides = expression.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return sides.some((side) => side.split(' AND ').every((licence) => allowed.has(licence.replace(/[()]/g, ''))));
}

/** Packages whose licence is none, unknown or not allowed, as `place: licence`. */
export function unlicensedIn(lockfile: Lockfile): readonly string[] {
  return packagesOf(lockfile)
    .filter(([, { license, dev }]) => !isAllowed(license ?? '', dev === true ? allowedForTools : allowedLicences))
    .map(([place, { license }]) => `${nameAt(place)}: ${license ?? 'no licence'}`);
}
