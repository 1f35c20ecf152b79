/** The packet as JSON, from the same view as its Markdown. Texts are as written, not neutralised. */
import { z } from 'zod';
import { pillars } from '../domain/evidence.ts';
import { entriesPartId } from './arrange-packet.ts';
import { packetSections } from './packet-signals.ts';
import type { PacketItem, PacketView } from './packet-view.ts';
import { generalQuestions } from './packet-words.ts';

const key = z.string().regex(/^[0-9a-f]{16}$/);
const month = z.string().regex(/^\d{4}-\d{2}$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const numbers = z.array(z.int());

const countsSchema = z.strictObject({
  'technical-direction': z.int(),
  'cross-team-impact': z.int(),
  'multiplying-others': z.int(),
  'operating-with-ambiguity': z.int(),
});

const itemSchema = z.strictObject({
  number: z.int(),
  key,
  signal: z.string(),
  strength: z.enum(['confirmed', 'candidate']),
  isKept: z.boolean(),
  isFound: z.boolean(),
  pillar: z.enum(pillars),
  day,
  month,
  repository: z.string(),
  title: z.string(),
  because: z.string(),
  quote: z.string().nullable(),
  links: z.array(z.string()).min(1),
  ownWords: z.string().nullable().meta({ description: 'What became of it, as the engineer says. Nobody else has checked it.' }),
  guided: z
    .array(z.string().nullable())
    .meta({ description: 'Whose work it was, where it is about guiding; null for people who may not be named.' }),
  enabled: numbers.meta({ description: 'Numbers of items that refer to it, where it is glue work.' }),
});

const entrySchema = z.strictObject({
  number: z.int(),
  key,
  month,
  day: day.nullable(),
  text: z.string(),
  link: z.string().nullable(),
  moreLinks: z.array(z.string()),
  ownWords: z.string().nullable(),
});

const projectSchema = z.strictObject({
  title: z.string(),
  repositories: z.array(z.string()),
  ties: z.array(z.enum(['subject', 'reference', 'third-subject'])),
  items: z.array(itemSchema),
});

const sectionSchema = z.strictObject({ id: z.enum(packetSections), items: z.array(itemSchema), inProjects: numbers });

const stepSchema = z.strictObject({
  id: z.string(),
  pillar: z.enum(pillars),
  text: z.string(),
  asks: z.strictObject({ signals: z.array(z.string()), times: z.int(), months: z.int() }).nullable(),
  shownBy: numbers,
  isShown: z.boolean().nullable().meta({ description: 'Null where GitHub can’t tell.' }),
});

const gapSchema = z.strictObject({
  pillar: z.enum(pillars),
  newest: month.nullable().meta({ description: 'The month of its newest item; null when there is none.' }),
});

const restricted = z.int().meta({ description: 'How many items stand here that its reader can’t see.' });
const prose = z.string().meta({ description: 'What the engineer wrote here, Markdown; empty when nothing.' });

/** A packet that its engineer arranged: what is handed in, and nothing that is for them alone. */
export const arrangedDocumentSchema = z
  .strictObject({
    title: z.string(),
    person: z.strictObject({ id: z.int(), login: z.string() }),
    organisation: z.string(),
    period: z.strictObject({ from: day, to: day }),
    summary: prose,
    projects: z.array(projectSchema.extend({ prose, restricted })),
    sections: z.array(sectionSchema.extend({ prose, restricted })),
    entries: z.strictObject({ prose, entries: z.array(entrySchema) }),
    pattern: z.array(z.strictObject({ month, byPillar: countsSchema, total: z.int() })),
  })
  .meta({ title: 'staff-signals, a packet that was arranged', description: 'As the packet editor writes it.' });

/** The document. Every item and entry stands in it once; keys that are not listed are refused. */
export const packetDocumentSchema = z
  .strictObject({
    person: z.strictObject({ id: z.int(), login: z.string() }),
    organisation: z.string(),
    period: z.strictObject({ from: day, to: day }),
    projects: z.array(projectSchema),
    sections: z.array(sectionSchema),
    entries: z.array(entrySchema).meta({ description: 'Work that GitHub can’t see, in the engineer’s words.' }),
    pattern: z.array(z.strictObject({ month, byPillar: countsSchema, total: z.int() })),
    gaps: z.array(gapSchema),
    ladder: z.strictObject({ id: z.string(), title: z.string(), level: z.string(), source: z.string(), steps: z.array(stepSchema) }),
    advocates: z.array(z.strictObject({ login: z.string(), items: numbers })),
    questions: z.array(z.string()),
    restricted: z.int().meta({ description: 'How many items are left out because not every reader can read their source.' }),
  })
  .meta({ title: 'staff-signals, a promotion packet', description: '`packet.json`, as `export --login` writes it.' });

export type PacketDocument = z.infer<typeof packetDocumentSchema>;

/** An arranged packet as JSON. Texts are as written. */
export function arrangedDocument(view: PacketView): z.infer<typeof arrangedDocumentSchema> {
  const { person, organisation, period, projects, sections, entries, pattern } = packetDocument(view);
  const { title, summary, byPart } = view.words ?? { title: '', summary: '', byPart: {} };
  const wordsOf = (part: string, { restrictedCount = 0 }: { readonly restrictedCount?: number } = {}) => ({
    prose: byPart[part] ?? '',
    restricted: restrictedCount,
  });
  return {
    title,
    person,
    organisation,
    period,
    summary,
    projects: view.projects.flatMap((project, index) => {
      const own = projects[index];
      return own === undefined ? [] : [{ ...own, ...wordsOf(project.subject, project) }];
    }),
    sections: view.sections.flatMap((section, index) => {
      const own = sections[index];
      return own === undefined ? [] : [{ ...own, ...wordsOf(section.id, section) }];
    }),
    entries: { prose: wordsOf(entriesPartId).prose, entries },
    pattern,
  };
}

/** A packet as JSON, in the key order of its schema. */
export function packetDocument(view: PacketView): PacketDocument {
  const { person, organisation, period, projects, sections, ladder, history } = view;
  return {
    person: { id: person.id, login: person.login },
    organisation,
    period: { ...period },
    projects: projects.map(({ title, repositories, ties, items }) => ({
      title,
      repositories: [...repositories],
      ties: [...ties],
      items: items.map(itemJson),
    })),
    sections: sections.map(({ id, items, above }) => ({ id, items: items.map(itemJson), inProjects: [...above] })),
    entries: view.entries.map(({ number, key: id, month: of, day: on, text, link, moreLinks = [], note }) => ({
      number,
      key: id,
      month: of,
      day: on,
      text,
      link,
      moreLinks: [...moreLinks],
      ownWords: note,
    })),
    pattern: history.map(({ month: of, byPillar, total }) => ({ month: of, byPillar: { ...byPillar }, total })),
    gaps: view.pillarGaps.map((gap) => ({ pillar: gap.pillar, newest: gap.kind === 'quiet' ? gap.since : null })),
    ladder: { ...ladder, steps: ladder.steps.map(stepJson) },
    advocates: view.advocates.map(({ login, numbers: own }) => ({ login, items: [...own] })),
    questions: generalQuestions.map((question) => question.replaceAll('`', '')),
    restricted: view.restrictedCount,
  };
}

function itemJson(item: PacketItem): z.infer<typeof itemSchema> {
  const { number, key: id, signal, strength, isKept, isFound, pillar, day: on, month: of, repository, title, because, quote } = item;
  return {
    number,
    key: id,
    signal,
    strength,
    isKept,
    isFound,
    pillar,
    day: on,
    month: of,
    repository,
    title,
    because,
    quote,
    links: [...item.links],
    ownWords: item.note,
    guided: [...item.guided],
    enabled: [...item.enabled],
  };
}

function stepJson({
  id,
  pillar,
  text,
  asks,
  numbers: shownBy,
  isShown,
}: PacketView['ladder']['steps'][number]): z.infer<typeof stepSchema> {
  const asked = asks === null ? null : { signals: [...asks.signals], times: asks.times, months: asks.months };
  return { id, pillar, text, asks: asked, shownBy: [...shownBy], isShown };
}
