/** The page for an organisation's owners: how the installation is. It shows nobody's evidence, and names no person. */
import type { Instant } from '../domain/instant.ts';
import { counted } from '../domain/number-words.ts';
import { type Html, html } from '../reports/html.ts';
import { dayWords } from '../reports/packet-words.ts';
import { shortName } from '../reports/wording.ts';

export type InstallationView = {
  /** Those that opted in, and those whose settings file has a mistake. */
  readonly repositories: readonly {
    readonly fullName: string;
    readonly visibility: string;
    /** Collection rests until the file is mended. */
    readonly isResting: boolean;
    /** What is wrong with its settings file, Markdown. */
    readonly problems: readonly string[];
    /** Up to when changes have been listed; null before the first time. */
    readonly lookedAt: Instant | null;
  }[];
  /** Installed, and not opted in. */
  readonly otherCount: number;
  /** What is wrong with the organisation's file, Markdown. */
  readonly settingsProblems: readonly string[];
  readonly reports: {
    readonly repository: string;
    readonly isPersonal: boolean;
    readonly timezone: string;
    readonly day: number;
    /** Still to be written, at most. */
    readonly missingCount: number;
    /** Issues that can't be written at present. */
    readonly troubledCount: number;
  };
  /** How far the past has been read; null before any was. `share` from 0 to 1. */
  readonly history: { readonly words: string; readonly share: number } | null;
  readonly peopleLookedAt: Instant | null;
  /** When the daily look at everything last ran. */
  readonly dailyAt: Instant | null;
  /** What GitHub still lets the App ask this hour, as far as this process has heard. */
  readonly allowances: readonly { readonly resource: string; readonly limit: number; readonly remaining: number }[];
  readonly now: Instant;
};

/** The body of the page. */
export function installationPage(view: InstallationView, { organisation }: { readonly organisation: string }): Html {
  return html`<h1>The installation in ${organisation}</h1>
<p class="lede">How staff-signals is doing here. Logs belong to the engineers: nothing of theirs is on this page, and nothing counts what they do.</p>
${problems(view)}
<h2>At a glance</h2>
<dl class="facts card">${facts(view)}</dl>
<h2>Repositories that opted in</h2>
${repositories(view, organisation)}`;
}

function problems({ settingsProblems, repositories: all }: InstallationView): Html | null {
  const broken = all.filter(({ isResting }) => isResting);
  const lines = [
    ...settingsProblems.map((problem) => html`<li><strong>The organisation’s file:</strong> ${plain(problem)}</li>`),
    ...broken.map(
      ({ fullName, problems: own }) =>
        html`<li><strong>${fullName}:</strong> ${plain(own.join(' '))} Nothing is collected there until it is mended, and nothing is lost.</li>`,
    ),
  ];
  if (lines.length === 0) return null;
  return html`<section class="notice warn" aria-labelledby="problems"><h2 id="problems" class="flush">Settings that need a look</h2><ul>${lines}</ul></section>`;
}

/** Problems are Markdown with code spans; here their ticks are left out. */
function plain(problem: string): string {
  return problem.replaceAll('`', '');
}

function facts(view: InstallationView): readonly Html[] {
  const { reports, history, allowances, now } = view;
  const fact = (term: string, words: string | Html) => html`<dt>${term}</dt><dd>${words}</dd>`;
  const optedIn = view.repositories.filter(({ isResting }) => !isResting).length;
  const where = reports.isPersonal
    ? `one repository for each engineer, ${reports.repository}`
    : `one shared repository, ${reports.repository}`;
  const isInOrder = view.settingsProblems.length === 0 && optedIn === view.repositories.length;
  return [
    fact('Settings', isInOrder ? 'in order' : 'need a look, above'),
    fact('Opted in', `${counted(optedIn, 'repository', 'repositories')}; ${counted(view.otherCount, 'other')} installed and left alone`),
    fact('Reports', `${where}; on day ${reports.day} of the month, ${reports.timezone}`),
    fact('Reports to be written', reports.missingCount === 0 ? 'none' : `at most ${reports.missingCount}, as fast as GitHub takes them`),
    ...(reports.troubledCount === 0 ? [] : [fact('Reports in trouble', `${reports.troubledCount}; doctor names the issues`)]),
    fact(
      'The past',
      history === null
        ? 'nothing to read yet'
        : html`<progress max="1" value="${history.share}" aria-label="How far the past has been read"></progress> ${history.words}`,
    ),
    fact('Members and teams', seen(view.peopleLookedAt, now)),
    fact('Last daily look', seen(view.dailyAt, now)),
    ...(allowances.length === 0
      ? [fact('GitHub’s limits', 'nothing was asked since this process began')]
      : allowances.map(({ resource, limit, remaining }) =>
          fact(resource === 'graphql' ? 'GraphQL points left' : 'Requests left', `${grouped(remaining)} of ${grouped(limit)} this hour`),
        )),
  ];
}

function repositories({ repositories: all, now }: InstallationView, organisation: string): Html {
  if (all.length === 0)
    return html`<p class="empty">None yet. The welcome issue lists the repositories that can opt in, each with a link that does it.</p>`;
  const rows = all.map(
    ({ fullName, visibility, isResting, lookedAt }) =>
      html`<tr><th scope="row">${shortName(fullName, organisation)}</th><td>${visibility}</td><td>${isResting ? '⚠ settings need a look' : '✓ in'}</td><td>${seen(lookedAt, now)}</td></tr>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Repositories that opted in"><table><thead><tr><th scope="col">Repository</th><th scope="col">Visibility</th><th scope="col">State</th><th scope="col">Changes listed</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** `14,237`. */
function grouped(count: number): string {
  return count.toLocaleString('en-GB');
}

/** `today at 14:05 UTC`, `8 Oct 2026`. */
function seen(at: Instant | null, now: Instant): string {
  if (at === null) return 'not yet';
  return at.slice(0, 10) === now.slice(0, 10) ? `today at ${at.slice(11, 16)} UTC` : dayWords(at.slice(0, 10));
}
