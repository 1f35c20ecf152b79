/** Forgetting: people who leave, what is too old, whose words others' evidence holds; and what is written down about it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tenant } from '../../src/usecases/ports.ts';
import { openTestStore, type TestStore } from './open-for-tests.ts';
import {
  aCommand,
  ada,
  aDraft,
  aHistory,
  aLine,
  anEntry,
  anEvidence,
  aNote,
  aParticipation,
  aReport,
  aRepository,
  aShare,
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

type AsTenant = <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;

async function installed(): Promise<{ readonly id: number; readonly tenant: AsTenant }> {
  const id = newInstallationId();
  const tenant: AsTenant = (work) => test.store.tenant(id, work);
  await tenant(({ repositories }) => repositories.save(aRepository()));
  return { id, tenant };
}

async function tableNames(): Promise<readonly string[]> {
  const { rows } = await test.pool.query<{ readonly name: string }>(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'installation_id'
    where c.relnamespace = 'staff_signals'::regnamespace and c.relkind = 'r' order by 1`);
  return rows.map((row) => row.name);
}

/** A table's rows of one installation, as text. */
async function rowsOf(table: string, installationId: number): Promise<readonly string[]> {
  const { rows } = await test.pool.query<{ readonly text: string }>(
    `select row_to_json(each)::text as text from staff_signals.${table} as each where installation_id = $1`,
    [installationId],
  );
  return rows.map((row) => row.text);
}

const cho = { id: 4_711_000_103, login: 'cho-of-nowhere-else' };

/** Something of Cho's in every table that can hold it; `at` a month of the calendar. */
async function fill(tenant: AsTenant, month: string, number: number): Promise<void> {
  const at = `${month}-10T09:00:00Z`;
  const subject = { ...pull, number };
  const evidence = anEvidence({ subject, person: cho, at, month });
  await tenant(async (each) => {
    await each.subjects.replace(aSummary({ subject, updatedAt: at }), {
      participations: [aParticipation({ subject, person: cho, at })],
      evidence: [evidence],
    });
    await each.evidence.decide({ key: evidence.key, personId: cho.id, decision: 'kept', at });
    await each.reports.save(aReport({ personId: cho.id, month, number, readers: { kind: 'everyone' } }));
    await each.entries.add(anEntry({ personId: cho.id, month, key: `${number}`.padStart(16, '0'), addedAt: at }));
    await each.itemNotes.add({ commentId: `${number}`, ordinal: 0 }, aNote({ personId: cho.id, key: evidence.key, writtenAt: at }));
    await each.commands.begin(aCommand({ personId: cho.id, commentId: `${number}`, at }));
    const draft = `${number}`.padStart(32, '0');
    await each.packetDrafts.add(aDraft({ id: draft, personId: cho.id, createdAt: at, savedAt: at }));
    await each.packetShares.add(aShare({ id: draft, draftId: draft, personId: cho.id, createdAt: at, endsAt: at }));
    await each.packetShares.opened(draft, at);
    await each.audit.add([aLine({ at, act: 'joined', actor: 'person', actorId: cho.id, personId: cho.id })]);
    await each.lingering.add({ repositoryId: 9, number, noticedAt: at, reason: 'closed' });
  });
}

describe('who leaves', () => {
  it('is in no table any more but that of tombstones', async () => {
    const { id, tenant } = await installed();
    await fill(tenant, '2026-10', 1);
    await tenant(async ({ people, packetDrafts, packetShares }) => {
      await packetDrafts.add(aDraft({ personId: ben.id }));
      await packetShares.add(aShare({ personId: ben.id, viewerId: cho.id }));
      await people.join(cho.id, '2026-10-01T00:00:00Z');
      await people.pause(cho.id, '2026-10-02T00:00:00Z');
    });
    const holding = async () => {
      const named: string[] = [];
      for (const table of await tableNames()) {
        const isNamed = (row: string) => row.includes(`${cho.id}`) || row.includes(cho.login);
        if ((await rowsOf(table, id)).some(isNamed)) named.push(table);
      }
      return named;
    };
    expect(await holding()).toEqual([
      'audit',
      'commands',
      'decisions',
      'entries',
      'evidence',
      'item_notes',
      'joined_people',
      'packet_drafts',
      'packet_shares',
      'participations',
      'paused_people',
      'reports',
    ]);
    await tenant(({ people }) => people.leave(cho.id, '2026-10-20T00:00:00Z'));
    expect(await holding()).toEqual(['left_people']);
    expect(await rowsOf('audit', id)).toHaveLength(1);
  });
});

