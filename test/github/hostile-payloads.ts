/** GitHub's example payloads made hostile: wrong types, nothing, far too much, deep nests, and other tenants' ids. */
import fc from 'fast-check';
import { examples } from './door-examples.ts';

/** What a hostile sender would like to say. */
const hostileValues = [
  null,
  true,
  -1,
  0,
  1.5,
  2 ** 53,
  1e308,
  '',
  '1',
  [],
  {},
  [[[]]],
  "Robert'); DROP TABLE staff_signals.touches; --",
  "' OR 1=1 --",
  '$1; SELECT pg_sleep(60)',
  '../../../../etc/passwd',
  'http://169.254.169.254/latest/meta-data/',
  '<script>alert(1)</script>',
  '\u0000\u202e\ufffd\ud800',
  '${7*7}{{7*7}}%s%n',
  'x'.repeat(20_000),
] as const;

function nest(depth: number): unknown {
  let nested: unknown = 1;
  for (let level = 0; level < depth; level += 1) nested = level % 2 === 0 ? [nested] : { installation: nested };
  return nested;
}

type Holder = Record<string, unknown>;

/** Every object and list in a value that has anything in it. */
function holdersIn(value: unknown): readonly Holder[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Object.keys(value).length > 0 ? [value as Holder] : [];
  return [...own, ...Object.values(value).flatMap(holdersIn)];
}

type Change = { readonly holder: number; readonly key: number; readonly value: unknown; readonly isDeleted: boolean };

function spoil(payload: unknown, changes: readonly Change[]): Holder {
  const copy = structuredClone(payload) as Holder;
  const holders = holdersIn(copy);
  for (const { holder: at, key: place, value, isDeleted } of changes) {
    const holder = holders[at % Math.max(1, holders.length)];
    const keys = Object.keys(holder ?? {});
    const key = keys[place % Math.max(1, keys.length)];
    if (holder === undefined || key === undefined) continue;
    if (isDeleted) delete holder[key];
    else holder[key] = structuredClone(value);
  }
  return copy;
}

export type HostileDelivery = { readonly event: string; readonly payload: Holder };

/** Deliveries that begin as GitHub's examples. `ids` of installations and repositories are put where those stand, mixed up. */
export function hostileDeliveries(ids: { readonly installations: readonly number[]; readonly repositories: readonly number[] }) {
  const change = fc.record({
    holder: fc.nat(10_000),
    key: fc.nat(10_000),
    value: fc.oneof(fc.constantFrom<unknown>(...hostileValues), fc.jsonValue({ maxDepth: 2 }), fc.nat(2_000).map(nest)),
    isDeleted: fc.boolean(),
  });
  return fc
    .record({
      example: fc.constantFrom(...examples),
      changes: fc.array(change, { maxLength: 6 }),
      installation: fc.constantFrom(...ids.installations),
      repository: fc.constantFrom(...ids.repositories),
      event: fc.option(fc.constantFrom('pull_request', 'push', '__proto__', 'constructor', "x'; --")),
    })
    .map(({ example, changes, installation, repository, event }): HostileDelivery => {
      const whole = { ...example.payload, installation: { id: installation } } as Holder;
      if (typeof whole['repository'] === 'object') whole['repository'] = { ...whole['repository'], id: repository };
      return { event: event ?? example.event, payload: spoil(whole, changes) };
    });
}
