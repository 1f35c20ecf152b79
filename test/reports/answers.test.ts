/** What the App answers: nothing that people wrote leaves a trace, and nothing is longer than GitHub takes. */
import { describe, expect, it } from 'vitest';
import {
  answeredThrough,
  answerPages,
  answersComment,
  exportAnswer,
  helpAnswer,
  pagesAnswer,
  whyAnswer,
} from '../../src/reports/answers.ts';
import { ownExport } from '../../src/reports/own-export.ts';
import { readMonth } from '../../src/reports/read-month.ts';
import { evidenceOf } from './evidence-of.ts';
import { readAsGitHub } from './github-reading.ts';
import { hostileTexts } from './hostile-texts.ts';

const host = { webUrl: 'https://github.com' };
const rubricUrl = 'https://github.com/staff-signals/staff-signals/blob/main/config/rubric.md';

describe('why', () => {
  it('names signal, rule, reason, what confirms it, links and the rubric', () => {
    const evidence = evidenceOf({ decision: 'kept', isFound: false, strength: 'candidate' });
    expect(whyAnswer({ evidence, confirmedWhen: 'Home is known.', rubricUrl }, host)).toBe(
      [
        '“Retry failed charges” was found by the signal `cross-repo-review`, rule version 1, as a candidate.',
        '',
        '- Reason: Asked for changes, with reasons, in a repository outside their home.',
        '- Confirmed when: Home is known.',
        '- You kept it; it is no longer found.',
        '- What it rests on: [review](https://redirect.github.com/acme/billing/pull/12#pullrequestreview-9001)',
        '- The rules: [what counts, and what does not](https://redirect.github.com/staff-signals/staff-signals/blob/main/config/rubric.md#cross-repo-review)',
      ].join('\n'),
    );
  });

  it.each(hostileTexts.map((text, index) => [index, text] as const))('leaves no trace of hostile text %i', (_index, text) => {
    const evidence = evidenceOf({ title: text, because: text, links: [text, 'https://github.com/acme/billing/pull/1'] });
    for (const webUrl of ['https://github.com', 'https://git.acme.example']) {
      const answer = whyAnswer({ evidence, confirmedWhen: null, rubricUrl }, { webUrl });
      expect(readAsGitHub(answer).traces).toEqual([]);
      expect(readMonth(answer).items).toEqual([]);
    }
  });
});

describe('an answer of several pages', () => {
  it('comes apart as it was put together; other answers are none', () => {
    expect(answerPages(pagesAnswer(['# One\n\ntext', '', 'Three']))).toEqual(['# One\n\ntext', '', 'Three']);
    expect(answerPages('`/brag why 3`: because.')).toBeNull();
  });
});

describe('export', () => {
  const entry = {
    key: 'a'.repeat(16),
    personId: 41,
    month: '2026-10',
    day: null,
    link: null,
    repositoryId: 8,
    addedAt: '2026-11-02T08:00:00Z',
  };

  it.each(hostileTexts.map((text, index) => [index, text.slice(0, 300)] as const))(
    'gives hostile text %i back as it was, and leaves no trace of it',
    (_index, text) => {
      const note = { key: entry.key, personId: 41, text, repositoryId: 8, writtenAt: '2026-11-02T08:00:00Z' };
      const json = ownExport({
        evidence: [evidenceOf({ title: text, quote: text })],
        entries: [{ ...entry, text, decision: 'none' }],
        notes: [note],
        participations: [],
        reports: [],
        decisions: [],
        commands: [],
        audit: [],
        enrolment: null,
        drafts: [],
        shares: [],
        speaksIn: 0,
      });
      const answer = exportAnswer({ json, shortJson: json, hidden: 0, login: 'maya' });
      const document = JSON.parse(/```json\n(.*)\n```/.exec(answer)?.[1] ?? '');
      expect([document.evidence[0].quote, document.entries[0].text, document.notes[0].text]).toEqual([text, text, text]);
      expect(readAsGitHub(answer).traces).toEqual([]);
      expect(readMonth(answer).items).toEqual([]);
    },
  );

  it('says how many items it leaves out, and whom to ask', () => {
    expect(exportAnswer({ json: '{}', shortJson: '{}', hidden: 2, login: 'maya' })).toMatch(
      /two items in restricted repositories are left out\. Ask .*--login maya/,
    );
    const long = 'x'.repeat(60_000);
    expect(exportAnswer({ json: long, shortJson: long, hidden: 0, login: 'maya' })).not.toContain('xx');
    const short = exportAnswer({ json: long, shortJson: '{"entries":[]}', hidden: 0, login: 'maya' });
    expect(short).toMatch(/took part is left out, since it is too long\. Ask [\s\S]*\{"entries":\[\]\}/);
    expect(short).not.toContain('xx');
  });
});

describe('a comment of answers', () => {
  it('is found again by the last comment that it answers', () => {
    const comment = answersComment({ answers: [helpAnswer()], counts: null, through: '4711' });
    expect(answeredThrough(comment)).toBe(4711);
    expect(answeredThrough('<!-- staff-signals:answers through -->')).toBeNull();
  });

  it('says how much was done, and is never longer than GitHub takes', () => {
    const answers = Array.from({ length: 40 }, (_, index) => `${index} ${'x'.repeat(9_000)}`);
    const comment = answersComment({ answers, counts: { done: 39, refused: 1 }, through: '9' });
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment).toMatch(/^Of 40 commands 39 are done, and 1 is not\./);
    expect(comment).toContain('34 more answers are left out');
    expect(answersComment({ answers: [], counts: { done: 30, refused: 0 }, through: '9' })).toMatch(/^All 30 commands are done\./);
  });
});
