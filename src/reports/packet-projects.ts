/** Finds the projects in a period's evidence: work on one subject, and subjects that refer to each other. */
import type { Evidence } from '../domain/evidence.ts';
import { subjectLabel, type SubjectPlace } from '../domain/subject.ts';
import { leadsProjects, packetRank } from './packet-signals.ts';

/** What the subjects of evidence refer to, by `subjectLabel`. */
export type References = ReadonlyMap<string, readonly SubjectPlace[]>;

/** What ties a project's items: all lie on one subject; one refers to another; several refer to the same third subject. */
export type Tie = 'subject' | 'reference' | 'third-subject';

export type Project<Item extends Evidence = Evidence> = {
  /** The item that says most. */
  readonly lead: Item;
  /** An item on the subject that the others gather round; the project is named after it. */
  readonly centre: Item;
  /** By time. */
  readonly items: readonly Item[];
  readonly ties: readonly Tie[];
};

/** What more subjects of one person refer to is a list, and ties nothing. */
const mostTiedByThird = 8;

type Edge = { readonly from: string; readonly to: string; readonly tie: Tie };

/**
 * The projects among items, the one that says most first; items that belong to none are left out. A project holds one item that can lead,
 * and beside it a second such signal, a second subject or two more items. Pure; the order of the items changes nothing.
 */
export function findProjects<Item extends Evidence>(items: readonly Item[], references: References): readonly Project<Item>[] {
  const edges = edgesBetween(items, references);
  const roots = rootsOf(new Set(items.map(placeOf)), edges);
  const groups = Map.groupBy(items, (item) => roots(placeOf(item)));
  return [...groups]
    .flatMap(([root, group]) => {
      const own = edges.filter(({ from }) => roots(from) === root);
      return projectOf(group, own) ?? [];
    })
    .toSorted(byWeight);
}

function projectOf<Item extends Evidence>(group: readonly Item[], edges: readonly Edge[]): Project<Item> | null {
  const leading = group.filter((item) => leadsProjects(item.signal)).toSorted(byRank);
  const [lead] = leading;
  if (lead === undefined) return null;
  const isWide = new Set(leading.map(({ signal }) => signal)).size > 1 || new Set(group.map(placeOf)).size > 1 || group.length > 2;
  if (!isWide) return null;
  const ties = [...new Set(edges.map(({ tie }) => tie))].toSorted();
  const centre = centreOf(leading, { group, edges }) ?? lead;
  return { lead, centre, items: group.toSorted(byTime), ties: ties.length === 0 ? ['subject'] : ties };
}

/** Of the subjects with an item that can lead, the one with most items on it and most other subjects that refer to it. */
function centreOf<Item extends Evidence>(
  leading: readonly Item[],
  { group, edges }: { readonly group: readonly Item[]; readonly edges: readonly Edge[] },
): Item | undefined {
  const weights = new Map<string, number>();
  const add = (place: string): void => void weights.set(place, (weights.get(place) ?? 0) + 1);
  for (const item of group) add(placeOf(item));
  const referring = edges.filter(({ tie }) => tie === 'reference').map(({ from, to }) => `${from} ${to}`);
  for (const pair of new Set(referring)) add(pair.split(' ')[1] ?? '');
  const weightOf = (item: Item): number => weights.get(placeOf(item)) ?? 0;
  return leading.toSorted((left, right) => weightOf(right) - weightOf(left) || byRank(left, right))[0];
}

function byWeight(left: Project, right: Project): number {
  return byRank(left.lead, right.lead) || right.items.length - left.items.length;
}

/** Of equal signals the earlier item comes first. */
function byRank(left: Evidence, right: Evidence): number {
  return packetRank(left.signal) - packetRank(right.signal) || byTime(left, right);
}

function byTime(left: Evidence, right: Evidence): number {
  const [a, b] = [`${left.at} ${left.key}`, `${right.at} ${right.key}`];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function placeOf({ subject }: Evidence): string {
  return placeLabel(subject);
}

function placeLabel({ repositoryId, number }: SubjectPlace): string {
  return `${repositoryId}#${number}`;
}

function edgesBetween(items: readonly Evidence[], references: References): readonly Edge[] {
  const places = new Set(items.map(placeOf));
  const repositoryIds = new Map(items.map(({ repository }) => [repository.fullName.toLowerCase(), repository.id]));
  const named = items.flatMap((item) => {
    const referred = (references.get(subjectLabel(item.subject)) ?? []).map(placeLabel);
    return [...referred, ...linkedPlaces(item, repositoryIds)].map((to) => ({ from: placeOf(item), to }));
  });
  const direct = named.filter(({ from, to }) => from !== to && places.has(to)).map((edge) => ({ ...edge, tie: 'reference' as const }));
  const thirds = Map.groupBy(
    named.filter(({ to }) => !places.has(to)),
    ({ to }) => to,
  );
  const shared = [...thirds.values()].flatMap((edges): readonly Edge[] => {
    const [first, ...others] = [...new Set(edges.map(({ from }) => from))];
    if (first === undefined || others.length >= mostTiedByThird) return [];
    return others.map((to) => ({ from: first, to, tie: 'third-subject' }));
  });
  return [...direct, ...shared];
}

const subjectAddress = /^https?:\/\/[^/]+\/([^/]+\/[^/]+)\/(?:pull|issues|discussions)\/(\d{1,9})(?!\d)/;

/** Subjects that an item's own links lead to, in the repositories of the items. */
function linkedPlaces({ links }: Evidence, repositoryIds: ReadonlyMap<string, number>): readonly string[] {
  return links.flatMap((link) => {
    const [, fullName = '', number] = subjectAddress.exec(link) ?? [];
    const repositoryId = repositoryIds.get(fullName.toLowerCase());
    return repositoryId === undefined ? [] : [placeLabel({ repositoryId, number: Number(number) })];
  });
}

/** The representative of each place's group. */
function rootsOf(places: ReadonlySet<string>, edges: readonly Edge[]): (place: string) => string {
  const parents = new Map([...places].map((place) => [place, place]));
  const root = (place: string): string => {
    let at = place;
    for (let parent = parents.get(at); parent !== undefined && parent !== at; parent = parents.get(at)) at = parent;
    return at;
  };
  for (const { from, to } of edges) parents.set(root(from), root(to));
  return root;
}
