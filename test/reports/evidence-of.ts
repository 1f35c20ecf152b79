/** Evidence and inputs for tests of reports: an organisation `acme` on the public GitHub, engineer `maya`. */
import type { Evidence } from '../../src/domain/evidence.ts';
import type { MonthInput } from '../../src/reports/month-view.ts';

let made = 0;

/** One confirmed item of October 2026, changed as told. Keys differ from call to call. */
export function evidenceOf(change: Partial<Evidence> = {}): Evidence {
  made += 1;
  return {
    key: made.toString(16).padStart(16, '0'),
    signal: 'cross-repo-review',
    version: 1,
    pillar: 'cross-team-impact',
    subject: { repositoryId: 7, kind: 'pull', number: 12 },
    person: { id: 41, login: 'maya' },
    strength: 'confirmed',
    decision: 'none',
    repository: { id: 7, fullName: 'acme/billing' },
    at: '2026-10-12T09:30:00Z',
    month: '2026-10',
    isFound: true,
    title: 'Retry failed charges',
    because: 'Asked for changes, with reasons, in a repository outside their home.',
    quote: null,
    links: ['https://github.com/acme/billing/pull/12#pullrequestreview-9001'],
    ...change,
  };
}

/** A month's input without evidence, changed as told. */
export function inputOf(change: Partial<MonthInput> = {}): MonthInput {
  return {
    person: { id: 41, login: 'maya' },
    month: '2026-10',
    organisation: 'acme',
    timezone: 'Europe/Berlin',
    audience: 'shared',
    evidence: [],
    isRestricted: () => false,
    notes: '',
    destination: { fullName: 'acme/brag-log', readers: { kind: 'people', ids: [41, 1, 2, 3, 50, 51] } },
    ownerIds: [1, 2, 3],
    rubricUrl: 'https://github.com/staff-signals/staff-signals/blob/main/config/rubric.md',
    webUrl: 'https://github.com',
    ...change,
  };
}
