/** GitHub's web addresses for signing in: `/login/oauth/authorize` and `/login/oauth/access_token`. */
import type { Authorizations } from './oauth.ts';
import { authorizePage } from './pages/authorize.ts';
import type { World } from './state.ts';

export type WebReply = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly text: string };

type Asked = { readonly method: string; readonly url: URL; readonly body: string; readonly accept: string };

const htmlHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
};

function refused(message: string): WebReply {
  return { status: 400, headers: { 'content-type': 'text/plain; charset=utf-8' }, text: message };
}

function leadBack(redirectUri: string, parameters: Readonly<Record<string, string | null>>): WebReply {
  const back = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) back.searchParams.set(name, value);
  return { status: 302, headers: { location: back.href }, text: '' };
}

/**
 * Without `as` the page that asks whom to be; with it the way back, with a code or, for nobody, with the refusal.
 * https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app
 */
function authorize(world: World, authorizations: Authorizations, search: URLSearchParams): WebReply {
  const redirectUri = search.get('redirect_uri') ?? '';
  const [challenge, challengeMethod] = [search.get('code_challenge'), search.get('code_challenge_method')];
  if (search.get('client_id') !== authorizations.client().id) return { ...refused('There is no such App.'), status: 404 };
  if (!URL.canParse(redirectUri)) return refused('redirect_uri is no address');
  if (challenge !== null && challengeMethod !== 'S256') return refused('code_challenge_method must be S256');
  const as = search.get('as');
  if (as === null) return { status: 200, headers: htmlHeaders, text: authorizePage(world, search) };
  const state = search.get('state');
  if (as === '')
    return leadBack(redirectUri, { error: 'access_denied', error_description: 'The user has denied your application access.', state });
  const account = world.accounts.get(as.toLowerCase());
  if (account === undefined || account.kind !== 'User' || account.isDeleted) return refused('There is no such account.');
  const code = authorizations.grant({ clientId: authorizations.client().id, redirectUri, challenge, challengeMethod }, account);
  return leadBack(redirectUri, { code, state });
}

/** As a form unless JSON is asked for, as GitHub does. */
function accessToken(authorizations: Authorizations, { body, accept }: Asked): WebReply {
  const answer = authorizations.answer(new URLSearchParams(body));
  if (accept.includes('application/json'))
    return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, text: JSON.stringify(answer) };
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(answer)) form.set(name, String(value));
  return { status: 200, headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, text: form.toString() };
}

/** The answer to a request for signing in; null for all other addresses. */
export function answerSignIn(
  { world, authorizations }: { readonly world: World; readonly authorizations: Authorizations },
  asked: Asked,
): WebReply | null {
  const { method, url } = asked;
  if (method === 'GET' && url.pathname === '/login/oauth/authorize') return authorize(world, authorizations, url.searchParams);
  if (method === 'POST' && url.pathname === '/login/oauth/access_token') return accessToken(authorizations, asked);
  return null;
}
