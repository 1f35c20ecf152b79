/** Titles and branches of repeated work, and of work that only sounds so. */
import { describe, expect, it } from 'vitest';
import { isRepeat } from '../../src/signals/repeat.ts';
import { aDossier } from '../fixtures/dossier.ts';

describe('isRepeat', () => {
  it.each([
    'Revert "Round invoice lines once"',
    'Reland: round invoice lines once',
    '[Backport 2.x] Round invoice lines once',
    'Automated cherry pick of #12',
    'fix(billing): backport #12',
    'Round invoice lines once (cherry-picked from main)',
    "Merge branch 'release-2' into main",
    'Merge main into develop',
  ])('takes %s', (title) => expect(isRepeat(aDossier({ title }))).toBe(true));

  it.each([
    'Round invoice lines once',
    'Add a button that reverts an invoice',
    'Merge duplicate invoices into one',
    'Document how we backport fixes',
  ])('leaves %s', (title) => expect(isRepeat(aDossier({ title }))).toBe(false));

  it('knows branches of tools, and merges between long-lived branches', () => {
    expect(isRepeat(aDossier({ headRef: 'revert-12-topic' }))).toBe(true);
    expect(isRepeat(aDossier({ headRef: 'mergify/bp/2.x/pr-12' }))).toBe(true);
    expect(isRepeat(aDossier({ title: 'Sync release', headRef: 'release-2', baseRef: 'main' }))).toBe(true);
    expect(isRepeat(aDossier({ title: 'Make the ledger async', headRef: 'develop', baseRef: 'main' }))).toBe(false);
    expect(isRepeat(aDossier({ title: 'Merge duplicate lines', headRef: 'main', baseRef: 'main' }))).toBe(false);
  });

  it('never takes an issue', () => {
    expect(isRepeat(aDossier({ kind: 'issue', title: 'Revert "Round invoice lines once"' }))).toBe(false);
  });
});
