/** What a log without items says: why, what will come, and how. */
import { type Html, html } from '../../reports/html.ts';
import type { Emptiness } from './view.ts';

type Place = { readonly path: string; readonly organisation: string };

/** In the place of the list. */
export function emptyBlock(empty: Emptiness, place: Place): Html {
  return html`<div class="empty">${wordsFor(empty, place)}</div>`;
}

function wordsFor(empty: Emptiness, place: Place): Html {
  if (empty.kind === 'nothing-opted-in') return nothingOptedIn(place);
  if (empty.kind === 'being-read')
    return html`<h2>Your past is being read</h2>
<p>Reviews, documents, decisions: what staff-signals recognises in them turns up here by itself, the newest first. There is nothing you have to do.</p>`;
  if (empty.kind === 'no-match')
    return html`<h2>Nothing matches</h2>
<p>Try fewer words or a longer period, or <a href="${place.path}">look at all of it</a>.</p>`;
  return html`<h2>Nothing yet, and that is all right</h2>
<p>When you review work outside your own repositories, write a proposal, raise the argument that changes a design, or help somebody’s first change land, it turns up here within minutes. Once a month, on day ${empty.reportDay}, it is also put together in an issue of your own.</p>
<p>Much of what you do leaves no trace on GitHub: <a href="${place.path}/entries">add it yourself</a>.</p>`;
}

function nothingOptedIn({ organisation }: Place): Html {
  return html`<h2>No repository has opted in yet</h2>
<p>staff-signals looks at nothing in ${organisation} until a repository says so, with the file <code>.github/staff-signals.yml</code> on its default branch:</p>
<pre><code>enabled: true</code></pre>
<p>The welcome issue lists the repositories that could, each with a link that does it. Then the past is read, and this log fills by itself.</p>`;
}
