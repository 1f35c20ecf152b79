/** The frame around every page, and the small pieces that several pages share. */
import type { AccountState, LabelState, SubjectState, World } from '../state.ts';
import { type Html, html, rawHtml } from '../../reports/html.ts';
import { style } from './style.ts';

/** A whole document. */
export function page(world: World, title: string, content: Html): string {
  const { login } = world.organisation;
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${rawHtml(style)}</style>
</head>
<body>
<header class="top"><div class="inner">
<a href="/">${login}</a><span class="note">A sandbox. Its clock stands at ${dateOf(world.now)}.</span>
</div></header>
<main>${content}</main>
</body>
</html>
`;
  return document.markup;
}

/** The day of an instant, in words. */
export function dateOf(instant: string): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(instant));
}

/** A login as shown: a vanished account is `ghost`. */
export function nameOf(account: AccountState): string {
  return account.isDeleted ? 'ghost' : account.login;
}

/** Labels in a row. */
export function labelTags(labels: readonly LabelState[]): readonly Html[] {
  return labels.map((label) => html`<span class="tag label">${label.name}</span>`);
}

const segments: Readonly<Record<SubjectState['kind'], string>> = { issue: 'issues', pull: 'pull', discussion: 'discussions' };

/** The sandbox's own page of a subject. */
export function pathOf(subject: SubjectState): string {
  return `/${subject.repository.owner.login}/${subject.repository.name}/${segments[subject.kind]}/${subject.number}`;
}

/** What became of a subject, in one word. */
export function stateOf(subject: SubjectState): 'open' | 'closed' | 'merged' | 'draft' {
  if (subject.kind === 'pull' && subject.mergedAt !== null) return 'merged';
  return subject.kind === 'pull' && subject.isDraft && subject.state === 'open' ? 'draft' : subject.state;
}
