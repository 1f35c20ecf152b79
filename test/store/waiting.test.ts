/** Touches and duties: nothing that changed is forgotten, whatever order things happen in. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../src/domain/instant.ts';
import type { Tenant } from '../../src/usecases/ports.ts';
import { openTestStore, type TestStore } from './open-for-tests.ts';
import { aHistory, aRepository, newInstallationId, pull } from './samples.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

function asTenant() {
  const installationId = newInstallationId();
  return <T>(work: (tenant: Tenant) => Promise<T>): Promise<T> => test.store.tenant(installationId, work);
}

const minute = (count: number): string => toInstant(Date.parse('2026-10-01T00:00:00Z') + count * 60_000);

describe('the past', () => {
  const past = (number: number, updatedAt: string) => ({ subject: { ...pull, number }, updatedAt });
  const numbersOf = (taken: readonly { readonly subject: { readonly number: number } }[]) => taken.map(({ subject }) => subject.number);

  it('waits apart from live traffic, and is taken from the newest on', async () => {
    const tenant = asTenant();
    await tenant(async ({ touches, histories }) => {
      await touches.addPast([past(1, '2026-01-01T00:00:00Z'), past(3, '2026-03-01T00:00:00Z'), past(2, '2026-02-01T00:00:00Z')], {
        at: minute(0),
      });
      expect(await touches.take(7, { now: minute(9), limit: 10 })).toEqual([]);
      expect(await touches.nextDueAt(7)).toBeNull();
      expect(await histories.waiting()).toEqual([{ repositoryId: 7, count: 3, newestAt: '2026-03-01T00:00:00Z' }]);
      const taken = await touches.takePast(7, { limit: 2 });
      expect(numbersOf(taken)).toEqual([3, 2]);
      await touches.finish(taken);
      expect(numbersOf(await touches.takePast(7, { limit: 2 }))).toEqual([1]);
    });
  });

  it('becomes live when it is touched, and a touch is no past', async () => {
    const tenant = asTenant();
    await tenant(async ({ touches }) => {
      await touches.addPast([past(1, '2026-01-01T00:00:00Z')], { at: minute(0) });
      await touches.add({ ...pull, number: 1 }, { at: minute(1), dueAt: minute(3) });
      await touches.addPast([past(1, '2026-01-01T00:00:00Z')], { at: minute(2) });
      expect(await touches.takePast(7, { limit: 2 })).toEqual([]);
      expect(await touches.nextDueAt(7)).toBe(minute(3));
    });
  });

  it('touched while it is looked up is looked up once more, as live traffic', async () => {
    const tenant = asTenant();
    await tenant(async ({ touches }) => {
      await touches.addPast([past(1, '2026-01-01T00:00:00Z')], { at: minute(0) });
      const taken = await touches.takePast(7, { limit: 2 });
      await touches.add({ ...pull, number: 1 }, { at: minute(1), dueAt: minute(3) });
      await touches.finish(taken);
      expect(numbersOf(await touches.take(7, { now: minute(3), limit: 2 }))).toEqual([1]);
    });
  });
});

describe('a history', () => {
  it('is kept as it was saved, and a late step does not undo a new beginning', async () => {
    const tenant = asTenant();
    await tenant(async ({ repositories, histories }) => {
      await repositories.save(aRepository());
      const begun = aHistory();
      await histories.begin(begun);
      expect(await histories.list()).toEqual([begun]);
      const further = { ...begun, listedCount: 100, lists: { ...begun.lists, issue: null } };
      await histories.advance(further);
      expect(await histories.list()).toEqual([further]);
      const anew = aHistory({ startedAt: '2026-10-02T00:00:00Z' });
      await histories.begin(anew);
      await histories.advance({ ...further, listedCount: 200 });
      expect(await histories.list()).toEqual([anew]);
      await repositories.eraseContents(7);
      expect(await histories.list()).toEqual([]);
    });
  });
});

describe('touches of deliveries', () => {
  it('are recorded where the repository has opted in, and it is told what is known of the others', async () => {
    const installationId = newInstallationId();
    const of = (repositoryId: number, number: number) => ({ subject: { ...pull, repositoryId, number }, at: minute(0), dueAt: minute(2) });
    await test.store.tenant(installationId, async ({ repositories }) => {
      await repositories.save(aRepository({ id: 7, fullName: "acme/it's", optIn: 'in' }));
      await repositories.save(aRepository({ id: 8, fullName: 'acme/other', optIn: 'out' }));
    });
    const told = [{ ...of(7, 1), delivery: "it's" }, of(7, 1), of(7, 2), of(8, 1), of(9, 1)];
    const consents = await test.store.touchOptedIn(installationId, told);
    expect([...consents].toSorted(([one], [other]) => one - other)).toEqual([
      [7, { fullName: "acme/it's", optIn: 'in' }],
      [8, { fullName: 'acme/other', optIn: 'out' }],
    ]);
    await test.store.tenant(installationId, async ({ touches }) => {
      const taken = await touches.take(7, { now: minute(2), limit: 10 });
      expect(taken.map(({ subject, deliveries }) => [subject.number, deliveries])).toEqual([
        [1, ["it's"]],
        [2, []],
      ]);
      expect(await touches.nextDueAt(8)).toBeNull();
      expect(await touches.nextDueAt(9)).toBeNull();
    });
  });

  it('of another installation are not recorded by the consent of this one', async () => {
    const [installationId, other] = [newInstallationId(), newInstallationId()];
    await test.store.tenant(other, ({ repositories }) => repositories.save(aRepository({ id: 7, optIn: 'in' })));
    const touch = { subject: pull, at: minute(0), dueAt: minute(2) };
    expect(await test.store.touchOptedIn(installationId, [touch])).toEqual(new Map());
    expect(await test.store.tenant(installationId, ({ touches }) => touches.nextDueAt(7))).toBeNull();
  });
});

describe('touches', () => {
  it('are due two minutes after the first touch, however many follow', async () => {
    const tenant = asTenant();
    await tenant(async ({ touches }) => {
      await touches.add(pull, { at: minute(0), dueAt: minute(2) });
      await touches.add(pull, { at: minute(1), dueAt: minute(3) });
      expect(await touches.nextDueAt(7)).toBe(minute(2));
      expect(await touches.take(7, { now: minute(1), limit: 10 })).toEqual([]);
      expect(await touches.take(7, { now: minute(2), limit: 10 })).toMatchObject([{ subject: pull }]);
    });
  });

  it('of a time when the clock was days ahead wait no longer', async () => {
    const tenant = asTenant();
    await tenant(async ({ touches }) => {
      const ahead = 40 * 24 * 60;
      await touches.add(pull, { at: minute(ahead), dueAt: minute(ahead + 2) });
      await touches.add({ ...pull, number: 99 }, { at: minute(1), dueAt: minute(3) });
      expect(await touches.take(7, { now: minute(1), limit: 10 })).toMatchObject([{ subject: pull }]);
    });
  });

  it('of a subject that is being refreshed lead to exactly one more', async () => {
    const tenant = asTenant();
    await tenant(({ touches }) => touches.add(pull, { at: minute(0), dueAt: minute(2) }));
    const taken = await tenant(({ touches }) => touches.take(7, { now: minute(2), limit: 10 }));
    await tenant(({ touches }) => touches.add(pull, { at: minute(3), dueAt: minute(5) }));
    await tenant(({ touches }) => touches.add(pull, { at: minute(4), dueAt: minute(6) }));
    await tenant(async ({ touches }) => {
      await touches.finish(taken);
      expect(await touches.nextDueAt(7)).toBe(minute(5));
      const again = await touches.take(7, { now: minute(5), limit: 10 });
      expect(again).toHaveLength(1);
      await touches.finish(again);
      expect(await touches.nextDueAt(7)).toBeNull();
    });
  });

  it('that are added together count as if each came alone, one subject several times among them', async () => {
    const tenant = asTenant();
    await tenant(async ({ touches }) => {
      await touches.addAll([]);
      await touches.addAll([
        { subject: { ...pull, number: 9 }, at: minute(1), dueAt: minute(3) },
        { subject: pull, at: minute(0), dueAt: minute(2), delivery: 'first' },
        { subject: pull, at: minute(1), dueAt: minute(3), delivery: 'second' },
      ]);
      await touches.addAll([{ subject: pull, at: minute(2), dueAt: minute(4), delivery: 'third' }]);
      const taken = await touches.take(7, { now: minute(9), limit: 10 });
      const told = taken.map(({ subject, dueAt, deliveries }) => [subject.number, dueAt, deliveries]);
      expect(told).toEqual([
        [pull.number, minute(2), ['third', 'second', 'first']],
        [9, minute(3), []],
      ]);
    });
  });

  it('taken before a crash are taken again', async () => {
    const tenant = asTenant();
    await tenant(({ touches }) => touches.add(pull, { at: minute(0), dueAt: minute(2) }));
    const first = await tenant(({ touches }) => touches.take(7, { now: minute(2), limit: 10 }));
    const second = await tenant(({ touches }) => touches.take(7, { now: minute(3), limit: 10 }));
    expect(second).toEqual(first);
    expect(await tenant(({ touches }) => touches.nextDueAt(7))).toBe(minute(2));
  });

  it('are not forgotten by a late finish of an earlier one', async () => {
    const tenant = asTenant();
    await tenant(({ touches }) => touches.add(pull, { at: minute(0), dueAt: minute(2) }));
    const slow = await tenant(({ touches }) => touches.take(7, { now: minute(2), limit: 10 }));
    await tenant(({ touches }) => touches.finish(slow));
    await tenant(({ touches }) => touches.add(pull, { at: minute(3), dueAt: minute(5) }));
    await tenant(({ touches }) => touches.finish(slow));
    expect(await tenant(({ touches }) => touches.nextDueAt(7))).toBe(minute(5));
  });

  it('are taken longest due first, up to a limit, of one repository', async () => {
    const tenant = asTenant();
    await tenant(async ({ touches }) => {
      for (const [number, due] of [
        [1, 3],
        [2, 1],
        [3, 2],
        [4, 9],
      ] as const) {
        await touches.add({ ...pull, number }, { at: minute(0), dueAt: minute(due) });
      }
      await touches.add({ ...pull, repositoryId: 8, number: 5 }, { at: minute(0), dueAt: minute(0) });
      const taken = await touches.take(7, { now: minute(5), limit: 2 });
      expect(taken.map(({ subject }) => subject.number)).toEqual([2, 3]);
      await touches.finish([]);
      expect(await touches.nextDueAt(8)).toBe(minute(0));
    });
  });

  it('added by several at once count as one subject', async () => {
    const tenant = asTenant();
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => tenant(({ touches }) => touches.add(pull, { at: minute(0), dueAt: minute(20 - index) }))),
    );
    const taken = await tenant(({ touches }) => touches.take(7, { now: minute(30), limit: 10 }));
    expect(taken).toHaveLength(1);
    expect(await tenant(({ touches }) => touches.nextDueAt(7))).toBe(minute(11));
  });

  it('never leave a subject unrefreshed: a fetch begins after its last touch', async () => {
    const step = fc.constantFrom('touch', 'take', 'finish', 'crash');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        const tenant = asTenant();
        let touchedAt = -1;
        let fetchedAt = -1;
        let taken: Awaited<ReturnType<Tenant['touches']['take']>> = [];
        const acts = {
          touch: (now: number) => {
            touchedAt = now;
            return tenant(({ touches }) => touches.add(pull, { at: minute(now), dueAt: minute(now) }));
          },
          take: async (now: number) => {
            taken = await tenant(({ touches }) => touches.take(7, { now: minute(now), limit: 10 }));
            if (taken.length > 0) fetchedAt = now;
          },
          finish: async () => {
            await tenant(({ touches }) => touches.finish(taken));
            taken = [];
          },
          crash: async () => {
            taken = [];
          },
        };
        for (const [index, name] of [...steps, 'crash' as const, 'take' as const, 'finish' as const].entries()) await acts[name](index);
        expect(fetchedAt).toBeGreaterThanOrEqual(touchedAt);
        expect(await tenant(({ touches }) => touches.nextDueAt(7))).toBeNull();
      }),
      { numRuns: 40 },
    );
  });
});

describe('duties', () => {
  it('wait until they are finished, each kind once', async () => {
    const tenant = asTenant();
    await tenant(async ({ duties }) => {
      await duties.add({ kind: 'settings', repositoryId: 7 });
      await duties.add({ kind: 'organisation' });
      await duties.add({ kind: 'settings', repositoryId: 8 });
      await duties.add({ kind: 'settings', repositoryId: 7 });
      const taken = await duties.take();
      expect(taken.map(({ duty }) => duty)).toEqual([
        { kind: 'organisation' },
        { kind: 'settings', repositoryId: 7 },
        { kind: 'settings', repositoryId: 8 },
      ]);
      await duties.finish(taken.slice(0, 2));
      expect(await duties.take()).toEqual(taken.slice(2));
    });
  });

  it('to check a commit wait once for each commit, and remember that somebody asked again', async () => {
    const tenant = asTenant();
    const check = (headSha: string, isRerun = false) => ({ kind: 'check', repositoryId: 7, headSha, isRerun }) as const;
    await tenant(async ({ duties }) => {
      await duties.add(check('aa'));
      await duties.add(check('bb'));
      await duties.add(check('aa', true));
      await duties.add(check('aa'));
      const taken = await duties.take();
      expect(taken.map(({ duty }) => duty)).toEqual([check('bb'), check('aa', true)]);
      await duties.finish(taken.slice(0, 1));
      expect(await duties.take()).toEqual(taken.slice(1));
    });
  });

  it('to check commits are bounded, the newest stay, and they go with the repository', async () => {
    const tenant = asTenant();
    const shas = Array.from({ length: 103 }, (_, index) => String(index).padStart(40, '0'));
    await tenant(async ({ duties, repositories }) => {
      await duties.add({ kind: 'check', repositoryId: 8, headSha: 'other', isRerun: false });
      for (const headSha of shas) await duties.add({ kind: 'check', repositoryId: 7, headSha, isRerun: false });
      const held = (await duties.take()).flatMap(({ duty }) => (duty.kind === 'check' && duty.repositoryId === 7 ? [duty.headSha] : []));
      expect(held).toEqual(shas.slice(3));
      await repositories.erase(7);
      expect((await duties.take()).map(({ duty }) => duty)).toMatchObject([{ repositoryId: 8 }]);
    });
  });

  it('that came again meanwhile stay', async () => {
    const tenant = asTenant();
    await tenant(async ({ duties }) => {
      await duties.add({ kind: 'organisation' });
      const taken = await duties.take();
      await duties.add({ kind: 'organisation' });
      await duties.finish(taken);
      expect(await duties.take()).toHaveLength(1);
    });
  });
});
