/** Installations, snapshots, reports, and transactions themselves. */
import type { Instant } from '../../src/domain/instant.ts';
import type { OrganisationSnapshot } from '../../src/domain/organisation.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TransientFailure, UserMistake } from '../../src/domain/errors.ts';
import { openStore } from '../../src/store/open.ts';
import type { Tenant } from '../../src/usecases/ports.ts';
import { openTestStore, type TestStore } from './open-for-tests.ts';
import {
  ada,
  anEntry,
  anEvidence,
  aParticipation,
  aReport,
  aRepository,
  aSnapshot,
  aSummary,
  ben,
  newInstallationId,
  pull,
} from './samples.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

function asTenant() {
  const installationId = newInstallationId();
  return <T>(work: (tenant: Tenant) => Promise<T>): Promise<T> => test.store.tenant(installationId, work);
}

const long = '2020-01-01T00:00:00Z';

/** An older snapshot as it is kept: who could read its repositories is forgotten. */
function withoutReaders(snapshot: OrganisationSnapshot): OrganisationSnapshot {
  return { ...snapshot, repositories: snapshot.repositories.map((repository) => ({ ...repository, readers: { kind: 'unknown' } })) };
}

describe('an installation', () => {
  it('comes back as it was last saved', async () => {
    const id = newInstallationId();
    await test.store.tenant(id, async ({ installation }) => {
      expect(await installation.read()).toBeNull();
      await installation.save({ id, accountId: 5, login: 'acme', isSuspended: false });
      await installation.save({ id, accountId: 5, login: 'acme-inc', isSuspended: true });
      expect(await installation.read()).toEqual({ id, accountId: 5, login: 'acme-inc', isSuspended: true });
    });
  });

  it("remembers the organisation's file and what is wrong with it", async () => {
    const tenant = asTenant();
    await tenant(async ({ installation, reports }) => {
      expect([await installation.readSettingsText(), await installation.readSettingsProblems()]).toEqual([null, []]);
      await installation.saveSettingsProblems(['line 2: unknown key `{a,"b"}`', 'second']);
      await installation.saveSettingsText('reports:\n');
      await reports.setPublishedThrough('2026-09');
      expect(await installation.readSettingsText()).toBe('reports:\n');
      expect(await installation.readSettingsProblems()).toEqual(['line 2: unknown key `{a,"b"}`', 'second']);
      await installation.saveSettingsText(null);
      expect(await installation.readSettingsText()).toBeNull();
      expect(await reports.publishedThrough()).toBe('2026-09');
    });
  });
});

