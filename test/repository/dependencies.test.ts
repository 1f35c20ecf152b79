/** What the program is made of besides itself: complete on every platform, tied to contents, licensed, and running nothing unnamed when installed. */
import { describe, expect, it } from 'vitest';
import { vulnerabilitiesIn } from './audit.ts';
import { type Lockfile, missingIn, namedScripts, readLockfile, scriptedIn, unlicensedIn, untiedIn } from './lockfile.ts';

const lockfile = await readLockfile();

const sound = { version: '1.0.0', integrity: 'sha512-abc', license: 'MIT' };
const small: Lockfile = {
  '': { dependencies: { one: '^1.0.0' } },
  'node_modules/one': { ...sound, dependencies: { two: '^1.0.0' }, optionalDependencies: { 'one-darwin-arm64': '1.0.0' } },
  'node_modules/one-darwin-arm64': sound,
  'node_modules/one/node_modules/two': sound,
};

describe('the lockfile', () => {
  it('holds all that any package needs, on every platform', () => {
    expect(Object.keys(lockfile).length).toBeGreaterThan(400);
    expect(missingIn(lockfile)).toEqual([]);
    expect(Object.keys(lockfile).filter((place) => place.includes('darwin-arm64') || place.includes('win32-x64')).length).toBeGreaterThan(
      5,
    );
  });

  it('is seen to lack the part of another platform, and what stands where its package can not see it', () => {
    expect(missingIn(small)).toEqual([]);
    const { 'node_modules/one-darwin-arm64': _part, ...incomplete } = small;
    expect(missingIn(incomplete)).toEqual(['node_modules/one: one-darwin-arm64']);
    expect(missingIn({ ...small, 'node_modules/three': { ...sound, dependencies: { two: '1' } } })).toEqual(['node_modules/three: two']);
  });

  it('ties every package to its contents, and none to a registry', () => {
    expect(untiedIn(lockfile)).toEqual([]);
    expect(
      untiedIn({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { ...sound, resolved: 'https://registry.example/b.tgz' } }),
    ).toEqual(['node_modules/a', 'node_modules/b']);
  });

  it('has licences that allow the use, all of them', () => {
    expect(unlicensedIn(lockfile)).toEqual([]);
    const licensed = (license: string | undefined, dev = false): Lockfile => ({ 'node_modules/a': { ...sound, license, dev } });
    expect(unlicensedIn(licensed(undefined))).toEqual(['a: no licence']);
    expect(unlicensedIn(licensed('GPL-3.0-only'))).toEqual(['a: GPL-3.0-only']);
    expect(unlicensedIn(licensed('MIT AND GPL-3.0-only'))).toHaveLength(1);
    expect(unlicensedIn(licensed('(MIT OR GPL-3.0-only)'))).toEqual([]);
    expect(unlicensedIn(licensed('MPL-2.0'))).toHaveLength(1);
    expect(unlicensedIn(licensed('MPL-2.0', true))).toEqual([]);
  });

  it('names every package that would run something when installed, and no other', async () => {
    expect((await namedScripts()).toSorted()).toEqual(scriptedIn(lockfile));
    expect(scriptedIn({ ...small, 'node_modules/one/node_modules/@x/y': { ...sound, hasInstallScript: true } })).toEqual(['@x/y']);
  });
});

describe('an audit', () => {
  it('tells what is vulnerable, nothing, or that nobody answered', () => {
    const vulnerable = {
      a: { severity: 'high', range: '<1.2.3', fixAvailable: true },
      b: { severity: 'low', range: '*', fixAvailable: false },
    };
    expect(vulnerabilitiesIn(JSON.stringify({ vulnerabilities: vulnerable }))).toEqual([
      'a <1.2.3: high; `npm audit fix` helps',
      'b *: low; no fix yet',
    ]);
    expect(vulnerabilitiesIn('{"vulnerabilities":{}}')).toEqual([]);
    expect(vulnerabilitiesIn('{"message":"405 Method Not Allowed","statusCode":405}')).toBeNull();
    expect(vulnerabilitiesIn('')).toBeNull();
  });
});
