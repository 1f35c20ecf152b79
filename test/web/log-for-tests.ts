/** The log's pages in process: on a sandbox for signing in, and a store that holds a small organisation. */
import type { Hono } from 'hono';
import type { OrganisationSnapshot } from '../../src/domain/organisation.ts';
import type { PersonRef } from '../../src/domain/person.ts';
import { createSignInSource } from '../../src/github/sign-in.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { readShippedLadders } from '../../src/settings/shipped-ladders.ts';
import { createWebApp } from '../../src/web/create-web-app.ts';
import type { WebPorts } from '../../src/web/web-app.ts';
import { smallOrganisation } from '../app/small-organisation.ts';
import { openTestStore, type TestStore } from '../store/open-for-tests.ts';
import { createVisitor, type Visitor } from './visitor.ts';

export type LogForTests = {
  readonly app: Hono;
  readonly sandbox: Sandbox;
  readonly store: TestStore;
  readonly ports: WebPorts;
  readonly installationId: number;
  readonly organisation: string;
  readonly address: string;
  /** The user id of a login. */
  readonly idOf: (login: string) => number;
  /** What was asked of the queue: reports, as `PERSON MONTH`. */
  readonly askedFor: readonly string[];
  readonly warnings: readonly string[];
  readonly newVisitor: () => Visitor;
  /** Moves the clock on by so many hours. */
  readonly later: (hours: number) => void;
  /** Makes the store see the organisation as the sandbox has it now. */
  readonly look: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const secret = 'a secret of at least thirty-two characters';

/** Repositories: `open` is public; `handbook` is private and everybody's; `vault` is private and olga's alone. */
async function openSandbox(): Promise<Sandbox> {
  const { organisation } = smallOrganisation;
  const sandbox = await createSandbox({ ...smallOrganisation, organisation: { ...organisation, basePermission: 'none' } });
  const by = { at: sandbox.now(), by: 'olga' };
  sandbox.perform({ ...by, do: 'create-repository', repository: 'open', visibility: 'public' });
  for (const repository of ['handbook', 'vault']) sandbox.perform({ ...by, do: 'create-repository', repository, visibility: 'private' });
  sandbox.perform({ ...by, do: 'create-team', team: 'everybody', members: ['ravi', 'mina'] });
  sandbox.perform({ ...by, do: 'grant-team', team: 'everybody', repository: 'handbook', permission: 'write' });
  sandbox.perform({ ...by, do: 'install', repositories: 'all' });
  return sandbox;
}

function snapshotOf({ world }: Sandbox): OrganisationSnapshot {
  const members = [...world.members].map(([{ id, login }, role]) => ({ id, login, role }));
  const repositories = [...world.repositories.values()].map(({ id, name, visibility, isArchived }) => ({
    id,
    fullName: `${world.organisation.login}/${name}`,
    visibility,
    isArchived,
    readers: { kind: 'unknown' as const },
    codeowners: null,
  }));
  return { takenAt: world.now, login: world.organisation.login, members, teams: [], repositories };
}

async function look(sandbox: Sandbox, { store }: TestStore, installationId: number): Promise<void> {
  const { id: accountId, login } = sandbox.world.organisation;
  const snapshot = snapshotOf(sandbox);
  await store.tenant(installationId, async (tenant) => {
    await tenant.installation.save({ id: installationId, accountId, login, isSuspended: false });
    for (const { id, fullName, visibility, isArchived } of snapshot.repositories) {
      const state = { optIn: 'in', settingsText: 'enabled: true\n', problems: [], sweptUntil: null } as const;
      await tenant.repositories.save({ id, fullName, visibility, isArchived, ...state });
    }
    await tenant.organisation.add(snapshot);
  });
}

function userOf({ world }: Sandbox, isIt: (account: PersonRef) => boolean): PersonRef | null {
  const found = [...world.accounts.values()].find((one) => one.kind === 'User' && isIt(one));
  return found === undefined ? null : { id: found.id, login: found.login };
}

function portsFor(sandbox: Sandbox, { store }: TestStore): Pick<LogForTests, 'ports' | 'askedFor' | 'warnings'> {
  const askedFor: string[] = [];
  const warnings: string[] = [];
  const nothing = async () => {};
  const ports: WebPorts = {
    store,
    queues: {
      refresh: nothing,
      organisation: nothing,
      sweep: nothing,
      history: nothing,
      forgotten: nothing,
      report: async ({ personId, month }) => void askedFor.push(`${personId} ${month}`),
    },
    tracker: {} as WebPorts['tracker'],
    organisations: { readers: async () => ({ kind: 'unknown' }) },
    accounts: {
      byLogin: async (_installation, login) => userOf(sandbox, (one) => one.login === login.toLowerCase()),
      byId: async (_installation, id) => userOf(sandbox, (one) => one.id === id),
    },
    clock: sandbox.now,
    ladders: readShippedLadders(),
    addresses: { webUrl: sandbox.webUrl, rubricUrl: '/rubric' },
    apiAllowances: () => [],
    settleMs: 0,
    log: { info: () => {}, warn: (fields, message) => void warnings.push(`${message} ${String(fields['err'] ?? '')}`) },
  };
  return { ports, askedFor, warnings };
}

/** Opens it at `address`; https makes the cookies those of production. */
export async function openLogForTests(address = 'https://log.example.test'): Promise<LogForTests> {
  const sandbox = await openSandbox();
  const store = await openTestStore();
  const installationId = sandbox.installationId() ?? 0;
  await look(sandbox, store, installationId);
  const webUrl = new URL(sandbox.url).origin;
  const { id: clientId, secret: clientSecret } = sandbox.oauthClient();
  const source = createSignInSource({ clientId, clientSecret, apiUrl: sandbox.url, webUrl, pauses: false });
  const parts = portsFor(sandbox, store);
  const app = createWebApp({ ports: parts.ports, way: { kind: 'on', source, sessionSecret: secret, address, signInOrigin: webUrl } });
  return {
    ...parts,
    app,
    sandbox,
    store,
    installationId,
    organisation: sandbox.world.organisation.login,
    address,
    idOf: (login) => sandbox.world.accounts.get(login)?.id ?? 0,
    newVisitor: () => createVisitor(app, address),
    later: (hours) => sandbox.advanceTo(new Date(Date.parse(sandbox.now()) + hours * 3_600_000).toISOString()),
    look: () => look(sandbox, store, installationId),
    close: async () => {
      await store.close();
      await sandbox.close();
    },
  };
}
