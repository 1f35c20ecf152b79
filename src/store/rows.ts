/** Rows as parameters: many at once as one JSON document, and texts that PostgreSQL can hold. */
import { type RawBuilder, sql } from 'kysely';

/** The text without what PostgreSQL refuses: the character NUL, and halves of surrogate pairs (a quotation cut inside an emoji). */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{FFFD}');
}

/** The same for a text that may be absent. */
export function storableTextOrNull(text: string | null): string | null {
  return text === null ? null : storableText(text);
}

/** How JSON writes NUL and halves of surrogate pairs. */
const unstorable = /\\u(?:0000|d[89a-f])/;

/** A value as a JSONB parameter, its texts made storable; only a few need that. */
export function jsonParameter(value: unknown): RawBuilder<unknown> {
  const text = JSON.stringify(value);
  return sql`${unstorable.test(text) ? storableJson(value) : text}::jsonb`;
}

function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storableText(part) : part));
}