describe('retention', () => {
  /** What stays however old it is: the present state, which has no age. */
  const ageless = [
    'duties',
    'histories',
    'installations',
    'joined_people',
    'left_people',
    'organisations',
    'paused_people',
    'repositories',
    'touches',
  ];

  it('reaches every table that remembers', async () => {
    const { id, tenant } = await installed();
    await tenant(async ({ installation, organisation, people, touches, duties, histories }) => {
      await installation.save({ id, accountId: 5, login: 'acme', isSuspended: false });
      await installation.saveSettingsText('people: {}\n');
      await organisation.add(aSnapshot({ takenAt: '2024-05-01T00:00:00Z' }));
      await organisation.add(aSnapshot({ takenAt: '2024-06-01T00:00:00Z', teams: [] }));
      await organisation.add(aSnapshot({ takenAt: '2026-10-01T00:00:00Z' }));
      await people.join(ben.id, '2024-01-01T00:00:00Z');
      await people.pause(ben.id, '2024-01-01T00:00:00Z');
      await people.leave(999, '2024-01-01T00:00:00Z');
      await touches.add(pull, { at: '2024-01-01T00:00:00Z', dueAt: '2024-01-01T00:00:00Z' });
      await duties.add({ kind: 'organisation' });
      await histories.begin(aHistory());
    });
    await fill(tenant, '2024-10', 1);
    await fill(tenant, '2024-11', 2);
    const before = new Map<string, number>();
    for (const table of await tableNames()) before.set(table, (await rowsOf(table, id)).length);
    await tenant(({ eraseBefore }) => eraseBefore({ at: '2024-11-01T00:00:00Z', month: '2024-11' }));
    for (const [table, count] of before) {
      expect([table, count > 0]).toEqual([table, true]);
      const left = (await rowsOf(table, id)).length;
      expect([table, left]).toEqual([table, ageless.includes(table) ? count : count - 1]);
    }
    expect(await tenant(({ evidence }) => evidence.ofPerson(cho.id))).toMatchObject([{ month: '2024-11', decision: 'kept' }]);
  });
});

describe('evidence in which others speak', () => {
  it('is found by their id and by their name, and worded anew', async () => {
    const { tenant } = await installed();
    const quoting = anEvidence({ signal: 'peer-recognition', quote: 'As ada said.', speakerIds: [ben.id] });
    const naming = anEvidence({ signal: 'delegation', because: 'Left it to Ben, who did it.' });
    const neither = anEvidence({ signal: 'mentoring', because: 'Did it alone.' });
    const theirs = anEvidence({ person: ben, because: 'By ben.' });
    await tenant(({ subjects }) => subjects.replace(aSummary(), { participations: [], evidence: [quoting, naming, neither, theirs] }));
    const keys = async (person: { readonly id: number; readonly login: string | null }) =>
      (await tenant(({ evidence }) => evidence.naming(person))).map(({ key }) => key).toSorted();
    expect(await keys(ben)).toEqual([quoting.key, naming.key].toSorted());
    expect(await keys({ id: ben.id, login: null })).toEqual([quoting.key]);
    await tenant(({ evidence }) => evidence.reword([{ key: quoting.key, because: 'Somebody said so.', quote: null }]));
    expect(await tenant(({ evidence }) => evidence.find(ada.id, quoting.key))).toMatchObject({
      because: 'Somebody said so.',
      quote: null,
      links: quoting.links,
    });
  });
});

