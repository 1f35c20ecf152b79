/** A packet as a committee reads it: on the screen, on paper, and for whom it is shared with. */
import { entriesPartId } from '../reports/arrange-packet.ts';
import { type Html, html, rawHtml } from '../reports/html.ts';
import { linkName } from '../reports/month-blocks.ts';
import type { MonthCount } from '../reports/month-view.ts';
import type { PacketEntry, PacketItem, PacketProject, PacketSection, PacketView } from '../reports/packet-view.ts';
import {
  aboveWords,
  dayWords,
  enabledWords,
  guidedWords,
  packetSummary,
  partNotes,
  periodWords,
  projectWords,
  restrictedWords,
  sectionTitles,
} from '../reports/packet-words.ts';
import { monthName, shortMonthName } from '../reports/wording.ts';
import { signalName } from './log/words.ts';
import { proseHtml } from './prose.ts';

/** An arranged packet as one article. Its title is the page's highest heading. */
export function packetArticle(view: PacketView): Html {
  const { words, person, organisation, period } = view;
  const summary = proseHtml(words?.summary ?? '', 2);
  return html`<article class="packet">
<header>
<h1>${words?.title || `Evidence for a promotion: ${person.login}`}</h1>
<p class="packet-about">${person.login} · ${organisation} · ${periodWords(period)}</p>
${summary === null ? null : html`<div class="packet-opening">${summary}</div>`}
<p class="quiet">${packetSummary(view)}</p>
</header>
${projectsPart(view)}
${view.sections.map((section) => sectionPart(section, view))}
${entriesPart(view)}
${patternPart(view)}
<footer class="packet-end"><p>Every numbered item was seen on GitHub and links to what shows it; <a href="${view.rubricUrl}">the rules are published</a>. What nobody else has checked is marked as the engineer’s own words.</p></footer>
</article>`;
}

function projectsPart(view: PacketView): Html | null {
  if (view.projects.length === 0) return null;
  return html`<section><h2>Staff projects</h2>
${view.projects.map((project) => projectPart(project, view))}
</section>`;
}

function projectPart(project: PacketProject, view: PacketView): Html {
  const about = projectWords(project);
  const items = project.items.map((item) => itemPart(item, item.subject === project.subject ? 'untitled' : 'titled'));
  return html`<section class="packet-project"><h3>${project.title || 'Untitled'}</h3>
${about === '' ? null : html`<p class="quiet small">${about}</p>`}
${proseHtml(view.words?.byPart[project.subject] ?? '', 4)}
${list(items)}${restrictedPart(project)}
</section>`;
}

function sectionPart(section: PacketSection, view: PacketView): Html {
  const { id, items, above, restrictedCount = 0 } = section;
  const prose = proseHtml(view.words?.byPart[id] ?? '', 3);
  if (items.length + above.length + restrictedCount === 0 && prose === null) return html``;
  return html`<section><h2>${sectionTitles[id]}</h2>
${prose}
${id === 'glue' ? html`<p class="quiet small">${partNotes.glue}</p>` : null}
${above.length === 0 ? null : html`<p class="quiet small">${aboveWords(above)}</p>`}
${list(items.map((item) => itemPart(item, 'titled')))}${restrictedPart(section)}
</section>`;
}

function list(items: readonly Html[]): Html | null {
  return items.length === 0 ? null : html`<ol class="packet-items">${items}</ol>`;
}

/** In the place of what the reader can't see. */
function restrictedPart({ restrictedCount = 0 }: { readonly restrictedCount?: number }): Html | null {
  return restrictedCount === 0 ? null : html`<p class="packet-restricted">${restrictedWords(restrictedCount)}</p>`;
}

function itemPart(item: PacketItem, title: 'titled' | 'untitled'): Html {
  const [first = '', ...others] = item.links;
  const more = [guidedWords(item), enabledWords(item)].filter((words) => words !== null).join(' ');
  const marks = [
    ...(item.isKept && item.strength === 'candidate' ? ['judged right by the engineer'] : []),
    ...(item.isFound ? [] : ['no longer found']),
  ].join(', ');
  const name = title === 'titled' ? item.title || 'Untitled' : signalName(item.signal);
  return html`<li value="${item.number}">
<p class="packet-item"><strong>${linkTo(first, name)}</strong> <span class="quiet">${item.repository} · ${dayWords(item.day)}</span></p>
<p>${item.because}${more === '' ? null : ` ${more}`}${marks === '' ? null : html` <em class="quiet">(${marks})</em>`}</p>
${quotation(item.quote)}${ownWords(item.note)}${linksPart(others)}
</li>`;
}

