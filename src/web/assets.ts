/** Files that every page needs: style, small comforts, the icon. Nothing comes from elsewhere. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';

const folder = join(import.meta.dirname, '../pages');

const types = {
  'style.css': 'text/css; charset=utf-8',
  'enhance.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

/** GET /assets/NAME. Browsers keep them and ask whether they changed. */
export function assetRoutes(): Hono {
  const routes = new Hono();
  for (const [name, type] of Object.entries(types)) {
    routes.get(`/${name}`, async (context) => {
      const text = await readFile(join(folder, name), 'utf8');
      const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
      const headers = { etag, 'cache-control': 'public, no-cache' };
      if (context.req.header('if-none-match') === etag) return context.body(null, 304, headers);
      return context.body(text, 200, { ...headers, 'content-type': type });
    });
  }
  return routes;
}
