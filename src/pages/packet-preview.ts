/** Pages around a packet as a committee reads it: its engineer's preview, and what somebody sees with whom it was shared. */
import type { Instant } from '../domain/instant.ts';
import { type Html, html } from '../reports/html.ts';
import { dayWords } from '../reports/packet-words.ts';
import type { PacketView } from '../reports/packet-view.ts';
import { csrfField, renderPage, type Visitor } from './frame.ts';
import { packetArticle } from './packet-article.ts';
import { packetPath } from './packet-list.ts';

const printing = html`<button type="button" class="packet-print" data-print hidden>Print, or save as PDF</button>`;

/** For its engineer. */
export function packetPreviewPage(of: { readonly visitor: Visitor; readonly id: string; readonly view: PacketView }): string {
  const { visitor, id, view } = of;
  const path = (below: string): string => packetPath(visitor.organisation, id, below);
  const bar = html`<div class="packet-bar row no-print"><a class="button" href="${path('')}">Back to editing</a>${printing}<a class="button plain" href="${path('/packet.md')}">Markdown</a><a class="button plain" href="${path('/packet.json')}">JSON</a></div>
<p class="quiet small no-print">This is how others read it. Your browser prints it, and saves it as a PDF, without the page around it.</p>`;
  return page(view, visitor, bar);
}

/** For the one person with whom it was shared. */
export function sharedPacketPage(of: { readonly view: PacketView; readonly endsAt: Instant }): string {
  const { view, endsAt } = of;
  const bar = html`<div class="notice no-print"><p>${view.person.login} shared this packet with you alone, until ${dayWords(endsAt.slice(0, 10))}. What your own account can’t read on GitHub is counted and not shown. ${view.person.login} sees when you open it.</p>
<p>${printing}</p></div>`;
  return page(view, null, bar);
}

function page(view: PacketView, visitor: Visitor | null, bar: Html): string {
  const title = view.words?.title || `Evidence for a promotion: ${view.person.login}`;
  return renderPage({ title, visitor, current: visitor === null ? null : 'packets', body: html`${bar}${packetArticle(view)}` });
}

/** Asks once more before a packet goes. */
export function erasePacketPage(of: { readonly visitor: Visitor; readonly id: string; readonly title: string }): string {
  const { visitor, id, title } = of;
  const body = html`<div class="alone"><h1>Throw it away?</h1>
<p class="lede">“${title || 'Untitled'}” goes with its older versions and all that you wrote in it, and nobody with whom you shared it can open it any more. Your log stays as it is.</p>
<form method="post" action="${packetPath(visitor.organisation, id, '/erase')}" class="row">${csrfField(visitor)}<button class="danger">Throw it away</button><a class="button" href="${packetPath(visitor.organisation, id)}">Keep it</a></form></div>`;
  return renderPage({ title: 'Throw it away?', visitor, current: 'packets', body });
}
