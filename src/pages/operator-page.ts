/** The operator's page: how the queues are, and what failed. It holds numbers, ids and our own sentences; no name and no text of anybody. */
import type { Instant } from '../domain/instant.ts';
import { type Html, html } from '../reports/html.ts';
import { renderPage } from './frame.ts';

export type QueueRow = {
  readonly name: string;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
  /** How long the job that has waited longest could have run; 0 when none waits. */
  readonly oldestWaitingMs: number;
};

export type FailedRow = {
  readonly queue: string;
  readonly id: string;
  /** The ids that the job carries. */
  readonly about: Readonly<Record<string, string | number>>;
  readonly reason: string;
  readonly at: Instant;
  readonly attempts: number;
  readonly canRunAgain: boolean;
};

export type QueuesView = {
  /** Where jobs are kept, such as `Redis 7.2`. */
  readonly keptIn: string;
  readonly queues: readonly QueueRow[];
  readonly failed: readonly FailedRow[];
  readonly touchedRepositories: number;
  /** Since when the longest waiting touch is due; null when none is. */
  readonly oldestTouchAt: Instant | null;
  readonly at: Instant;
  /** What became of the last request; null without one. */
  readonly said: string | null;
  /** Whether a cookie holds the session that one can sign out of. */
  readonly canSignOut: boolean;
};

const purposes: Readonly<Record<string, string>> = {
  refresh: 'looks touched subjects up',
  organisation: 'brings people, teams and settings up to date',
  report: 'writes monthly issues',
  sweep: 'finds what no delivery told of',
  history: 'reads the past',
};

const longestReason = 160;

/** A reason as one sentence of ours: what it quotes, and whatever looks like a path or a name with its owner, is left out. */
export function withoutNames(reason: string): string {
  const bare = reason.replaceAll(/`[^`]*`|"[^"]*"|“[^”]*”|(?<!\w)'[^']*'/g, '…').replaceAll(/\S*[/@]\S*/g, '…');
  const line = bare.replaceAll(/\s+/g, ' ').trim();
  return line.length > longestReason ? `${line.slice(0, longestReason - 1)}…` : line;
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}

function queueLine(row: QueueRow): Html {
  return html`<tr><th scope="row">${row.name}<br><span class="hint">${purposes[row.name] ?? ''}</span></th>
<td>${row.waiting}</td><td>${row.active}</td><td>${row.delayed}</td><td>${row.failed}</td><td>${row.oldestWaitingMs === 0 ? '–' : duration(row.oldestWaitingMs)}</td></tr>`;
}

function retryForm({ queue, id, at }: FailedRow): Html {
  return html`<form method="post" action="/operator/queues/again"><input type="hidden" name="queue" value="${queue}"><input type="hidden" name="id" value="${id}"><button type="submit">Try again<span class="visually-hidden"> the ${queue} job of ${at}</span></button></form>`;
}

function failedLine(row: FailedRow): Html {
  const about = Object.entries(row.about).map(([name, value]) => `${name} ${value}`);
  return html`<tr><th scope="row">${row.queue}<br><span class="hint">${about.join(', ')}</span></th>
<td>${withoutNames(row.reason)}</td><td>${row.at}</td><td>${row.attempts}</td><td>${row.canRunAgain ? retryForm(row) : html`by itself, at the next tick`}</td></tr>`;
}

function failedTable(failed: readonly FailedRow[]): Html {
  if (failed.length === 0) return html`<p class="empty">No job has failed for good.</p>`;
  return html`<p>They are tried again within the hour, and disappear once the same work comes through. The log says more, by the same ids.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Failed jobs"><table>
<thead><tr><th scope="col">Job</th><th scope="col">Why</th><th scope="col">When</th><th scope="col">Attempts</th><th scope="col">Again</th></tr></thead>
<tbody>${failed.map(failedLine)}</tbody></table></div>`;
}

/** The page of queues. */
export function queuesPage(view: QueuesView): string {
  const { touchedRepositories: touched, oldestTouchAt } = view;
  const due = oldestTouchAt === null ? 0 : Math.max(0, Date.parse(view.at) - Date.parse(oldestTouchAt));
  const oldest = due > 0 ? html`, the longest for ${duration(due)}` : null;
  const body = html`<h1>Queues</h1>
${view.said === null ? null : html`<p class="notice" role="status">${view.said}</p>`}
<p>Jobs are kept in ${view.keptIn}. ${touched === 1 ? 'One repository has' : `${touched} repositories have`} touched subjects to look up${oldest}. As of ${view.at}.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Queues"><table>
<thead><tr><th scope="col">Queue</th><th scope="col">Waiting</th><th scope="col">Running</th><th scope="col">Delayed</th><th scope="col">Failed</th><th scope="col">Oldest waits</th></tr></thead>
<tbody>${view.queues.map(queueLine)}</tbody></table></div>
<h2>Failed jobs</h2>
${failedTable(view.failed)}
${view.canSignOut ? html`<form method="post" action="/operator/sign-out"><p><button type="submit">Sign out</button></p></form>` : null}`;
  return renderPage({ title: 'Queues', visitor: null, current: null, body });
}

/** Asks for the operator's token. */
export function operatorSignInPage({ isWrong }: { readonly isWrong: boolean }): string {
  const body = html`<div class="alone"><h1>For whoever runs the service</h1>
<form method="post" action="/operator/sign-in">
<p class="field"><label for="token">The value of <code>OPERATOR_TOKEN</code></label>
<input id="token" name="token" type="password" autocomplete="current-password" required>
${isWrong ? html`<span class="wrong" role="alert">That is not the token.</span>` : null}</p>
<p><button class="primary" type="submit">Look at the queues</button></p>
</form></div>`;
  return renderPage({ title: 'Operator', visitor: null, current: null, body });
}