describe('snapshots', () => {
  it('make a history, oldest first', async () => {
    const tenant = asTenant();
    const first = aSnapshot();
    const second = aSnapshot({ takenAt: '2026-10-02T00:00:00Z', teams: [] });
    await tenant(async ({ organisation }) => {
      expect([await organisation.history(long), await organisation.newest(), await organisation.lastTakenAt()]).toEqual([null, null, null]);
      await organisation.add(first);
      await organisation.add(second);
      expect(await organisation.history(long)).toEqual([withoutReaders(first), second]);
      expect(await organisation.history('2026-10-02T00:00:00Z')).toEqual([second]);
      expect(await organisation.history('2026-10-01T23:00:00Z')).toEqual([withoutReaders(first), second]);
      expect(await organisation.newest()).toEqual(second);
      expect(await organisation.lastTakenAt()).toBe('2026-10-02T00:00:00Z');
    });
  });

  it('that equal the newest but for time and order add nothing, and yet were taken', async () => {
    const tenant = asTenant();
    const first = aSnapshot();
    const again = aSnapshot({ takenAt: '2026-10-02T00:00:00Z', members: first.members.toReversed() });
    const back = aSnapshot({ takenAt: '2026-10-04T00:00:00Z' });
    const between = aSnapshot({ takenAt: '2026-10-03T00:00:00Z', members: [{ ...ada, role: 'member' }] });
    await tenant(async ({ organisation }) => {
      await organisation.add(first);
      await organisation.add(again);
      expect(await organisation.history(long)).toEqual([first]);
      expect(await organisation.lastTakenAt()).toBe('2026-10-02T00:00:00Z');
      await organisation.add(between);
      await organisation.add(back);
      expect(await organisation.history(long)).toEqual([withoutReaders(first), withoutReaders(between), back]);
    });
  });

  it('are read once by a process, share what did not change, and are gone when they are erased', async () => {
    const tenant = asTenant();
    const days = ['2026-10-01', '2026-10-02', '2026-10-03'].map((day): Instant => `${day}T00:00:00Z`);
    for (const [index, takenAt] of days.entries()) {
      const snapshot = aSnapshot({ takenAt, teams: [{ slug: `team-${index}`, memberIds: [], repositories: [] }] });
      await tenant(({ organisation }) => organisation.add(snapshot));
      expect((await tenant(({ organisation }) => organisation.newest()))?.repositories).toEqual(snapshot.repositories);
    }
    const read = () => tenant(({ organisation }) => organisation.history(long));
    const [once, again] = [(await read()) ?? [], (await read()) ?? []];
    expect(once.map(({ takenAt }) => takenAt)).toEqual(days);
    for (const [index, snapshot] of once.entries()) expect(again[index]).toBe(snapshot);
    expect(once[0]?.members[0]).toBe(once[1]?.members[0]);
    expect(once[0]?.repositories).toEqual(withoutReaders(aSnapshot()).repositories);
    await tenant((all) => all.eraseBefore({ at: '2026-10-03T00:00:00Z', month: '2026-10' }));
    expect((await read())?.map(({ takenAt }) => takenAt)).toEqual(days.slice(2));
  });

  it('taken after one of a time when the clock was ahead are newer than it', async () => {
    const tenant = asTenant();
    const ahead = aSnapshot({ takenAt: '2026-12-01T00:00:00Z' });
    const right = aSnapshot({ takenAt: '2026-10-02T00:00:00Z', teams: [] });
    await tenant(async ({ organisation }) => {
      await organisation.add(ahead);
      await organisation.add(right);
      expect(await organisation.newest()).toEqual({ ...right, takenAt: '2026-12-01T00:00:01Z' });
      await organisation.add({ ...ahead, takenAt: '2026-10-03T00:00:00Z' });
      expect((await organisation.newest())?.teams).toEqual(ahead.teams);
    });
  });

  it('differ by the text of CODEOWNERS alone', async () => {
    const tenant = asTenant();
    const [repository] = aSnapshot().repositories;
    const changed = aSnapshot({
      takenAt: '2026-10-02T00:00:00Z',
      repositories: repository === undefined ? [] : [{ ...repository, codeowners: '* @acme/api\n' }],
    });
    await tenant(async ({ organisation }) => {
      await organisation.add(aSnapshot());
      await organisation.add(changed);
      expect(await organisation.history(long)).toHaveLength(2);
    });
  });
});

describe('reports', () => {
  it('are found by person, month and trouble', async () => {
    const tenant = asTenant();
    const october = aReport();
    const september = aReport({ month: '2026-09', number: 2, trouble: 'Issues are disabled.' });
    const others = aReport({ personId: ben.id, number: 3, commentIds: [] });
    await tenant(async ({ reports }) => {
      for (const report of [october, september, others]) await reports.save(report);
      expect(await reports.find(ada.id, '2026-10')).toEqual(october);
      expect(await reports.find(ada.id, '2026-08')).toBeNull();
      expect(await reports.ofPerson(ada.id)).toEqual([september, october]);
      expect(await reports.listMonth('2026-10')).toEqual([october, others]);
      expect(await reports.among({ personIds: [ada.id], months: ['2026-09', '2026-10', '2026-11'] })).toEqual([
        { personId: ada.id, month: '2026-10' },
        { personId: ada.id, month: '2026-09' },
      ]);
      expect(await reports.withTrouble()).toEqual([september]);
    });
  });

  it('are saved anew', async () => {
    const tenant = asTenant();
    await tenant(async ({ reports }) => {
      await reports.save(aReport());
      await reports.save(aReport({ body: 'New', commentIds: [] }));
      expect(await reports.ofPerson(ada.id)).toEqual([aReport({ body: 'New', commentIds: [] })]);
      expect(await reports.publishedThrough()).toBeNull();
    });
  });
});

