/** `doctor` on the App at GitHub: whether its credentials work, and whether it may do and hears what it needs. */
import { createPrivateKey } from 'node:crypto';
import type { InstallationGrant, Permissions, RegisteredApp } from '../../github/registration.ts';
import { type Check, fine, wrong } from './check.ts';

/** What app.yml asks for. */
export type Asked = { readonly permissions: readonly (readonly [name: string, level: string])[]; readonly events: readonly string[] };

const ranks: Readonly<Record<string, number>> = { read: 1, write: 2, admin: 3 };

function rankOf(level: string | undefined): number {
  return ranks[level ?? ''] ?? 0;
}

function missingPermissions(asked: Asked, granted: Permissions): readonly string[] {
  return asked.permissions.filter(([name, level]) => rankOf(granted[name]) < rankOf(level)).map(([name, level]) => `${name}: ${level}`);
}

/** What the App may do beyond its need; nothing breaks by it. */
function excess(asked: Asked, granted: Permissions): readonly string[] {
  const needed = new Map(asked.permissions);
  return Object.entries(granted)
    .filter(([name, level]) => rankOf(level) > rankOf(needed.get(name)))
    .map(([name, level]) => `${name}: ${level}`);
}

/** The App's own permissions and events, beside those of app.yml. */
export function appChecks(app: RegisteredApp, asked: Asked): readonly Check[] {
  const permissions = missingPermissions(asked, app.permissions);
  const events = asked.events.filter((event) => !app.events.includes(event));
  const more = excess(asked, app.permissions);
  const page = `${app.settingsPage}/permissions`;
  return [
    permissions.length === 0
      ? fine('permissions', more.length === 0 ? 'as app.yml asks' : `all there; ${more.join(', ')} could be taken away at ${page}`)
      : wrong('permissions', `missing ${permissions.join(', ')}: grant them at ${page}, then let each organisation accept them`),
    events.length === 0 ? fine('events', 'as app.yml asks') : wrong('events', `not heard: ${events.join(', ')}; tick them at ${page}`),
  ];
}

/** What organisations have not accepted yet of what the App asks by now. */
export function grantChecks(grants: readonly InstallationGrant[], app: RegisteredApp, asked: Asked): readonly Check[] {
  return grants.flatMap(({ login, page, permissions, isSuspended }) => {
    const missing = missingPermissions(asked, permissions).filter((one) => !missingPermissions(asked, app.permissions).includes(one));
    if (isSuspended || missing.length === 0) return [];
    return [wrong(`${login}: permissions`, `not accepted yet: ${missing.join(', ')}; an owner accepts them at ${page}`)];
  });
}

const remake = "make a new private key on the App's settings page at GitHub, and set `PRIVATE_KEY` to it";

/** What is wrong with a key before GitHub is asked; null when nothing is. */
export function keyTrouble(privateKey: string): string | null {
  try {
    const { asymmetricKeyType } = createPrivateKey(privateKey);
    return asymmetricKeyType === 'rsa' ? null : `\`PRIVATE_KEY\` is no RSA key, as GitHub's are: ${remake}`;
  } catch {
    return `\`PRIVATE_KEY\` is damaged: ${remake}`;
  }
}

/** GitHub's refusals of the App's own credentials, by status, in words; null for others. */
export function refusalInWords(status: number | null, { id, apiUrl }: { readonly id: number; readonly apiUrl: string }): string | null {
  if (status === 401) {
    return `GitHub refuses the credentials: \`APP_ID\` ${id} and \`PRIVATE_KEY\` don't belong together, the key was deleted there, or this machine's clock is wrong (below); ${remake}`;
  }
  if (status === 404) return `GitHub at ${apiUrl} knows no App ${id}: check \`APP_ID\` and \`GITHUB_API_URL\``;
  return null;
}
