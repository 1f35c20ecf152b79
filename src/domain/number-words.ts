/** Whole numbers and counts in plain words, as reasons and reports write them. */

const smallNumbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'] as const;

/** A whole number in words up to twelve, then in digits; zero is `no`. */
export function inWords(count: number): string {
  return smallNumbers[count] ?? String(count);
}

/** A count with its noun: `one item`, `three items`, `40 items`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${inWords(count)} ${count === 1 ? one : many}`;
}
