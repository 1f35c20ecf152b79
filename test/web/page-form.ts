/** Reads a page's form as a browser would send it: names and values in the order of the page. */

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** HTML text as text. */
export function decoded(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);
}

function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? null : decoded(found);
}

/**
 * The fields of the page's form with this action: what is typed, hidden, and ticked; no button. A line break at the beginning of a textarea
 * belongs to the page. Throws when there is no such form.
 */
export function formOn(page: string, action: string): readonly (readonly [name: string, value: string])[] {
  const form = [...page.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].find(([, head = '']) => attribute(head, 'action') === action);
  if (form === undefined) throw new Error(`no form leads to ${action}`);
  const controls = [...(form[2] ?? '').matchAll(/<input\b[^>]*>|<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)];
  return controls.flatMap(([tag, head, text = '']): readonly (readonly [string, string])[] => {
    const isText = head !== undefined;
    const name = attribute(isText ? head : tag, 'name');
    const isOff = attribute(tag, 'type') === 'checkbox' && !/\schecked\b/.test(tag);
    if (name === null || isOff) return [];
    return [[name, isText ? decoded(text.replace(/^\n/, '')) : (attribute(tag, 'value') ?? 'on')]];
  });
}

/** The same fields with others' values; a field that was not there comes last. */
export function filled(
  fields: readonly (readonly [string, string])[],
  values: Readonly<Record<string, string>>,
): readonly (readonly [string, string])[] {
  const known = new Set(fields.map(([name]) => name));
  const added = Object.entries(values).filter(([name]) => !known.has(name));
  return [...fields.map(([name, value]) => [name, values[name] ?? value] as const), ...added];
}
