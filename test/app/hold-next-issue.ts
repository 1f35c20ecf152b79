/** Holds the next issue that the App makes, in the middle of its request. */
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** `asked` resolves when the App asks for an issue; GitHub makes it once `release` is called. */
export function holdNextIssue(sandbox: Sandbox): { readonly asked: Promise<void>; readonly release: () => void } {
  const asked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let isHeld = false;
  const forget = sandbox.beforeWrite(async ({ method, path }) => {
    if (isHeld || method !== 'POST' || !path.endsWith('/issues')) return;
    isHeld = true;
    asked.resolve();
    await released.promise;
  });
  const release = (): void => {
    forget();
    released.resolve();
  };
  return { asked: asked.promise, release };
}