describe('reports', () => {
  it('are found by the source that they show, and by the repository that they stand in', async () => {
    const { tenant } = await installed();
    const shown = anEvidence();
    await tenant(async ({ repositories, subjects, reports }) => {
      await repositories.save(aRepository({ id: 8, fullName: 'acme/ledger' }));
      await subjects.replace(aSummary(), { participations: [], evidence: [shown, anEvidence({ person: ben })] });
      await reports.save(aReport({ month: '2026-10', body: `- [x] 1. <!-- e:${shown.key} -->`, commentIds: [] }));
      await reports.save(aReport({ month: '2026-09', number: 2, body: 'Nothing.', commentIds: [] }));
      await reports.save(aReport({ month: '2026-08', number: 3, body: 'Goes on below.', repositoryId: 10 }));
      await reports.save(aReport({ personId: ben.id, number: 4, body: `<!-- e:${shown.key} -->`, commentIds: [] }));
    });
    const months = async (source: number) => (await tenant(({ reports }) => reports.showing(source))).map(({ month }) => month);
    expect(await months(7)).toEqual(['2026-08', '2026-10']);
    expect(await months(8)).toEqual([]);
    expect(await tenant(({ reports }) => reports.repositoryIds())).toEqual([9, 10]);
    expect((await tenant(({ reports }) => reports.inRepository(9))).map(({ number }) => number).toSorted()).toEqual([1, 2, 4]);
    expect(await tenant(({ reports }) => reports.inRepository(10))).toMatchObject([{ number: 3, readers: aReport().readers }]);
  });
});

describe('the audit', () => {
  it('is read newest first, or one person’s from the beginning', async () => {
    const { tenant } = await installed();
    const [first, second, third] = [
      aLine({ at: '2026-10-01T00:00:00Z' }),
      aLine({ at: '2026-10-02T00:00:00Z', act: 'enrolled', personId: ada.id, repositoryId: null }),
      aLine({ at: '2026-10-03T00:00:00Z', act: 'exported', actor: 'person', actorId: ada.id, personId: ada.id }),
    ] as const;
    await tenant(({ audit }) => audit.add([first, second]));
    await tenant(({ audit }) => audit.add([third]));
    await tenant(({ audit }) => audit.add([]));
    expect(await tenant(({ audit }) => audit.newest(2))).toEqual([third, second]);
    expect(await tenant(({ audit }) => audit.ofPerson(ada.id))).toEqual([second, third]);
  });
});

it('lists an issue once, with its first reason, until it is gone', async () => {
  const { tenant } = await installed();
  const issue = { repositoryId: 9, number: 3, noticedAt: '2026-10-01T00:00:00Z', reason: 'closed' } as const;
  await tenant(({ lingering }) => lingering.add(issue));
  await tenant(({ lingering }) => lingering.add({ ...issue, noticedAt: '2026-10-02T00:00:00Z', reason: 'left' }));
  expect(await tenant(({ lingering }) => lingering.list())).toEqual([issue]);
  await tenant(({ lingering }) => lingering.remove(issue));
  expect(await tenant(({ lingering }) => lingering.list())).toEqual([]);
});

it('tells what else is held about a person', async () => {
  const { tenant } = await installed();
  await fill(tenant, '2026-10', 1);
  await tenant(async ({ people, subjects, commands }) => {
    await people.join(cho.id, '2026-10-01T00:00:00Z');
    await commands.finish({ commentId: '1', ordinal: 0 }, { state: 'done', key: null, before: null, answer: 'Not to be told.' });
    await subjects.replace(aSummary({ subject: { ...pull, number: 5 } }), {
      participations: [],
      evidence: [anEvidence({ subject: { ...pull, number: 5 }, speakerIds: [cho.id] })],
    });
  });
  expect(await tenant(({ people }) => people.held(cho.id))).toEqual({
    enrolment: { joinedAt: '2026-10-01T00:00:00Z', leftAt: null, pausedAt: null },
    decisions: [{ key: expect.stringMatching(/^[0-9a-f]{16}$/), decision: 'kept', at: '2026-10-10T09:00:00Z' }],
    commands: [{ verb: 'keep', at: '2026-10-10T09:00:00Z', state: 'done', key: null }],
    speaksIn: 1,
  });
  expect(await tenant(({ people }) => people.held(12_345))).toMatchObject({ decisions: [], commands: [], speaksIn: 0 });
  expect(await tenant(({ people }) => people.withWork())).toEqual(new Set([cho.id, ada.id]));
});
