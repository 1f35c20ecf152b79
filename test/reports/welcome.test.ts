/** The welcome issue's words: for every kind of place, calling nobody whatever names and messages hold. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newFileAddress, optInFile, renderWelcome, welcomeMarker, type WelcomeView } from '../../src/reports/welcome.ts';
import { readAsGitHub } from './github-reading.ts';
import { hostileTexts } from './hostile-texts.ts';

const plain: WelcomeView = {
  organisation: 'acme-example',
  reports: { repository: 'brag-log', timezone: 'Europe/Lisbon', day: 3, isPersonal: false },
  readers: { kind: 'people', count: 12 },
  enrolled: { isByRequest: false, enrolled: 40, members: 42 },
  retentionMonths: 24,
  repositories: [
    { fullName: 'acme-example/handbook', defaultBranch: 'main', standing: 'in' },
    { fullName: 'acme-example/shop', defaultBranch: 'release/2', standing: 'out' },
    { fullName: 'acme-example/torn', defaultBranch: 'main', standing: 'broken' },
  ],
  unnamed: { all: 4, optedIn: 1 },
  problems: ['Settings of `acme-example/torn`: line 2: `signal` is not a setting. Did you mean `signals`?'],
  progress: null,
  leftovers: [],
  unnamedLeftovers: 0,
  webUrl: 'https://github.com',
  rubricUrl: 'https://github.com/staff-signals/staff-signals/blob/main/config/rubric.md',
};

const bodyOf = (change: Partial<WelcomeView>) => renderWelcome({ ...plain, ...change }).body;

describe('the welcome issue', () => {
  it('begins with its marker and says where every repository stands', () => {
    const body = bodyOf({});
    expect(body.split('\n')[0]).toBe(welcomeMarker);
    expect(body).toContain('of seven repositories that could, two have');
    expect(body).toContain('- `acme-example/handbook`: **opted in**');
    expect(body).toMatch(/^- `acme-example\/shop`: \[opt in\]\(https:\/\/redirect\.github\.com\/acme-example\/shop\/new\/release\/2\?/m);
    expect(body).toContain('- `acme-example/torn`: its settings file has mistakes');
    expect(body).toContain('Four further repositories, 1 of them opted in');
    expect(body).toContain('- Settings of `acme-example/torn`: line 2: `signal` is not a setting.');
    expect(body).not.toContain('Reading the past');
  });

  it('opens a new file with the settings filled in, by a link that leads back from nothing', () => {
    const address = newFileAddress({ fullName: 'acme-example/shop', defaultBranch: 'main' }, 'https://github.com');
    const url = new URL(address);
    expect([url.host, url.pathname]).toEqual(['redirect.github.com', '/acme-example/shop/new/main']);
    expect(url.searchParams.get('filename')).toBe('.github/staff-signals.yml');
    expect(url.searchParams.get('value')).toBe(optInFile);
    const server = newFileAddress({ fullName: 'acme-example/shop', defaultBranch: 'a (b)' }, 'https://github.example.test');
    expect(server).toMatch(/^https:\/\/github\.example\.test\/acme-example\/shop\/new\/a%20%28b%29\?/);
  });

  it('says who reads what', () => {
    expect(bodyOf({})).toContain('read by the twelve people who can read this repository');
    expect(bodyOf({ readers: { kind: 'everyone' } })).toContain('**everybody: this repository is public**');
    const personal = bodyOf({ reports: { ...plain.reports, repository: 'brag-{login}', isPersonal: true } });
    expect(personal).toContain('in their own repository, `brag-{login}`');
    expect(personal).toContain('that engineer and the organisation’s owners');
    expect(bodyOf({ enrolled: { isByRequest: true, enrolled: 1, members: 9 } })).toContain('asks for a log of your own');
  });

  it('has room for the progress of the past, and for issues that somebody should delete', () => {
    const body = bodyOf({
      progress: '1 of 3 repositories read; 120 pull requests, issues and discussions, back to 2026-05-01 (of 2025-03-20)',
      unnamedLeftovers: 2,
      leftovers: [{ repository: 'acme-example/brag-log', number: 7 }],
    });
    expect(body).toContain('1 of 3 repositories read; 120 pull requests');
    expect(body).toContain('- two issues in other repositories; `doctor` lists them');
    expect(body).toContain('- issue 7 in `acme-example/brag-log`');
  });

  it('stays within what GitHub takes, however many repositories and problems there are', () => {
    const repositories = Array.from({ length: 5000 }, (_, index) => ({
      fullName: `${'o'.repeat(39)}/${String(index).padStart(100, 'r')}`,
      defaultBranch: 'b'.repeat(60),
      standing: 'out' as const,
    }));
    const body = bodyOf({ repositories, problems: Array.from({ length: 900 }, () => `line 1: \`${'x'.repeat(60)}\` is wrong.`) });
    expect(body.length).toBeLessThan(65_000);
    expect(body).toContain('4900 more repositories, left out to keep this short.');
    expect(body).toContain('and 870 more');
  });

  it('calls nobody, whatever people named things', () => {
    const name = fc.constantFrom(...hostileTexts);
    fc.assert(
      fc.property(name, name, (one, other) => {
        const { traces, html } = readAsGitHub(
          bodyOf({
            organisation: one,
            problems: [`Settings of \`${one.replaceAll('`', "'").replaceAll('\n', ' ')}\`: ${other}`],
            reports: { ...plain.reports, repository: other, timezone: one },
          }),
        );
        expect(traces).toEqual([]);
        expect(html.filter((tag) => !/^<\/?span>$/.test(tag))).toEqual([welcomeMarker]);
      }),
    );
  });
});
