/** Documents that set a direction: roadmaps, strategies, visions, principles. */

const folder = /(^|\/)(strategy|strategies|roadmaps?|vision|tech(nical)?[-_]strategy|north[-_]star)\//i;
const name =
  /(^|\/)([\w-]{0,40}[-_])?(strategy|roadmap|vision|north[-_]star|charter|(engineering|architecture|design|technical)[-_](principles|direction|strategy))([-_][\w-]{0,40})?\.(md|mdx|rst|adoc|org|txt)$/i;
const page = /\.(md|mdx|rst|adoc|org|txt)$/i;
const attached = /(^|\/)(templates?|node_modules|vendor|third[-_]party|fixtures?|tests?|__tests__)\//i;

/** Whether the path is a document that sets a direction by its name or folder; templates, fixtures and others' code are none. Linear. */
export function isDirectionDocument(path: string): boolean {
  const short = path.slice(-400);
  if (!page.test(short) || attached.test(short) || /(^|\/)[^/]*template[^/]*$/i.test(short)) return false;
  return name.test(short) || (folder.test(short) && !/(^|\/)(readme|index)\.[a-z]+$/i.test(short));
}
