/** Whether a file added at a path is an RFC, ADR, design document or proposal, by its place and name. */
import picomatch from 'picomatch';

/** Whether the path is an RFC by the conventional places, or by `globs`. Never throws. */
export function isRfcPath(path: string, globs: readonly string[] = []): boolean {
  if (globs.length > 0 && picomatch.isMatch(path, [...globs], { dot: true })) return true;
  return /(^|\/)(rfcs?|adrs?|decisions|architecture-decisions|design-docs|proposals|enhancements|text|peps)\/.*\.(md|rst|adoc|txt)$/i.test(path);
}
