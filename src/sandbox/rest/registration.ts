/** Registering an App from a manifest: GitHub's page, and the exchange of its code for the App's credentials. */
import { z } from 'zod';
import { shaOf, takeId } from '../ids.ts';
import { appJson } from '../shapes/account.ts';
import type { World } from '../state.ts';
import { notFound, type Route } from './router.ts';

/** What GitHub's page asks of a manifest. https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest */
const manifestSchema = z.object({
  name: z.string().min(1).max(34),
  url: z.url(),
  hook_attributes: z.object({ url: z.url(), active: z.boolean().optional() }),
  redirect_url: z.url(),
  callback_urls: z.array(z.url()).max(10).optional(),
  request_oauth_on_install: z.boolean().optional(),
  public: z.boolean(),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  // Every App gets the events of its installations; GitHub refuses a manifest that lists them.
  default_events: z.array(z.string().refine((event) => !event.startsWith('installation') || event === 'installation_target')),
});

/** Takes a manifest as GitHub's page does, and says where it leads back to. Throws an Error when GitHub would refuse it. */
export function registerApp(world: World, { manifest, state }: { readonly manifest: string; readonly state: string }): string {
  const parsed = manifestSchema.safeParse(JSON.parse(manifest));
  if (!parsed.success) throw new Error(`GitHub refuses this manifest: ${z.prettifyError(parsed.error)}`);
  const code = shaOf(`code ${takeId(world, 'registration')}`);
  world.registrations.set(code, parsed.data.hook_attributes.url);
  const back = new URL(parsed.data.redirect_url);
  back.searchParams.set('code', code);
  back.searchParams.set('state', state);
  return back.href;
}

export const registrationRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/app-manifests/:code/conversions',
    as: 'anyone',
    answer: ({ world, params, authority, authorizations, deliveries }) => {
      const code = params['code'] ?? '';
      const url = world.registrations.get(code);
      if (url === undefined) throw notFound();
      world.registrations.delete(code);
      const secret = shaOf(`secret ${code}`);
      deliveries.connect({ url, secret });
      const client = { client_id: `Iv23${shaOf(`client ${code}`).slice(0, 16)}`, client_secret: shaOf(`client secret ${code}`) };
      authorizations.setClient({ id: client.client_id, secret: client.client_secret });
      return { status: 201, body: { ...appJson(world), ...client, webhook_secret: secret, pem: authority.privateKey } };
    },
  },
];
