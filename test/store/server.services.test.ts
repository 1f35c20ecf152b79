/** What only a real server shows: users without rights, and several processes that start at once on an empty database. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { UserMistake } from '../../src/domain/errors.ts';
import { openStore } from '../../src/store/open.ts';
import { everywhereRole, sessionsRole, tenantRole } from '../../src/store/roles.ts';
import { serviceDatabaseUrl } from '../services.ts';
import { newDatabase } from './open-for-tests.ts';
import { aRepository, aSummary, ada, anEvidence, pull } from './samples.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function asAdministrator(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function server(): string {
  const url = serviceDatabaseUrl();
  if (url === null) throw new Error('this suite needs a real PostgreSQL: run it with `npm run test:services`');
  return url;
}

/** An empty database and a user that may log in to it, and do what `rights` say. */
async function userWith(rights: string): Promise<{ readonly url: string; readonly adminUrl: string; readonly name: string }> {
  const database = await newDatabase(server());
  const name = `test_user_${randomBytes(6).toString('hex')}`;
  await asAdministrator(database.url, `create role ${name} login password 'secret' ${rights}`);
  cleanups.push(async () => {
    await database.drop();
    await asAdministrator(server(), `drop role ${name}`);
  });
  const url = new URL(database.url);
  url.username = name;
  url.password = 'secret';
  return { url: url.href, adminUrl: database.url, name };
}

function open(url: string, migrate = true) {
  return openStore({ databaseUrl: url, dataDir: '', role: 'service', migrate });
}

function grantSchema(user: { readonly adminUrl: string; readonly name: string }): Promise<void> {
  const name = new URL(user.adminUrl).pathname.slice(1);
  return asAdministrator(user.adminUrl, `grant create on database ${name} to ${user.name}`);
}

describe('a database user', () => {
  it('that owns the tables and is no superuser keeps installations apart all the same', async () => {
    const user = await userWith('createrole');
    await grantSchema(user);
    // The roles belong to the cluster: whoever made them first has to grant them.
    await (await open((await userWith('')).adminUrl)).close();
    await asAdministrator(user.adminUrl, `grant ${tenantRole}, ${everywhereRole}, ${sessionsRole} to ${user.name}`);
    const store = await open(user.url);
    await store.tenant(1, async ({ repositories, subjects, touches }) => {
      await repositories.save(aRepository());
      await subjects.replace(aSummary(), { participations: [], evidence: [anEvidence()] });
      await touches.add(pull, { at: '2026-10-01T00:00:00Z', dueAt: '2026-10-01T00:00:00Z' });
    });
    expect(await store.tenant(1, ({ evidence }) => evidence.ofPerson(ada.id))).toHaveLength(1);
    expect(await store.tenant(2, ({ evidence }) => evidence.ofPerson(ada.id))).toEqual([]);
    expect(await store.everywhere((everywhere) => everywhere.waitingRepositories())).toHaveLength(1);
    await store.tenant(1, ({ repositories }) => repositories.erase(7));
    expect(await store.tenant(1, ({ evidence }) => evidence.ofPerson(ada.id))).toEqual([]);
    await store.close();
  });

  it('that may neither create nor take the roles is told what to run', async () => {
    const user = await userWith('');
    await grantSchema(user);
    await expect(open(user.url)).rejects.toThrow(UserMistake);
    await expect(open(user.url)).rejects.toThrow(`GRANT ${tenantRole}, ${everywhereRole}, ${sessionsRole} TO ${user.name};`);
  });

  it('that may not create a schema is told what to run', async () => {
    await (await open((await userWith('')).adminUrl)).close();
    const user = await userWith('');
    await asAdministrator(user.adminUrl, `grant ${tenantRole}, ${everywhereRole}, ${sessionsRole} to ${user.name}`);
    await expect(open(user.url)).rejects.toThrow(/GRANT CREATE ON DATABASE/);
  });

  it('that names no database is told so', async () => {
    const url = new URL(server());
    url.pathname = '/staff_signals_none';
    await expect(open(url.href)).rejects.toThrow(/does not exist/);
  });
});

describe('an empty database', () => {
  it('is prepared once when several start on it at once', async () => {
    const database = await newDatabase(server());
    cleanups.push(database.drop);
    const stores = await Promise.all(Array.from({ length: 4 }, () => open(database.url)));
    expect(await Promise.all(stores.map((store) => store.everywhere(({ installations }) => installations())))).toEqual([[], [], [], []]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('is refused when it should not be prepared', async () => {
    const database = await newDatabase(server());
    cleanups.push(database.drop);
    await expect(open(database.url, false)).rejects.toThrow(/tables are missing/);
    await (await open(database.url)).close();
    await (await open(database.url, false)).close();
  });
});

describe('transactions that wait for each other', () => {
  it('are both done: the one that PostgreSQL undoes runs again', async () => {
    const database = await newDatabase(server());
    cleanups.push(database.drop);
    const store = await open(database.url);
    cleanups.push(store.close);
    const other = { ...pull, number: 2 };
    const at = { at: '2026-10-01T00:00:00Z', dueAt: '2026-10-01T00:00:00Z' } as const;
    await store.tenant(1, async ({ repositories, touches }) => {
      await repositories.save(aRepository());
      for (const subject of [pull, other]) await touches.add(subject, at);
    });
    const bothHoldOne = Promise.withResolvers<void>();
    let holding = 0;
    let runs = 0;
    const touch = (first: typeof pull, second: typeof pull) =>
      store.tenant(1, async ({ touches }) => {
        runs += 1;
        await touches.add(first, at);
        holding += 1;
        if (holding === 2) bothHoldOne.resolve();
        await bothHoldOne.promise;
        await touches.add(second, at);
      });
    await Promise.all([touch(pull, other), touch(other, pull)]);
    expect(runs).toBe(3);
  });
});
