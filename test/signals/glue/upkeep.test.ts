/** Tests what is taken for upkeep, by files, labels, titles and size. */
import { describe, expect, it } from 'vitest';
import { kindOfPaths } from '../../../src/signals/glue/paths.ts';
import type { Work } from '../../../src/signals/glue/upkeep.ts';
import { readUpkeep } from '../../../src/signals/glue/upkeep.ts';

const work = (change: Partial<Work>): Work => ({
  title: 'Publish invoices as events',
  labels: [],
  paths: null,
  changedLines: 200,
  inlineComments: 0,
  bodyLength: 400,
  ...change,
});

describe('kindOfPaths', () => {
  it.each([
    [['.github/workflows/test.yml', 'ci/run.sh'], 'ci'],
    [['package-lock.json', 'services/a/yarn.lock'], 'dependencies'],
    [['docs/CONTRIBUTING.md'], 'onboarding'],
    [['.github/CODEOWNERS'], 'coordination'],
    [['CHANGELOG.md'], 'release'],
    [['.github/workflows/test.yml', 'src/outbox.ts'], null],
    [['src/ci.ts'], null],
    [['docs/changelog-design.md'], null],
    [[], null],
  ])('%j is %s', (paths, kind) => {
    expect(kindOfPaths(paths)).toBe(kind);
  });
});

describe('readUpkeep', () => {
  it.each([
    ['Fix the flaky login test', 'flaky-tests', 'title'],
    ['Bump the http client from 4.1 to 4.2', 'dependencies', 'title'],
    ['Triage the backlog', 'triage', 'title'],
    ['Improve the getting started guide', 'onboarding', 'title'],
    ['Fix typo in the title of RFC 12', 'wording', 'title'],
  ])('%s is %s', (title, kind, by) => {
    expect(readUpkeep(work({ title }))).toEqual({ kind, by });
  });

  it.each(['Testing strategy for payments', 'Deprecation policy in the README', 'RFC: one pipeline for all teams', 'feat: retry budgets'])(
    '%s is none',
    (title) => {
      expect(readUpkeep(work({ title }))).toBeNull();
    },
  );

  it('believes a label unless another says that something is built', () => {
    expect(readUpkeep(work({ labels: ['area: dependencies'] }))).toEqual({ kind: 'dependencies', by: 'label' });
    expect(readUpkeep(work({ labels: ['area: dependencies', 'feature'] }))).toBeNull();
  });

  it('takes a few lines of repair for upkeep unless they were argued over', () => {
    const repair = { title: 'Remove a stray comment', changedLines: 2 };
    expect(readUpkeep(work(repair))).toEqual({ kind: 'cleanup', by: 'size' });
    expect(readUpkeep(work({ ...repair, inlineComments: 9 }))).toBeNull();
    expect(readUpkeep(work({ ...repair, changedLines: 80 }))).toBeNull();
    expect(readUpkeep(work({ ...repair, changedLines: null }))).toBeNull();
  });
});
