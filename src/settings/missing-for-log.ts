/** What the environment lacks for the log in the browser. */
import type { Environment } from './environment.ts';

/** Whether only this machine reaches the host. */
export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || host.startsWith('127.');
}

/** A session's cookie travels encrypted, or not at all. */
function isProtected(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' || isThisMachine(hostname);
}

/** What has to be set before people can sign in, each in words; empty when nothing is missing. */
export function missingForLog({
  publicUrl,
  oauth,
  sessionSecret,
}: Pick<Environment, 'publicUrl' | 'oauth' | 'sessionSecret'>): readonly string[] {
  return [
    ...(publicUrl === null ? ['PUBLIC_URL, the address at which browsers reach this service'] : []),
    ...(publicUrl !== null && !isProtected(publicUrl)
      ? ['PUBLIC_URL with https://: nobody signs in over a connection that others can read']
      : []),
    ...(oauth === null ? ['GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET, from the App’s settings page on GitHub'] : []),
    ...(sessionSecret === null ? ['SESSION_SECRET, at least 32 characters that nobody else knows'] : []),
  ];
}
