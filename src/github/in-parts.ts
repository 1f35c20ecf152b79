/** Cuts a list into parts that one request can take. */

/** The items in order, at most `size` in a part. Empty for an empty list. */
export function inParts<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
