/** A number means the item that bore it when it was written. */
import { describe, expect, it } from 'vitest';
import { numbersAt, type TextVersion } from '../../src/reports/numbers-at.ts';

const [a, b, c] = ['00000000000000a1', '00000000000000b2', '00000000000000c3'] as const;

function version(minute: number, keys: readonly (readonly [number, string])[], isByApp = true): TextVersion {
  const body = keys.map(([number, key]) => `- [x] **${number}.** Title <!-- e:${key} -->`).join('\n');
  return { isByApp, at: `2026-11-01T00:0${minute}:00Z`, body };
}

const body = [
  version(1, [
    [1, a],
    [2, b],
  ]),
  version(3, [[1, b]]),
  version(5, [[1, c]], false),
];

describe('numbersAt', () => {
  it.each([
    ['before the first version', '2026-11-01T00:00:00Z', [a, b]],
    ['in the second of the first version', '2026-11-01T00:01:00Z', [a, b]],
    ['between two versions', '2026-11-01T00:02:00Z', [a, b]],
    ['in the second of a later version, which nobody had read', '2026-11-01T00:03:00Z', [a, b]],
    ['after it', '2026-11-01T00:03:01Z', [b]],
    ['after somebody else’s edit', '2026-11-01T00:06:00Z', [b]],
  ])('reads the report as the App had last written it: %s', (_name, at, keys) => {
    expect([...numbersAt({ body, comments: [] }, at).values()]).toEqual(keys);
  });

  it('goes on in the comments that stood then', () => {
    const comments = [[version(1, [[3, c]]), version(4, [[2, c]])], [version(4, [[3, a]])]];
    expect([...numbersAt({ body, comments }, '2026-11-01T00:02:00Z')]).toEqual([
      [3, c],
      [1, a],
      [2, b],
    ]);
    expect(numbersAt({ body, comments }, '2026-11-01T00:05:00Z')).toEqual(
      new Map([
        [1, b],
        [2, c],
        [3, a],
      ]),
    );
  });

  it('knows none where the App wrote nothing', () => {
    expect(numbersAt({ body: [version(1, [[1, a]], false)], comments: [] }, '2026-11-02T00:00:00Z')).toEqual(new Map());
  });
});
