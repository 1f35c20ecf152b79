/** What one set of settings says otherwise than another, key by key. */

/** A key as people write it (`reports.day`), and its value before and after as text; null where there is none. */
export type ChangedSetting = { readonly key: string; readonly before: string | null; readonly after: string | null };

/** The keys whose values differ, those of the second first, each in the order of its file. Lists and single values are compared whole. */
export function changedSettings(before: unknown, after: unknown): readonly ChangedSetting[] {
  const [old, next] = [valuesOf(before), valuesOf(after)];
  return [...new Set([...next.keys(), ...old.keys()])]
    .map((key) => ({ key, before: old.get(key) ?? null, after: next.get(key) ?? null }))
    .filter((change) => change.before !== change.after);
}

function valuesOf(settings: unknown, path: readonly string[] = []): ReadonlyMap<string, string> {
  if (settings === undefined || settings === null) return new Map();
  if (typeof settings !== 'object') return new Map([[path.join('.'), String(settings)]]);
  if (Array.isArray(settings)) return settings.length === 0 ? new Map() : new Map([[path.join('.'), settings.map(entryText).join(', ')]]);
  return new Map(Object.entries(settings).flatMap(([key, value]) => [...valuesOf(value, [...path, key])]));
}

function entryText(entry: unknown): string {
  return typeof entry === 'object' ? JSON.stringify(entry) : String(entry);
}
