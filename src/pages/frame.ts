/** The frame of the log's pages: head, navigation and sign-out around what a page shows. */
import { type Html, html, rawHtml } from '../reports/html.ts';

/** Who looks at a page, and where they are. */
export type Visitor = {
  /** The login of the organisation whose pages are shown. */
  readonly organisation: string;
  /** Logins of all organisations in which the visitor has a log, this one included. */
  readonly organisations: readonly string[];
  readonly login: string;
  readonly isOwner: boolean;
  /** Goes into every form that changes something. */
  readonly csrf: string;
};

export type PageName = 'log' | 'pictures' | 'ladder' | 'packets' | 'installation';

export type Page = {
  readonly title: string;
  /** Null for pages without sign-in, or outside of any organisation. */
  readonly visitor: Visitor | null;
  readonly current: PageName | null;
  readonly body: Html;
};

const pages: readonly { readonly name: PageName; readonly label: string; readonly isForOwners?: true }[] = [
  { name: 'log', label: 'Log' },
  { name: 'pictures', label: 'Pictures' },
  { name: 'ladder', label: 'Ladder' },
  { name: 'packets', label: 'Packets' },
  { name: 'installation', label: 'Installation', isForOwners: true },
];

/** The address of one of an organisation's pages. */
export function pagePath(organisation: string, name: PageName): string {
  return `/orgs/${encodeURIComponent(organisation)}/${name}`;
}

/** A whole HTML document. It needs `/assets/style.css`, and works without `/assets/enhance.js`. */
export function renderPage({ title, visitor, current, body }: Page): string {
  const name = 'staff-signals';
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title === name ? name : `${title} · ${name}`}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/style.css">
<script src="/assets/enhance.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top"><div class="inner">
<a class="brand" href="/">${rawHtml(mark)}<span>${name}</span></a>
${visitor === null ? null : navigation(visitor, current)}
</div></header>
<main id="main" tabindex="-1">
${body}
</main>
<footer class="bottom"><div class="inner">
<p>Only you see your log. There is no ranking, no score and no view across people. <a href="/rubric">What counts, and why</a></p>
</div></footer>
</body>
</html>
`.markup;
}

/** The field that a form must carry to change anything. */
export function csrfField({ csrf }: Pick<Visitor, 'csrf'>): Html {
  return html`<input type="hidden" name="csrf" value="${csrf}">`;
}

/** Three strokes of a tally. */
const mark =
  '<svg class="mark" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="M5 5v14M10.5 5v14M16 5v14M2.5 16.5 21 7.5" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/></svg>';

function navigation(visitor: Visitor, current: PageName | null): Html {
  const shown = pages.filter(({ isForOwners }) => isForOwners !== true || visitor.isOwner);
  const links = shown.map(({ name, label }) => {
    const mark = name === current ? ' aria-current="page"' : '';
    return html`<li><a href="${pagePath(visitor.organisation, name)}"${rawHtml(mark)}>${label}</a></li>`;
  });
  return html`<nav aria-label="Pages"><ul>
${links}
</ul></nav>
${account(visitor, current)}`;
}

function account(visitor: Visitor, current: PageName | null): Html {
  const others = visitor.organisations.filter((organisation) => organisation !== visitor.organisation);
  const page = current === null || current === 'installation' ? 'log' : current;
  const list = others.map((organisation) => html`<li><a href="${pagePath(organisation, page)}">${organisation}</a></li>`);
  const elsewhere = others.length === 0 ? null : html`<p class="quiet">Your log in</p><ul>${list}</ul>`;
  return html`<details class="account">
<summary><span class="who">${visitor.login}</span><span class="where">${visitor.organisation}</span></summary>
<div class="menu">
${elsewhere}
<form method="post" action="/sign-out">${csrfField(visitor)}<button class="plain">Sign out</button></form>
<form method="post" action="/sign-out-everywhere">${csrfField(visitor)}<button class="plain">Sign out everywhere</button></form>
</div>
</details>`;
}
