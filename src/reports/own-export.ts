/** Everything that is held about a person, as the JSON that they get in a comment. */
import type { ItemNote, ManualEntry } from '../domain/entry.ts';
import type { Evidence } from '../domain/evidence.ts';
import { evidenceDocument } from './evidence-json.ts';

/**
 * Characters that GitHub or a reader of our markers could take for more than text, and those that can't be seen or turn text round. JSON
 * reads them back as they were.
 */
const telling = /[@#<`\p{C}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}

/**
 * `{"evidence":[...],"entries":[...],"notes":[...]}` on one line: the evidence as the contract has it, beside it what the engineer wrote.
 * Texts are as written; characters that mean something on GitHub are escaped as JSON allows.
 */
export function ownExport(of: {
  readonly evidence: readonly Evidence[];
  readonly entries: readonly ManualEntry[];
  readonly notes: readonly ItemNote[];
}): string {
  const document = {
    ...evidenceDocument(of.evidence),
    entries: of.entries.map(({ key, month, day, text, link, decision }) => ({ key, month, day, text, link, decision })),
    notes: of.notes.map(({ key, text, writtenAt }) => ({ key, text, at: writtenAt })),
  };
  return JSON.stringify(document).replace(telling, escaped);
}
