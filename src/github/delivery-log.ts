/** The App's deliveries as GitHub remembers them, and asking for one again. */
import { toInstant } from '../domain/instant.ts';
import type { DeliveryLog } from '../usecases/ports.ts';
import type { GithubClient } from './client.ts';
import { orNull } from './failures.ts';

/** GitHub's answers for a delivery that it no longer has, or will not send again. */
const gone = [400, 404, 410, 422] as const;

/**
 * Deliveries of all installations, by the App's own token. GitHub remembers three days. Throws TransientFailure or PermanentFailure.
 * https://docs.github.com/rest/apps/webhooks
 */
export function createDeliveryLog(github: Pick<GithubClient, 'app'>): DeliveryLog {
  const { rest } = github.app;
  return {
    sentSince: async function* (since) {
      for await (const { data } of rest.paginate.iterator(rest.rest.apps.listWebhookDeliveries, { per_page: 100 })) {
        const sent = data
          .map(({ id, guid, delivered_at, redelivery, status_code, event }) => {
            const hasArrived = status_code >= 200 && status_code < 300;
            return { id, guid, at: toInstant(delivered_at), isRepeat: redelivery, hasArrived, event };
          })
          .filter(({ at }) => at >= since);
        yield sent;
        if (sent.length < data.length) return;
      }
    },
    sendAgain: async (id) => {
      const answer = await orNull(rest.rest.apps.redeliverWebhookDelivery({ delivery_id: id, request: { retries: 0 } }), gone);
      return answer !== null;
    },
  };
}
