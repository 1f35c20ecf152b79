/** Progress in the terminal: a bar that is drawn over itself, or plain lines where nobody looks on. */

export type ProgressBar = {
  /** `share` from 0 to 1. Tells nothing that it has told before. */
  readonly show: (progress: { readonly share: number; readonly words: string }) => void;
  /** Leaves the last state standing. */
  readonly end: () => void;
};

type Output = { readonly isTTY?: boolean; readonly columns?: number; readonly write: (text: string) => unknown };

const barWidth = 24;
const backToStart = '\r\u001b[K';

/** `[######------------------]  25 %  words`, no wider than the terminal, so that it stays on its line. */
export function barLine({ share, words }: { readonly share: number; readonly words: string }, columns: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  return `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${percent} %  ${words}`.slice(0, Math.max(0, columns - 1));
}

/** A bar on a terminal; elsewhere a line for each twentieth. */
export function createProgressBar(output: Output): ProgressBar {
  let told = '';
  const isDrawn = output.isTTY === true;
  return {
    show: ({ share, words }) => {
      const next = isDrawn ? barLine({ share, words }, output.columns ?? 80) : String(Math.floor(share * 20));
      if (next === told) return;
      told = next;
      output.write(isDrawn ? `${backToStart}${next}` : `${Math.floor(share * 100)} %: ${words}\n`);
    },
    end: () => {
      if (isDrawn && told !== '') output.write('\n');
    },
  };
}
