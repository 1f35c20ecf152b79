/** With whom a packet is shared, and the way to share it with one person more. */
import type { Instant } from '../domain/instant.ts';
import type { PacketShare } from '../domain/packet-draft.ts';
import { type Html, html } from '../reports/html.ts';
import { dayWords } from '../reports/packet-words.ts';
import { csrfField, type Visitor } from './frame.ts';
import { packetPath, timeWords } from './packet-list.ts';

/** A share as its engineer sees it. `viewer`: what the reader is called now, null when that can’t be told. `address`: what to send them. */
export type ShownShare = PacketShare & { readonly viewer: string | null; readonly isOpen: boolean; readonly address: string };

export type SharedDraft = {
  readonly shares: readonly ShownShare[];
  /** What was typed into the form and why it did not work; null before. */
  readonly sharing: { readonly login: string; readonly days: string; readonly trouble: string } | null;
};

type Shown = SharedDraft & { readonly visitor: Visitor; readonly id: string };

/** Days that the form begins with. */
const usualDays = '30';

export function sharesPart(page: Shown): Html {
  const { shares, sharing, visitor, id } = page;
  const trouble = sharing === null ? null : html`<p class="wrong" id="share-trouble" role="alert">${sharing.trouble}</p>`;
  return html`<section class="card packet-shares" id="sharing" aria-labelledby="sharing-title"><h2 id="sharing-title">Let somebody read it</h2>
<p>A manager, a sponsor, whoever shall speak for you: one person on GitHub at a time. They sign in and read the packet as you last saved it, and can change nothing. What their own account can’t read on GitHub they see as “1 item in a restricted repository”; your own words they see in full. For everybody else the link leads nowhere.</p>
${shares.length === 0 ? null : html`<ul class="packet-share-list">${shares.map((share) => sharePart(share, page))}</ul>`}
<form method="post" action="${packetPath(visitor.organisation, id, '/shares')}">${csrfField(visitor)}
${trouble}
<div class="row packet-share-form">
<div class="field"><label for="share-login">Their login on GitHub</label><input id="share-login" name="login" value="${sharing?.login ?? ''}" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="100" required></div>
<div class="field"><label for="share-days">For how many days</label><input id="share-days" name="days" type="number" min="1" max="365" value="${sharing?.days ?? usualDays}" required></div>
<button>Share</button>
</div></form></section>`;
}

function sharePart(share: ShownShare, { visitor, id }: Shown): Html {
  const { viewer, isOpen, address, endsAt, revokedAt, createdAt } = share;
  const until = isOpen ? `until ${dayWords(endsAt.slice(0, 10))}` : `ended ${dayWords(endOf({ endsAt, revokedAt }).slice(0, 10))}`;
  const link = html`<div class="field"><label for="link-${share.id}">The link to send</label><input id="link-${share.id}" readonly value="${address}"></div>`;
  const end = html`<form method="post" action="${packetPath(visitor.organisation, id, `/shares/${share.id}/end`)}">${csrfField(visitor)}<button class="small danger">End it now</button></form>`;
  return html`<li><p><strong>${viewer ?? `account ${share.viewerId} on GitHub`}</strong> <span class="quiet">· since ${dayWords(createdAt.slice(0, 10))}, ${until}</span></p>
${openingsPart(share)}
${isOpen ? html`${link}${end}` : null}</li>`;
}

function endOf({ endsAt, revokedAt }: Pick<PacketShare, 'endsAt' | 'revokedAt'>): Instant {
  return revokedAt !== null && revokedAt < endsAt ? revokedAt : endsAt;
}

function openingsPart({ openedAt }: ShownShare): Html {
  const [last] = openedAt;
  if (last === undefined) return html`<p class="small quiet">Not opened yet.</p>`;
  const times = openedAt.length === 1 ? 'once' : `${openedAt.length} times`;
  const rows = openedAt.map((at) => html`<li>${timeWords(at)}</li>`);
  return html`<details class="small"><summary>Opened ${times}, last on ${timeWords(last)}</summary><ul>${rows}</ul></details>`;
}
