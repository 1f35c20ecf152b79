/** A repository's name as GitHub's interfaces take it. */

/** `owner/name` in two. The owner has no slash, so the first one parts them. */
export function splitFullName(fullName: string): { readonly owner: string; readonly name: string } {
  const slash = fullName.indexOf('/');
  return { owner: fullName.slice(0, slash), name: fullName.slice(slash + 1) };
}
