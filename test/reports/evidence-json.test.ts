/** The JSON of the contract: keys, order and nothing else. */
import { describe, expect, it } from 'vitest';
import { evidenceDocument, evidenceDocumentSchema, evidenceJson } from '../../src/reports/evidence-json.ts';
import { evidenceOf } from './evidence-of.ts';

describe('evidenceJson', () => {
  it('has the keys of the contract in their order, texts as written, and nothing else', () => {
    const evidence = evidenceOf({ key: '00000000000000aa', title: 'Ask @bob, see #1', quote: null, decision: 'kept' });
    expect(JSON.stringify(evidenceJson(evidence))).toBe(
      '{"key":"00000000000000aa","person":{"id":41,"login":"maya"},"signal":"cross-repo-review","version":1,"strength":"confirmed","decision":"kept",' +
        '"at":"2026-10-12T09:30:00Z","month":"2026-10","pillar":"cross-team-impact","repository":"acme/billing","subject":{"kind":"pull","number":12},' +
        '"title":"Ask @bob, see #1","because":"Asked for changes, with reasons, in a repository outside their home.","quote":null,' +
        '"links":["https://github.com/acme/billing/pull/12#pullrequestreview-9001"]}',
    );
  });
});

describe('evidenceDocument', () => {
  it('is in order of time and key, whatever the order it was given in, and passes its own schema', () => {
    const late = evidenceOf({ key: '0000000000000001', at: '2026-10-20T00:00:00Z' });
    const early = evidenceOf({ key: '000000000000000f', at: '2026-10-02T00:00:00Z' });
    const twin = evidenceOf({ key: '000000000000000e', at: '2026-10-02T00:00:00Z' });
    const document = evidenceDocument([late, early, twin]);
    expect(document.evidence.map(({ key }) => key)).toEqual([twin.key, early.key, late.key]);
    expect(evidenceDocument([twin, late, early])).toEqual(document);
    expect(evidenceDocumentSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  });

  it.each([{ extra: 1 }, { key: 'XYZ' }, { month: '2026-13' }, { pillar: 'other' }, { quote: undefined }])(
    'schema refuses %j',
    (change) => {
      const item = { ...evidenceJson(evidenceOf()), ...change };
      expect(evidenceDocumentSchema.safeParse({ evidence: [item] }).success).toBe(false);
    },
  );
});
