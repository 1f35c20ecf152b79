/** Keeps the registry in step with the files that define signals. */
import { expect, it } from 'vitest';
import { signals } from '../../src/signals/registry.ts';
import { registrySource, signalFiles, standingRegistry } from './write-registry.ts';

it('holds every signal of the folder', () => {
  expect(standingRegistry()).toBe(registrySource(signalFiles()));
});

it('names each file as its signal', () => {
  expect(signals.map((signal) => `${signal.id}.ts`)).toEqual(signalFiles().map(({ file }) => file));
});

it('gives every signal settings that are complete by default and refuse unknown keys', () => {
  for (const signal of signals) {
    expect(signal.settings.parse({})).toHaveProperty('enabled');
    expect(signal.settings.safeParse({ enabeld: true }).success).toBe(false);
  }
});
