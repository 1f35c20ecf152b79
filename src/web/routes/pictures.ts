/** Pictures, the ladder and the owners' page over HTTP. Decides nothing. */
import { Hono } from 'hono';
import { pagePath, renderPage } from '../../pages/frame.ts';
import { installationPage } from '../../pages/installation-page.ts';
import { ladderPage } from '../../pages/ladder/ladder-page.ts';
import { type Drawing, openDrawing } from '../../pages/pictures/draw.ts';
import { picturesPage } from '../../pages/pictures/pictures-page.ts';
import { readCoverage } from '../../usecases/log/read-coverage.ts';
import { readInstallation } from '../../usecases/log/read-installation.ts';
import { readPictures } from '../../usecases/log/read-pictures.ts';
import type { WebEnv, WebPorts } from '../web-app.ts';

/** Mounted at `/orgs/:org`, behind the sign-in check. */
export function pictureRoutes(ports: WebPorts): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  let opened: Promise<Drawing> | undefined;
  const drawing = () => (opened ??= openDrawing());

  app.get('/pictures', async (context) => {
    const { visitor, ...reader } = context.var.signed;
    const view = await readPictures(ports, reader);
    if (view === null) return context.notFound();
    return context.html(renderPage({ title: 'Pictures', visitor, current: 'pictures', body: picturesPage(view, await drawing()) }));
  });

  app.get('/ladder', async (context) => {
    const { visitor, ...reader } = context.var.signed;
    const view = await readCoverage(ports, reader, context.req.query('ladder') ?? null);
    if (view === null) return context.notFound();
    const body = ladderPage(view, { drawing: await drawing(), path: pagePath(visitor.organisation, 'ladder') });
    return context.html(renderPage({ title: 'Beside the ladder', visitor, current: 'ladder', body }));
  });

  app.get('/installation', async (context) => {
    const { visitor, installationId, organisation } = context.var.signed;
    if (!visitor.isOwner) return context.notFound();
    const body = installationPage(await readInstallation(ports, installationId), { organisation });
    return context.html(renderPage({ title: 'Installation', visitor, current: 'installation', body }));
  });
  return app;
}
