/** The sandbox's sign-in page: whom to be. GitHub would know, and ask whether the App may. */
import { html } from '../../reports/html.ts';
import type { AccountState, World } from '../state.ts';
import { page } from './frame.ts';

function withParameter(search: URLSearchParams, name: string, value: string): string {
  const next = new URLSearchParams(search);
  next.set(name, value);
  return `/login/oauth/authorize?${next.toString()}`;
}

function standingOf(world: World, account: AccountState): string {
  const role = world.members.get(account);
  if (role === undefined) return 'not a member';
  return role === 'owner' ? 'an owner' : 'a member';
}

/** Everybody who has an account, each a link that agrees as them. */
export function authorizePage(world: World, search: URLSearchParams): string {
  const people = [...world.accounts.values()].filter((account) => account.kind === 'User' && !account.isDeleted);
  const list = people.map(
    (account) =>
      html`<li><a href="${withParameter(search, 'as', account.login)}">${account.login}</a> <span class="quiet">${standingOf(world, account)}</span></li>`,
  );
  return page(
    world,
    'Sign in',
    html`<h1>Sign in to ${world.app.slug}</h1>
<p>GitHub would know who you are. Here you choose:</p>
<ul>${list}</ul>
<p><a href="${withParameter(search, 'as', '')}">Cancel</a></p>`,
  );
}
