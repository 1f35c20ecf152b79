/** What was shared, for the one person with whom it was: `/shared/:id`. */
import { Hono } from 'hono';
import { sharedPacketPage } from '../../pages/packet-preview.ts';
import { openShared, readShareAddress } from '../../usecases/log/packet-shares.ts';
import type { ViewerEnv, WebPorts } from '../web-app.ts';

/** Whoever else asks, and whatever they ask for, gets the same page as for an address that never was. */
export function sharedRoutes(ports: WebPorts): Hono<ViewerEnv> {
  const routes = new Hono<ViewerEnv>();
  routes.get('/:id', async (context) => {
    const share = readShareAddress(context.req.param('id'));
    if (share === null) return context.notFound();
    const { person, at, readable } = context.var.viewer;
    const of = { ...share, viewerId: person.id, now: at, readable: (ids: readonly number[]) => readable(share.installationId, ids) };
    const shared = await openShared(ports, of);
    return shared === null ? context.notFound() : context.html(sharedPacketPage(shared));
  });
  return routes;
}
