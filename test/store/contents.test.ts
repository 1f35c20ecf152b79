/** What is held about subjects and people: replaced, retracted, decided on, erased. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { Participation } from '../../src/domain/participation.ts';
import { subjectLabel } from '../../src/domain/subject.ts';
import type { NewEvidence, Tenant } from '../../src/usecases/ports.ts';
import { openTestStore, type TestStore } from './open-for-tests.ts';
import { ada, anEvidence, aParticipation, aReport, aRepository, aSummary, ben, newInstallationId, pull } from './samples.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

type AsTenant = <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;

async function installed(): Promise<AsTenant> {
  const installationId = newInstallationId();
  const tenant: AsTenant = (work) => test.store.tenant(installationId, work);
  await tenant(({ repositories }) => repositories.save(aRepository()));
  return tenant;
}

type Contents = {
  readonly participations?: readonly Participation[];
  readonly evidence?: readonly NewEvidence[];
  readonly fetchedAt?: string;
};

function replace(tenant: AsTenant, { participations = [], evidence = [], fetchedAt = '2026-10-03T10:05:00Z' }: Contents) {
  return tenant(({ subjects }) => subjects.replace(aSummary({ fetchedAt }), { participations, evidence }));
}

const always = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };

function participationsOf(tenant: AsTenant, personId: number): Promise<readonly Participation[]> {
  return tenant(({ participations }) => participations.ofPerson(personId, always));
}

function evidenceOf(tenant: AsTenant, personId = ada.id): Promise<readonly Evidence[]> {
  return tenant(({ evidence }) => evidence.ofPerson(personId));
}

function decide(tenant: AsTenant, key: string, decision: Evidence['decision'], at = '2026-10-05T00:00:00Z'): Promise<void> {
  return tenant(({ evidence }) => evidence.decide({ key, personId: ada.id, decision, at }));
}

function stored(evidence: NewEvidence, changes: Partial<Evidence> = {}): Evidence {
  return { ...evidence, decision: 'none', isFound: true, repository: { id: 7, fullName: 'acme/billing' }, ...changes };
}

describe('what a subject refers to', () => {
  const other = { repositoryId: 8, number: 90_000_000_000 };
  const own = { repositoryId: 7, number: 3 };
  const referring = (tenant: AsTenant, refersTo: readonly (typeof other)[], fetchedAt = '2026-10-03T10:05:00Z') =>
    tenant(({ subjects }) => subjects.replace({ ...aSummary({ fetchedAt }), refersTo }, { participations: [], evidence: [] }));
  const read = (tenant: AsTenant) => tenant(({ subjects }) => subjects.references([pull, pull, { ...pull, number: 4_711 }]));

  it('comes back as it went in, and is replaced with the subject', async () => {
    const tenant = await installed();
    await referring(tenant, [other, own]);
    expect(await read(tenant)).toEqual(new Map([[subjectLabel(pull), [other, own]]]));
    await referring(tenant, [own], '2026-10-04T10:05:00Z');
    expect(await read(tenant)).toEqual(new Map([[subjectLabel(pull), [own]]]));
    await referring(tenant, [], '2026-10-05T10:05:00Z');
    expect(await read(tenant)).toEqual(new Map());
  });

  it('goes with the repository that it lies in', async () => {
    const tenant = await installed();
    await tenant(({ repositories }) => repositories.save(aRepository({ id: 8, fullName: 'acme/handbook' })));
    await referring(tenant, [other, own]);
    await tenant(({ repositories }) => repositories.eraseContents(8));
    expect(await read(tenant)).toEqual(new Map([[subjectLabel(pull), [own]]]));
  });
});

describe('participations of a subject', () => {
  it('come back as they went in', async () => {
    const tenant = await installed();
    const full = aParticipation({
      mergedAt: '2026-10-04T00:00:00Z',
      authorIds: [1, 90_000_000_000],
      reviewerIds: [3],
      requesterId: 90_000_000_001,
      directions: ['docs/a,b.md'],
      closesIssuesOf: 'others',
      owners: ['a,b', 'c "d"'],
    });
    const bare = aParticipation({ person: ben, role: 'author', substance: null, authorIds: [], owners: [], links: [] });
    expect(await replace(tenant, { participations: [full, bare] })).toEqual([full, bare]);
    expect(await participationsOf(tenant, ada.id)).toEqual([full]);
    expect(await participationsOf(tenant, ben.id)).toEqual([bare]);
  });

  it('that changed are returned, old and new; equal ones are not', async () => {
    const tenant = await installed();
    const same = aParticipation({ person: ben, role: 'author', substance: null });
    const old = aParticipation();
    const gone = aParticipation({ person: { id: 103, login: 'cho' } });
    await replace(tenant, { participations: [same, old, gone] });
    const now = aParticipation({ links: ['https://github.com/acme/billing/pull/12#pullrequestreview-2'] });
    const added = aParticipation({ role: 'author' });
    expect(await replace(tenant, { participations: [added, now, same] })).toEqual([old, gone, added, now]);
    expect(await replace(tenant, { participations: [same, now, added] })).toEqual([]);
    expect(await participationsOf(tenant, gone.person.id)).toEqual([]);
  });

  it('are read within a span, its end left out', async () => {
    const tenant = await installed();
    await replace(tenant, { participations: [aParticipation({ at: '2026-10-03T09:00:00Z' })] });
    const read = (from: string, to: string) => tenant(({ participations }) => participations.ofPerson(ada.id, { from, to }));
    expect(await read('2026-10-03T09:00:00Z', '2026-10-03T09:00:01Z')).toHaveLength(1);
    expect(await read('2026-10-03T00:00:00Z', '2026-10-03T09:00:00Z')).toHaveLength(0);
  });
});

describe('many subjects at once', () => {
  const issue = { ...pull, kind: 'issue', number: 3 } as const;
  const foreign = { ...pull, repositoryId: 8 };
  const of = (subject: typeof pull | typeof issue, fetchedAt: string) => ({
    summary: aSummary({ subject, fetchedAt }),
    participations: [aParticipation({ subject }), aParticipation({ subject, person: ben })],
    evidence: [anEvidence({ subject })],
  });

  it('are replaced each by itself, and say what changed of each', async () => {
    const tenant = await installed();
    const before = of(pull, '2026-10-03T10:05:00Z');
    await tenant(({ subjects }) => subjects.replaceAll([before]));
    const [older, other] = [{ ...of(pull, '2026-10-03T10:04:00Z'), participations: [] }, of(issue, '2026-10-03T10:04:00Z')];
    const unknown = of(foreign, '2026-10-03T10:05:00Z');
    const changed = await tenant(({ subjects }) => subjects.replaceAll([older, unknown, other]));
    expect(changed).toEqual([[], [], other.participations]);
    expect((await evidenceOf(tenant)).map(({ subject }) => subject)).toEqual(expect.arrayContaining([pull, issue]));
    const now = of(pull, '2026-10-03T10:06:00Z');
    await tenant(({ subjects }) => subjects.replaceAll([{ ...now, evidence: [] }]));
    expect((await evidenceOf(tenant)).map(({ subject }) => subject)).toEqual([issue]);
    expect(await tenant(({ subjects }) => subjects.replaceAll([]))).toEqual([]);
  });

  it('are read for many people, of each in a span', async () => {
    const tenant = await installed();
    await tenant(({ subjects }) => subjects.replaceAll([of(issue, '2026-10-03T10:05:00Z'), of(pull, '2026-10-03T10:05:00Z')]));
    const never = { from: always.to, to: always.to };
    const read = await tenant(({ participations }) =>
      participations.ofPeople([
        { personId: ada.id, span: always },
        { personId: ben.id, span: never },
      ]),
    );
    expect([...read]).toEqual([[ada.id, await participationsOf(tenant, ada.id)]]);
    expect(read.get(ada.id)).toHaveLength(2);
    expect(await tenant(({ participations }) => participations.ofPeople([]))).toEqual(new Map());
  });
});

describe('a subject', () => {
  it('is not replaced by an older fetch', async () => {
    const tenant = await installed();
    const newer = [aParticipation()];
    await replace(tenant, { participations: newer, evidence: [anEvidence()], fetchedAt: '2026-10-03T10:05:00Z' });
    expect(await replace(tenant, { fetchedAt: '2026-10-03T10:04:59Z' })).toEqual([]);
    expect(await participationsOf(tenant, ada.id)).toEqual(newer);
    expect(await evidenceOf(tenant)).toHaveLength(1);
    expect(await replace(tenant, { fetchedAt: '2026-10-03T10:05:00Z' })).toEqual(newer);
  });

  it('of a repository that did not opt in, or is gone, is not stored', async () => {
    const tenant = await installed();
    for (const optIn of ['out', 'unread'] as const) {
      await tenant(({ repositories }) => repositories.save(aRepository({ optIn })));
      expect(await replace(tenant, { participations: [aParticipation()], evidence: [anEvidence()] })).toEqual([]);
    }
    await tenant(({ repositories }) => repositories.erase(7));
    expect(await replace(tenant, { participations: [aParticipation()], evidence: [anEvidence()] })).toEqual([]);
    expect(await evidenceOf(tenant)).toEqual([]);
  });

  it('that is gone leaves nothing and tells whose participations went', async () => {
    const tenant = await installed();
    await replace(tenant, { participations: [aParticipation()], evidence: [anEvidence()] });
    await tenant(({ evidence }) =>
      evidence.replacePatterns([{ personId: ada.id, span: always, evidence: [anEvidence({ signal: 'cross-repo-review' })] }]),
    );
    expect(await tenant(({ subjects }) => subjects.erase(pull))).toEqual([aParticipation()]);
    expect(await tenant(({ subjects }) => subjects.erase(pull))).toEqual([]);
    expect(await evidenceOf(tenant)).toEqual([]);
    expect(await participationsOf(tenant, ada.id)).toEqual([]);
  });

  it('is listed by its activity and known by its title', async () => {
    const tenant = await installed();
    const issue = { repositoryId: 7, kind: 'issue', number: 3 } as const;
    await tenant(async ({ subjects }) => {
      await subjects.replace(aSummary(), { participations: [], evidence: [] });
      const old = aSummary({ subject: issue, title: '\u{1F600}'.repeat(1_000), updatedAt: '2026-09-01T00:00:00Z' });
      await subjects.replace(old, { participations: [], evidence: [] });
      expect(await subjects.activeSince(7, '2026-10-03T10:00:00Z')).toEqual([pull]);
      expect(await subjects.activeSince(7, '2026-09-01T00:00:00Z')).toEqual([pull, issue]);
      const titles = await subjects.titles([pull, issue, { ...issue, number: 4 }]);
      expect([...titles.keys()].toSorted()).toEqual([subjectLabel(issue), subjectLabel(pull)]);
      expect(titles.get(subjectLabel(issue))).toBe('\u{1F600}'.repeat(1_000));
      expect(await subjects.titles([])).toEqual(new Map());
    });
  });

  it('may hold characters that PostgreSQL refuses', async () => {
    const tenant = await installed();
    const evidence = anEvidence({ title: 'a\0b', quote: 'cut \u{1F600}'.slice(0, -1) });
    await tenant(({ subjects }) => subjects.replace(aSummary({ title: 'a\0b' }), { participations: [], evidence: [evidence] }));
    expect(await evidenceOf(tenant)).toMatchObject([{ title: 'a\u{FFFD}b', quote: 'cut \u{FFFD}' }]);
  });
});

describe('evidence of a subject', () => {
  it('is added, updated and retracted', async () => {
    const tenant = await installed();
    const first = anEvidence();
    const second = anEvidence({ signal: 'rfc-authorship', at: '2026-10-02T00:00:00Z', quote: null, speakerIds: [7, 90_000_000_000] });
    await replace(tenant, { evidence: [first, second] });
    expect(await evidenceOf(tenant)).toEqual([stored(second), stored(first)]);
    const better = { ...first, strength: 'candidate', because: 'They asked why.', version: 2, speakerIds: [ben.id] } as const;
    await replace(tenant, { evidence: [better] });
    expect(await evidenceOf(tenant)).toEqual([stored(better)]);
    await replace(tenant, {});
    expect(await evidenceOf(tenant)).toEqual([]);
  });

  it('that was kept stays when it is no longer found, until it is found again', async () => {
    const tenant = await installed();
    const kept = anEvidence();
    await replace(tenant, { evidence: [kept, anEvidence({ signal: 'rfc-authorship' })] });
    await decide(tenant, kept.key, 'kept');
    await replace(tenant, {});
    expect(await evidenceOf(tenant)).toEqual([stored(kept, { decision: 'kept', isFound: false })]);
    await replace(tenant, { evidence: [kept] });
    expect(await evidenceOf(tenant)).toEqual([stored(kept, { decision: 'kept' })]);
  });

  it('that is kept but no longer found goes when its engineer changes their mind', async () => {
    const tenant = await installed();
    const kept = anEvidence();
    await replace(tenant, { evidence: [kept] });
    await decide(tenant, kept.key, 'kept');
    await replace(tenant, {});
    await decide(tenant, kept.key, 'none', '2026-10-06T00:00:00Z');
    expect(await evidenceOf(tenant)).toEqual([]);
  });

  it('that was dismissed stays dismissed, however often it is found', async () => {
    const tenant = await installed();
    const dismissed = anEvidence();
    await replace(tenant, { evidence: [dismissed] });
    await decide(tenant, dismissed.key, 'dismissed');
    await replace(tenant, {});
    expect(await evidenceOf(tenant)).toEqual([]);
    await tenant(({ repositories }) => repositories.eraseContents(7));
    await replace(tenant, { evidence: [{ ...dismissed, version: 3 }] });
    expect(await evidenceOf(tenant)).toEqual([stored({ ...dismissed, version: 3 }, { decision: 'dismissed' })]);
  });

  it('keeps the newest decision, in whatever order decisions arrive', async () => {
    const tenant = await installed();
    const { key } = anEvidence();
    await replace(tenant, { evidence: [anEvidence()] });
    await decide(tenant, key, 'dismissed', '2026-10-06T00:00:00Z');
    await decide(tenant, key, 'kept', '2026-10-05T00:00:00Z');
    expect(await evidenceOf(tenant)).toMatchObject([{ decision: 'dismissed' }]);
  });

  it('of dismissal outlives every version of the rule', async () => {
    const tenant = await installed();
    const { key } = anEvidence();
    await replace(tenant, { evidence: [anEvidence()] });
    await decide(tenant, key, 'dismissed');
    await replace(tenant, { evidence: [] });
    await replace(tenant, { evidence: [anEvidence({ version: 2, strength: 'confirmed', because: 'The rule sees more now.' })] });
    expect(await evidenceOf(tenant)).toMatchObject([{ key, version: 2, decision: 'dismissed' }]);
    expect(await tenant(({ evidence }) => evidence.decisionCounts())).toEqual([
      { signal: 'design-review-redirect', version: 1, dismissed: 1, kept: 0 },
    ]);
  });

  it('is counted by signal and the version that was decided on, once for each item', async () => {
    const [tenant, other] = [await installed(), await installed()];
    const items = [1, 2, 3].map((number) => anEvidence({ subject: { ...pull, number } }));
    for (const item of items)
      await tenant(({ subjects }) => subjects.replace(aSummary({ subject: item.subject }), { participations: [], evidence: [item] }));
    const [first, second, third] = items.map(({ key }) => key);
    await decide(tenant, first ?? '', 'kept');
    await decide(tenant, first ?? '', 'dismissed', '2026-10-06T00:00:00Z');
    await decide(tenant, second ?? '', 'kept');
    await decide(tenant, third ?? '', 'dismissed');
    await decide(tenant, third ?? '', 'none', '2026-10-06T00:00:00Z');
    await decide(tenant, '00000000000000aa', 'dismissed');
    await replace(other, { evidence: [anEvidence({ version: 4 })] });
    await decide(other, anEvidence().key, 'kept');
    expect(await tenant(({ evidence }) => evidence.decisionCounts())).toEqual([
      { signal: 'design-review-redirect', version: 1, dismissed: 1, kept: 1 },
    ]);
    expect(await other(({ evidence }) => evidence.decisionCounts())).toMatchObject([{ version: 4, dismissed: 0, kept: 1 }]);
  });

  it("is not changed by a decision in somebody else's name", async () => {
    const tenant = await installed();
    const { key } = anEvidence();
    await replace(tenant, { evidence: [anEvidence()] });
    await tenant(({ evidence }) => evidence.decide({ key, personId: ben.id, decision: 'dismissed', at: '2026-10-06T00:00:00Z' }));
    expect(await evidenceOf(tenant)).toMatchObject([{ decision: 'none' }]);
  });

  it('carries the present name of its repository', async () => {
    const tenant = await installed();
    await replace(tenant, { evidence: [anEvidence()] });
    await tenant(({ repositories }) => repositories.save(aRepository({ fullName: 'acme/invoices' })));
    expect(await evidenceOf(tenant)).toMatchObject([{ repository: { id: 7, fullName: 'acme/invoices' } }]);
  });
});

describe('pattern evidence', () => {
  const october = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };
  const inOctober = anEvidence({ signal: 'cross-repo-review', at: '2026-10-31T23:59:59Z' });
  const inNovember = anEvidence({
    signal: 'cross-repo-review',
    at: '2026-11-01T00:00:00Z',
    month: '2026-11',
    subject: { ...pull, number: 13 },
  });

  function replacePatterns(tenant: AsTenant, evidence: readonly NewEvidence[], span = october): Promise<void> {
    return tenant((each) => each.evidence.replacePatterns([{ personId: ada.id, span, evidence }]));
  }

  it('is replaced within its span and nowhere else', async () => {
    const tenant = await installed();
    await replacePatterns(tenant, [inOctober, inNovember], always);
    await replacePatterns(tenant, []);
    expect(await evidenceOf(tenant)).toEqual([stored(inNovember)]);
  });

  it('of many is replaced in the span of each', async () => {
    const tenant = await installed();
    const bens = { ...inNovember, key: 'b'.repeat(16), person: ben };
    await tenant(({ evidence }) =>
      evidence.replacePatterns([
        { personId: ada.id, span: always, evidence: [inOctober, inNovember] },
        { personId: ben.id, span: always, evidence: [bens] },
      ]),
    );
    await tenant(({ evidence }) =>
      evidence.replacePatterns([
        { personId: ada.id, span: { from: october.to, to: always.to }, evidence: [] },
        { personId: ben.id, span: october, evidence: [] },
      ]),
    );
    expect(await evidenceOf(tenant)).toEqual([stored(inOctober)]);
    expect(await evidenceOf(tenant, ben.id)).toEqual([stored(bens)]);
  });

  it("and a subject's own evidence leave each other alone", async () => {
    const tenant = await installed();
    await replacePatterns(tenant, [inOctober]);
    await replace(tenant, { evidence: [anEvidence()] });
    await replacePatterns(tenant, [inOctober]);
    await replace(tenant, { evidence: [anEvidence()] });
    expect(await evidenceOf(tenant)).toHaveLength(2);
    await replacePatterns(tenant, []);
    expect(await evidenceOf(tenant)).toEqual([stored(anEvidence())]);
  });

  it('that was kept stays when it is no longer found', async () => {
    const tenant = await installed();
    await replacePatterns(tenant, [inOctober]);
    await decide(tenant, inOctober.key, 'kept');
    await replacePatterns(tenant, []);
    await replace(tenant, {});
    expect(await evidenceOf(tenant)).toEqual([stored(inOctober, { decision: 'kept', isFound: false })]);
  });

  it('of repositories that are not sources is left out', async () => {
    const tenant = await installed();
    await tenant(({ repositories }) => repositories.save(aRepository({ id: 8, fullName: 'acme/secret', optIn: 'out' })));
    const elsewhere = [8, 9].map((repositoryId) => anEvidence({ subject: { ...pull, repositoryId } }));
    await replacePatterns(tenant, [inOctober, ...elsewhere]);
    expect(await evidenceOf(tenant)).toEqual([stored(inOctober)]);
  });
});

describe('months', () => {
  it('move with the timezone, and name the people that have evidence in them', async () => {
    const tenant = await installed();
    const late = anEvidence({ at: '2026-10-31T23:30:00Z' });
    const early = anEvidence({ person: ben, at: '2026-10-01T12:00:00Z' });
    await replace(tenant, { evidence: [late, early] });
    expect(await tenant(({ evidence }) => evidence.peopleIn('2026-10'))).toEqual([ada, ben]);
    await tenant(({ evidence }) => evidence.moveMonths('Europe/Berlin'));
    expect(await tenant(({ evidence }) => evidence.peopleIn('2026-10'))).toEqual([ben]);
    expect(await evidenceOf(tenant)).toMatchObject([{ month: '2026-11' }]);
    await tenant(({ evidence }) => evidence.moveMonths('UTC'));
    expect(await evidenceOf(tenant)).toMatchObject([{ month: '2026-10' }]);
  });
});

describe('a repository', () => {
  it('comes back as it went in, and is swept', async () => {
    const tenant = await installed();
    const broken = aRepository({ id: 8, fullName: 'acme/api', optIn: 'broken', settingsText: null, problems: ['line 1: `{`'] });
    await tenant(async ({ repositories }) => {
      await repositories.save(broken);
      await repositories.setSweptUntil(8, '2026-10-05T00:00:00Z');
      expect(await repositories.find(8)).toEqual({ ...broken, sweptUntil: '2026-10-05T00:00:00Z' });
      expect(await repositories.list()).toEqual([{ ...broken, sweptUntil: '2026-10-05T00:00:00Z' }, aRepository()]);
      expect(await repositories.find(9)).toBeNull();
    });
  });

  it('that opts out loses its contents, and keeps its row', async () => {
    const tenant = await installed();
    await replace(tenant, { participations: [aParticipation()], evidence: [anEvidence()] });
    await tenant(async ({ repositories, touches, subjects }) => {
      await touches.add(pull, { at: '2026-10-01T00:00:00Z', dueAt: '2026-10-01T00:00:00Z' });
      await repositories.eraseContents(7);
      expect(await touches.nextDueAt(7)).toBeNull();
      expect(await subjects.titles([pull])).toEqual(new Map());
      expect(await repositories.find(7)).toEqual(aRepository());
    });
    expect(await evidenceOf(tenant)).toEqual([]);
    expect(await participationsOf(tenant, ada.id)).toEqual([]);
  });

  it('that opts out while a refresh writes ends up empty', async () => {
    const tenant = await installed();
    await Promise.all([
      ...Array.from({ length: 8 }, (_, number) =>
        tenant(({ subjects }) =>
          subjects.replace(aSummary({ subject: { ...pull, number } }), {
            participations: [],
            evidence: [anEvidence({ subject: { ...pull, number } })],
          }),
        ),
      ),
      tenant(async ({ repositories }) => {
        await repositories.eraseContents(7);
        await repositories.save(aRepository({ optIn: 'out' }));
      }),
    ]);
    expect(await evidenceOf(tenant)).toEqual([]);
    expect(await tenant(({ subjects }) => subjects.activeSince(7, always.from))).toEqual([]);
  });
});

describe('a person who leaves', () => {
  it('leaves a tombstone and nothing else', async () => {
    const tenant = await installed();
    await replace(tenant, {
      participations: [aParticipation(), aParticipation({ person: ben })],
      evidence: [anEvidence(), anEvidence({ person: ben })],
    });
    await decide(tenant, anEvidence().key, 'kept');
    await tenant(async ({ people, reports }) => {
      await people.join(ada.id, '2026-10-01T00:00:00Z');
      await reports.save(aReport());
      await people.leave(ada.id, '2026-10-07T00:00:00Z');
      expect(await people.left()).toEqual(new Set([ada.id]));
      expect(await people.joined()).toEqual(new Set());
      expect(await people.changedAt(ada.id)).toBe('2026-10-07T00:00:00Z');
      expect(await reports.ofPerson(ada.id)).toEqual([]);
    });
    expect(await evidenceOf(tenant)).toEqual([]);
    expect(await evidenceOf(tenant, ben.id)).toHaveLength(1);
    const { rows } = await test.pool.query(
      'select count(*) from staff_signals.decisions where person_id = $1 and key = $2 and installation_id = (select max(installation_id) from staff_signals.left_people)',
      [ada.id, anEvidence().key],
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('is kept out of what comes later', async () => {
    const tenant = await installed();
    await tenant(({ people }) => people.leave(ada.id, '2026-10-07T00:00:00Z'));
    const others = aParticipation({ person: ben });
    const changed = await replace(tenant, {
      participations: [aParticipation(), others],
      evidence: [anEvidence(), anEvidence({ person: ben })],
    });
    expect(changed).toEqual([others]);
    await tenant(({ evidence }) =>
      evidence.replacePatterns([{ personId: ada.id, span: always, evidence: [anEvidence({ signal: 'cross-repo-review' })] }]),
    );
    await decide(tenant, anEvidence().key, 'kept');
    await tenant(({ reports }) => reports.save(aReport()));
    expect(await tenant(({ reports }) => reports.ofPerson(ada.id))).toEqual([]);
    expect(await evidenceOf(tenant)).toEqual([]);
    expect(await participationsOf(tenant, ada.id)).toEqual([]);
  });

  it('while others write about them leaves nothing behind', async () => {
    const tenant = await installed();
    await Promise.all([
      ...Array.from({ length: 8 }, (_, number) =>
        tenant(({ subjects }) =>
          subjects.replace(aSummary({ subject: { ...pull, number } }), {
            participations: [],
            evidence: [anEvidence({ subject: { ...pull, number } })],
          }),
        ),
      ),
      tenant(({ people }) => people.leave(ada.id, '2026-10-07T00:00:00Z')),
    ]);
    expect(await evidenceOf(tenant)).toEqual([]);
  });

  it('may come back', async () => {
    const tenant = await installed();
    await tenant(async ({ people }) => {
      expect(await people.changedAt(ada.id)).toBeNull();
      await people.leave(ada.id, '2026-10-07T00:00:00Z');
      await people.join(ada.id, '2026-10-08T00:00:00Z');
      expect(await people.left()).toEqual(new Set());
      expect(await people.joined()).toEqual(new Set([ada.id]));
      expect(await people.changedAt(ada.id)).toBe('2026-10-08T00:00:00Z');
    });
    await replace(tenant, { evidence: [anEvidence()] });
    expect(await evidenceOf(tenant)).toHaveLength(1);
  });
});

describe('what goes with time', () => {
  it('is everything from before the retention, and nothing after', async () => {
    const tenant = await installed();
    const old = anEvidence({ signal: 'rfc-authorship', at: '2024-10-31T23:59:59Z', month: '2024-10' });
    const young = anEvidence({ at: '2024-11-01T00:00:00Z', month: '2024-11' });
    const participations = [aParticipation({ at: '2024-10-31T10:00:00Z' }), aParticipation({ person: ben, at: '2024-11-02T10:00:00Z' })];
    await replace(tenant, { participations, evidence: [old, young] });
    await decide(tenant, old.key, 'kept', '2024-10-31T23:59:59Z');
    for (const month of ['2024-10', '2024-11']) await tenant(({ reports }) => reports.save(aReport({ month })));
    await tenant(({ eraseBefore }) => eraseBefore({ at: '2024-11-01T00:00:00Z', month: '2024-11' }));
    expect(await evidenceOf(tenant)).toEqual([stored(young)]);
    expect(await participationsOf(tenant, ada.id)).toEqual([]);
    expect(await participationsOf(tenant, ben.id)).toHaveLength(1);
    expect((await tenant(({ reports }) => reports.ofPerson(aReport().personId))).map(({ month }) => month)).toEqual(['2024-11']);
  });
});

describe('a subject that is gone', () => {
  it('leaves what its engineer kept, marked as no longer found', async () => {
    const tenant = await installed();
    const kept = anEvidence();
    await replace(tenant, { evidence: [kept, anEvidence({ signal: 'rfc-authorship' })] });
    await decide(tenant, kept.key, 'kept');
    await tenant(({ subjects }) => subjects.erase(pull));
    expect(await evidenceOf(tenant)).toEqual([stored(kept, { decision: 'kept', isFound: false })]);
  });
});
