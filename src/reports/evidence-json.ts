/** Evidence as the JSON that leaves the program: `evidence.json`, `preview --json`, `export`. Texts are as written, not neutralised. */
import { z } from 'zod';
import { pillars, type Evidence } from '../domain/evidence.ts';
import { isMonth } from '../domain/month.ts';

/** One item. Keys in the order in which they are written; unknown keys are refused. */
export const evidenceJsonSchema = z.strictObject({
  key: z.string().regex(/^[0-9a-f]{16}$/),
  person: z.strictObject({ id: z.int(), login: z.string() }),
  signal: z.string(),
  version: z.int(),
  strength: z.enum(['confirmed', 'candidate']),
  decision: z.enum(['none', 'kept', 'dismissed']),
  at: z.iso.datetime(),
  month: z.string().refine(isMonth, 'a month is YYYY-MM'),
  pillar: z.enum(pillars),
  repository: z.string(),
  subject: z.strictObject({ kind: z.enum(['pull', 'issue', 'discussion']), number: z.int() }),
  title: z.string(),
  because: z.string(),
  quote: z.string().nullable(),
  links: z.array(z.string()),
});

/** The document: `{"evidence":[...]}`. */
export const evidenceDocumentSchema = z.strictObject({ evidence: z.array(evidenceJsonSchema) });

export type EvidenceJson = z.infer<typeof evidenceJsonSchema>;
export type EvidenceDocument = z.infer<typeof evidenceDocumentSchema>;

/** One item of evidence in the shape and key order of the contract. */
export function evidenceJson(evidence: Evidence): EvidenceJson {
  return {
    key: evidence.key,
    person: { id: evidence.person.id, login: evidence.person.login },
    signal: evidence.signal,
    version: evidence.version,
    strength: evidence.strength,
    decision: evidence.decision,
    at: evidence.at,
    month: evidence.month,
    pillar: evidence.pillar,
    repository: evidence.repository.fullName,
    subject: { kind: evidence.subject.kind, number: evidence.subject.number },
    title: evidence.title,
    because: evidence.because,
    quote: evidence.quote,
    links: [...evidence.links],
  };
}

/** The whole document, by time and then key, so that the same evidence gives the same bytes. */
export function evidenceDocument(evidence: readonly Evidence[]): EvidenceDocument {
  return { evidence: [...evidence].sort(byTime).map(evidenceJson) };
}

function byTime(left: Evidence, right: Evidence): number {
  const [a, b] = [`${left.at} ${left.key}`, `${right.at} ${right.key}`];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
