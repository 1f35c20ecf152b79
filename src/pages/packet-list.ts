/** The list of an engineer's packets, and the way to begin one. */
import type { Instant } from '../domain/instant.ts';
import type { PacketDraft } from '../domain/packet-draft.ts';
import type { Period } from '../domain/period.ts';
import { type Html, html } from '../reports/html.ts';
import { dayWords, periodWords } from '../reports/packet-words.ts';
import { draftFields } from './draft-form.ts';
import { csrfField, pagePath, renderPage, type Visitor } from './frame.ts';

/** The address of one packet, and of what lies below it. */
export function packetPath(organisation: string, id: string, below = ''): string {
  return `${pagePath(organisation, 'packets')}/${id}${below}`;
}

/** `3 Nov 2026, 08:05 UTC`. */
export function timeWords(at: Instant): string {
  return `${dayWords(at.slice(0, 10))}, ${at.slice(11, 16)} UTC`;
}

export type ListedDraft = { readonly draft: PacketDraft; readonly sharedWith: number };

/** `usual` is the period that the form begins with; `trouble` says why the last one could not be begun. */
export function packetListPage(of: {
  readonly visitor: Visitor;
  readonly drafts: readonly ListedDraft[];
  readonly usual: Period;
  readonly trouble: string | null;
}): string {
  const { visitor, drafts, usual, trouble } = of;
  const body = html`<h1>Packets</h1>
<p class="lede">A packet is your evidence laid out for the people who decide on a promotion. Begin one, choose what goes in, put it in order, and tell in your own words how it hangs together.</p>
${drafts.length === 0 ? null : html`<ul class="packet-list">${drafts.map((one) => listed(one, visitor))}</ul>`}
<section class="card"><h2>${drafts.length === 0 ? 'Begin your packet' : 'Begin another one'}</h2>
<form method="post" action="${pagePath(visitor.organisation, 'packets')}">${csrfField(visitor)}
${trouble === null ? null : html`<p class="wrong" id="period-trouble">${trouble}</p>`}
${periodFields(usual)}
<p class="hint">It begins with everything of these months that you kept or that is confirmed, and with what you added. Nothing you do here changes your log.</p>
<p><button class="primary">Begin</button></p>
</form></section>`;
  return renderPage({ title: 'Packets', visitor, current: 'packets', body });
}

function listed({ draft, sharedWith }: ListedDraft, { organisation }: Visitor): Html {
  const shared = sharedWith === 0 ? '' : ` · shared with ${sharedWith} ${sharedWith === 1 ? 'person' : 'people'}`;
  return html`<li class="card"><h2><a href="${packetPath(organisation, draft.id)}">${draft.contents.title || 'Untitled'}</a></h2>
<p class="quiet">${periodWords(draft.contents.period)} · saved ${timeWords(draft.savedAt)}${shared}</p></li>`;
}

/** Two months; browsers that know no months take them as text. */
export function periodFields({ from, to }: Period): Html {
  const month = (name: string, label: string, value: string): Html =>
    html`<div class="field"><label for="${name}">${label}</label><input type="month" id="${name}" name="${name}" value="${value.slice(0, 7)}" placeholder="2026-01" pattern="\\d{4}-\\d{2}(-\\d{2})?" required></div>`;
  return html`<div class="row packet-period">${month(draftFields.from, 'First month', from)}${month(draftFields.to, 'Last month', to)}</div>`;
}
