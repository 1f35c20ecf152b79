/** Fetches deliveries from a channel of smee.io, for development on a machine that GitHub can't reach. */
import { SmeeClient } from 'smee-client';

/**
 * Forwards what the channel at `proxyUrl` gets to the service at `address` until stopped. The signatures are checked there as ever.
 * https://docs.github.com/webhooks/using-webhooks/handling-webhook-deliveries#forward-webhooks
 */
export async function forwardDeliveries(of: {
  readonly proxyUrl: string;
  readonly target: string;
}): Promise<{ readonly stop: () => Promise<void> }> {
  const silent = { info: () => {}, error: () => {} };
  const client = new SmeeClient({ source: of.proxyUrl, target: of.target, logger: silent });
  await client.start();
  return { stop: () => client.stop() };
}