function quotation(quote: string | null): Html | null {
  return quote === null || quote.trim() === '' ? null : html`<blockquote><p>${quote}</p></blockquote>`;
}

function ownWords(note: string | null): Html | null {
  return note === null ? null : html`<p class="packet-own"><span class="quiet">In the engineer’s words:</span> ${note}</p>`;
}

function linksPart(links: readonly string[]): Html | null {
  if (links.length === 0) return null;
  const each = links.map((link, index) => html`${index === 0 ? '' : ' · '}${linkTo(link, linkName(link))}`);
  return html`<p class="small">${rawHtml(each.map(({ markup }) => markup).join(''))}</p>`;
}

/** Addresses of the web alone are followed. */
function linkTo(address: string, words: string): Html {
  const isWeb = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
  return isWeb ? html`<a href="${address}" rel="noopener noreferrer">${words}</a>` : html`${words}`;
}

function entriesPart(view: PacketView): Html | null {
  const prose = proseHtml(view.words?.byPart[entriesPartId] ?? '', 3);
  if (view.entries.length === 0 && prose === null) return null;
  return html`<section><h2>In the engineer’s own words</h2>
${prose}
<p class="quiet small">${partNotes.entries}</p>
${list(view.entries.map(entryPart))}
</section>`;
}

function entryPart({ number, day, month, text, link, moreLinks = [], note }: PacketEntry): Html {
  return html`<li value="${number}">
<p class="packet-item"><span class="quiet">${day === null ? monthName(month) : dayWords(day)}</span></p>
<p>${text}</p>
${ownWords(note)}${linksPart(link === null ? [] : [link, ...moreLinks])}
</li>`;
}

/** Fewer items make no picture. */
const fewestDrawn = 3;

function patternPart({ history }: PacketView): Html | null {
  const total = history.reduce((sum, month) => sum + month.total, 0);
  if (total < fewestDrawn) return null;
  const active = history.filter((month) => month.total > 0).length;
  const words = `${total} items in ${active} of ${history.length} months.`;
  return html`<section class="packet-pattern"><h2>Pattern over time</h2>
<p>${words}</p>
${drawn(history)}
</section>`;
}

const barWidth = 20;
const barStep = 28;
const drawnHeight = 90;

/** One bar for each month, with its number above; the months by name at the ends and in January. */
function drawn(history: readonly MonthCount[]): Html {
  const most = Math.max(...history.map(({ total }) => total));
  const bars = history.map(({ month, total }, index) => {
    const height = Math.round((total / most) * drawnHeight);
    const x = index * barStep + 4;
    const isEnd = index === 0 || index === history.length - 1;
    const isNamed = isEnd || (month.endsWith('-01') && index > 1 && index < history.length - 2);
    const name = isNamed
      ? html`<text x="${x + barWidth / 2}" y="${drawnHeight + 32}">${shortMonthName(month)} ${month.slice(2, 4)}</text>`
      : null;
    const count = total === 0 ? null : html`<text class="count" x="${x + barWidth / 2}" y="${drawnHeight + 12 - height}">${total}</text>`;
    return html`<rect x="${x}" y="${drawnHeight + 16 - height}" width="${barWidth}" height="${Math.max(height, 1)}" rx="2"></rect>${count}${name}`;
  });
  const told = history.filter(({ total }) => total > 0).map(({ month, total }) => `${monthName(month)}: ${total}`);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Items by month"><svg class="packet-bars" role="img" aria-label="${told.join(', ')}" viewBox="-12 0 ${history.length * barStep + 24} ${drawnHeight + 40}" width="${history.length * barStep + 24}" height="${drawnHeight + 40}">
${bars}
</svg></div>`;
}
