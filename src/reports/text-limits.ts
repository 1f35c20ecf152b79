/** Most UTF-16 code units of each text in an item, wherever it is printed; together with its links an item always fits into one comment. */

export const longestTitle = 150;
export const longestReason = 600;
export const longestQuote = 280;
export const longestName = 150;
export const longestEntry = 1_000;
export const longestNote = 600;
/** Impact stands before the note and within its limit. */
export const longestOutcome = 300;
export const longestMetric = 200;
export const mostLinks = 3;
