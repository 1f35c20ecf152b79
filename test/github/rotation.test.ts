/** Secrets are changed without losing anything, in the steps that the README names. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PermanentFailure } from '../../src/domain/errors.ts';
import { createGithubClient } from '../../src/github/client.ts';
import { createInstallationSource } from '../../src/github/installation-source.ts';
import { createServer, type RunningServer } from '../../src/github/server.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { smallOrganisation } from '../app/small-organisation.ts';

const at = '2026-09-01T09:00:00Z';
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox({ ...smallOrganisation, now: at });
});
afterEach(() => sandbox.close());

describe('the webhook secret', () => {
  let service: RunningServer | null = null;
  const received: string[] = [];
  afterEach(() => service?.stop());

  /** The service, begun anew with these secrets, where it was. */
  const start = async (...secrets: readonly [string, ...(readonly string[])]) => {
    const port = service?.port ?? 0;
    await service?.stop();
    const server = createServer({
      webhookSecrets: secrets,
      receive: async ({ id }) => {
        received.push(id);
        return { outcome: 'accepted' };
      },
      health: { ready: async () => true },
      metrics: async () => '',
      log: { warn: () => {} },
    });
    service = await server.start({ port, host: '127.0.0.1' });
    return `http://127.0.0.1:${service.port}/api/github/webhooks`;
  };
  let repositories = 0;
  const deliver = async () => {
    repositories += 1;
    sandbox.perform({ at, by: 'olga', do: 'create-repository', repository: `repository-${repositories}`, visibility: 'private' });
    await sandbox.flush();
  };

  it('is changed while deliveries come, and none is lost', async () => {
    const url = await start('old secret');
    sandbox.connect({ url, secret: 'old secret' });
    sandbox.perform({ at, by: 'olga', do: 'install', repositories: 'all' });
    await deliver();
    await start('new secret', 'old secret');
    await deliver();
    // Under way with the old signature while the secret is changed at GitHub.
    sandbox.hold();
    await deliver();
    sandbox.release();
    await sandbox.flush();
    sandbox.connect({ url, secret: 'new secret' });
    await deliver();
    await service?.stop();
    await deliver();
    await start('new secret');
    const lost = sandbox.deliveries().filter(({ answers }) => !answers.some(({ status }) => status === 202));
    expect(lost.length).toBeGreaterThan(0);
    // As the hourly look at GitHub's list asks for it.
    for (const { id } of lost) sandbox.redeliver(id);
    await deliver();
    const all = sandbox.deliveries();
    expect(all.length).toBeGreaterThanOrEqual(6);
    expect(new Set(received)).toEqual(new Set(all.map(({ guid }) => guid)));
    expect(all.flatMap(({ answers }) => answers.map(({ status }) => status))).not.toContain(400);
  });
});

describe('the private key', () => {
  const installationsBy = (privateKey: string) =>
    createInstallationSource(createGithubClient({ appId: sandbox.appId, privateKey, apiUrl: sandbox.url, pauses: false })).installations();

  it('is changed while both hold, and then the old one ends', async () => {
    sandbox.perform({ at, by: 'olga', do: 'install', repositories: 'all' });
    const old = sandbox.privateKey;
    const next = sandbox.keys.add();
    expect(await installationsBy(old)).toHaveLength(1);
    expect(await installationsBy(next)).toHaveLength(1);
    sandbox.keys.drop(old);
    expect(await installationsBy(next)).toHaveLength(1);
    await expect(installationsBy(old)).rejects.toThrow(PermanentFailure);
  });
});
