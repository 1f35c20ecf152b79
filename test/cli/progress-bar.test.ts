/** Progress: a bar on a terminal, lines elsewhere. */
import { describe, expect, it } from 'vitest';
import { barLine, createProgressBar } from '../../src/cli/progress-bar.ts';

describe('the progress bar', () => {
  it.each([
    [0, '[------------------------]   0 %  far to go'],
    [0.5, '[############------------]  50 %  far to go'],
    [1, '[########################] 100 %  far to go'],
  ])('at %d', (share, line) => {
    expect(barLine({ share, words: 'far to go' }, 80)).toBe(line);
  });

  it('stays within the line', () => {
    expect(barLine({ share: 0.3, words: 'x'.repeat(200) }, 60)).toHaveLength(59);
  });

  it('is drawn over itself on a terminal', () => {
    const written: string[] = [];
    const bar = createProgressBar({ isTTY: true, columns: 60, write: (text) => written.push(text) });
    bar.show({ share: 0, words: 'a' });
    bar.show({ share: 0, words: 'a' });
    bar.show({ share: 1, words: 'b' });
    bar.end();
    expect(written).toHaveLength(3);
    expect(written.slice(0, 2).every((text) => text.startsWith('\r') && !text.includes('\n'))).toBe(true);
    expect(written[2]).toBe('\n');
  });

  it('is a line for each twentieth elsewhere', () => {
    const written: string[] = [];
    const bar = createProgressBar({ write: (text) => written.push(text) });
    for (let step = 0; step <= 200; step += 1) bar.show({ share: step / 200, words: `${step}` });
    bar.end();
    expect(written).toHaveLength(21);
    expect(written.join('')).not.toContain('\r');
    expect(written.at(-1)).toBe('100 %: 200\n');
  });
});