describe('a transaction', () => {
  it('is undone whole when its work fails', async () => {
    const tenant = asTenant();
    const attempt = tenant(async ({ repositories }) => {
      await repositories.save(aRepository());
      throw new UserMistake('No.');
    });
    await expect(attempt).rejects.toThrow(UserMistake);
    expect(await tenant(({ repositories }) => repositories.list())).toEqual([]);
  });

  it('does not pretend to have succeeded when its work swallowed a failure', async () => {
    const tenant = asTenant();
    const attempt = tenant(async ({ repositories, touches }) => {
      await repositories.save(aRepository());
      await touches.take(7, { now: 'not a time', limit: 1 }).catch(() => []);
    });
    await expect(attempt).rejects.toThrow(/rolled back/);
  });

  it('refuses to be nested, and leaves room for those that come after it', async () => {
    const tenant = asTenant();
    await expect(tenant(() => tenant(({ installation }) => installation.read()))).rejects.toThrow(/inside another/);
    await expect(Promise.all(Array.from({ length: 30 }, () => tenant(({ installation }) => installation.read())))).resolves.toHaveLength(
      30,
    );
  });

  it('takes whole numbers alone as installations', async () => {
    await expect(test.store.tenant(Number.NaN, async () => null)).rejects.toThrow(RangeError);
  });
});

describe('words that are SQL', () => {
  const words = [
    "Robert'); DROP TABLE staff_signals.evidence; --",
    "' OR 1=1; SET ROLE postgres; --",
    '$1 $2 $$ \\ \\x00 %s ${7*7}',
    '"staff_signals"."touches"',
    '{"a":1}\' || pg_sleep(60) || \'',
    '{a,"b",NULL}',
  ];

  it.each(words)('%s stay words, in logins, titles, names and ids', async (word) => {
    const installationId = newInstallationId();
    const person = { id: 101, login: word };
    const evidence = anEvidence({ person, title: word, because: word, quote: word, links: [word] });
    await test.store.tenant(installationId, async (tenant) => {
      await tenant.installation.save({ id: installationId, accountId: 5, login: word, isSuspended: false });
      await tenant.installation.saveSettingsText(word);
      await tenant.repositories.save(aRepository({ fullName: word, settingsText: word, problems: [word] }));
      await tenant.organisation.add(aSnapshot({ members: [{ ...person, role: 'member' }] }));
      await tenant.touches.add(pull, { at: long, dueAt: long, delivery: word });
      await tenant.subjects.replace(aSummary({ title: word, url: word }), {
        participations: [aParticipation({ person, owners: [word], links: [word] })],
        evidence: [evidence],
      });
      await tenant.entries.add(anEntry({ text: word }));
    });
    await test.store.tenant(installationId, async (tenant) => {
      expect(await tenant.installation.read()).toMatchObject({ login: word });
      expect(await tenant.repositories.find(7)).toMatchObject({ fullName: word, settingsText: word, problems: [word] });
      expect((await tenant.organisation.newest())?.members).toMatchObject([person]);
      expect(await tenant.touches.take(7, { now: long, limit: 1 })).toMatchObject([{ deliveries: [word] }]);
      expect(await tenant.evidence.ofPerson(101)).toMatchObject([{ person, title: word, because: word, quote: word, links: [word] }]);
      expect(await tenant.evidence.naming({ id: 999, login: word })).toHaveLength(1);
      expect(await tenant.participations.ofPerson(101, { from: long, to: '2030-01-01T00:00:00Z' })).toMatchObject([{ owners: [word] }]);
    });
    const { rows } = await test.pool.query(
      "select count(*)::int as count from pg_class where relnamespace = 'staff_signals'::regnamespace",
    );
    expect(rows[0].count).toBeGreaterThan(20);
  });
});

describe('a database that does not answer', () => {
  it('is a failure that may pass', async () => {
    const nobody = openStore({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/none', dataDir: '', role: 'service' });
    await expect(nobody).rejects.toThrow(TransientFailure);
  });

  it('is a mistake when its address is none', async () => {
    const nowhere = openStore({ databaseUrl: 'the usual one', dataDir: '', role: 'service' });
    await expect(nowhere).rejects.toThrow(UserMistake);
  });
});

it('answers', async () => {
  await expect(test.store.ping()).resolves.toBeUndefined();
});
