/** Where benchmarks run: a Redis and a PostgreSQL that keep what they acknowledge, an installation with repositories that opted in. */
import { generateKeyPairSync } from 'node:crypto';
import { openStore } from '../../src/store/open.ts';
import { startServices } from '../start-services.ts';
import { aRepository } from '../store/samples.ts';
import { installationId, repositories, repositoryIdOf, webhookSecret } from './deliveries.ts';
import type { Variables } from './servers.ts';

export type Place = {
  readonly redisUrl: string;
  /** A second database of the same Redis, for contenders. */
  readonly otherRedisUrl: string;
  readonly databaseUrl: string;
  /** The App's credentials. */
  readonly credentials: Variables;
};

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** Nobody listens at the API's address: no benchmark asks GitHub. */
export const credentials: Variables = {
  APP_ID: '1',
  PRIVATE_KEY: privateKey,
  WEBHOOK_SECRET: webhookSecret,
  GITHUB_API_URL: 'http://127.0.0.1:9/api/v3',
};

/** Runs the work in such a place, which is gone afterwards. */
export async function inPlace<T>(work: (place: Place) => Promise<T>): Promise<T> {
  const services = await startServices({ isDurable: true });
  try {
    const { databaseUrl, redisUrl } = services;
    await prepareStore({ databaseUrl, dataDir: '' });
    return await work({ redisUrl, otherRedisUrl: `${redisUrl}/1`, databaseUrl, credentials });
  } finally {
    await services.stop();
  }
}

/** The installation and its repositories, as after the first look at the organisation. */
export async function prepareStore(at: { readonly databaseUrl: string | null; readonly dataDir: string }): Promise<void> {
  const store = await openStore({ ...at, role: 'service' });
  try {
    await store.tenant(installationId, async (tenant) => {
      await tenant.installation.save({ id: installationId, accountId: 1, login: 'acme', isSuspended: false });
      for (let number = 0; number < repositories; number += 1) {
        await tenant.repositories.save(aRepository({ id: repositoryIdOf(number), fullName: `acme/service-${number}` }));
      }
    });
  } finally {
    await store.close();
  }
}
