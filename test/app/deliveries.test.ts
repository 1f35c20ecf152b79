/** Deliveries that are lost, doubled or shuffled change nothing: after the sweep the evidence is that of perfect delivery. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActData } from '../../src/sandbox/act.ts';
import type { Delivery } from '../../src/sandbox/webhooks.ts';
import { rfcAct, settingsAct, setUp, smallOrganisation } from './small-organisation.ts';
import { tick } from '../../src/usecases/sweep.ts';
import { startStory, type Story } from './story.ts';

/** What becomes of lost deliveries before the sweep: GitHub sends them again, can't be asked, or is not asked. */
const redelivery = fc.constantFrom('on', 'failing', 'off');

/** A fifth is lost, the rest comes once or more, in any order. */
const fates = fc.array(fc.record({ copies: fc.constantFrom(0, 1, 1, 2, 3), place: fc.nat(1_000) }), { minLength: 20, maxLength: 20 });

/** One round's acts: an RFC with a review in substance, edits, a rename and a merge. Rounds lie days apart, on subjects of their own. */
function actsOf(round: number): readonly ActData[] {
  const subject = `handbook#${round}`;
  const at = (hour: number) => new Date(Date.UTC(2026, 8, 2 + round, hour)).toISOString();
  const review =
    'I would not give each client its own budget: two clients of one service would double it. Could the service own one budget and hand it out?';
  return [
    rfcAct({ at: at(9), by: 'ravi', subject }),
    { at: at(10), by: 'mina', do: 'review', subject, state: 'request-changes', text: review },
    { at: at(11), by: 'ravi', do: 'comment', subject, text: 'Good point, you are right. I will move the budget into the service.' },
    {
      at: at(12),
      by: 'ravi',
      do: 'push',
      subject,
      commits: [{ message: 'Let the service own the budget' }],
      files: [{ path: `docs/rfcs/000${round}-retries.md`, additions: 40, deletions: 30 }],
    },
    { at: at(13), by: 'ravi', do: 'rename', subject, title: `RFC: one retry budget for each service, ${round}` },
    { at: at(14), by: 'olga', do: 'merge', subject },
  ];
}

const losingHalf = Array.from({ length: 20 }, (_, index) => ({ copies: index % 2 === 0 ? 0 : 2, place: 1_000 - index }));

describe('deliveries', () => {
  let broken: Story;
  let perfect: Story;
  beforeAll(async () => {
    [broken, perfect] = await Promise.all([
      startStory(smallOrganisation, { queueTimes: { lookAfterTickMs: 500 } }),
      startStory(smallOrganisation),
    ]);
    for (const story of [broken, perfect]) await setUp(story, { sources: ['handbook'], others: ['brag-log'] });
  });
  afterAll(async () => {
    await broken.stop();
    await perfect.stop();
  });

  async function evidenceIn({ app, sandbox }: Story): Promise<unknown> {
    return app.store.tenant(sandbox.installationId() ?? 0, async (tenant) => {
      const members = (await tenant.organisation.newest())?.members ?? [];
      const lists = [];
      for (const member of members) lists.push(await tenant.evidence.ofPerson(member.id));
      return lists.flat().toSorted((one, other) => (one.key < other.key ? -1 : 1));
    });
  }

  it('come to the same evidence in any order and number, once the sweep has run', async () => {
    let round = 0;
    const compare = fc.asyncProperty(fates, redelivery, async (drawn, again) => {
      round += 1;
      const arrange = (held: readonly Delivery[]) =>
        held
          .flatMap((delivery, index) =>
            Array.from({ length: drawn[index]?.copies ?? 1 }, () => ({ delivery, place: drawn[index]?.place ?? 0 })),
          )
          .toSorted((one, other) => one.place - other.place)
          .map(({ delivery }) => delivery);
      broken.sandbox.hold();
      for (const act of actsOf(round)) for (const { sandbox } of [broken, perfect]) sandbox.perform(act);
      broken.sandbox.release(arrange);
      await Promise.all([broken.settle(), perfect.settle()]);
      if (again === 'failing') broken.sandbox.failNext({ match: { path: '/app/hook/deliveries' }, status: 503, times: 3 });
      if (again !== 'off') await tick(broken.app);
      await broken.settle();
      await broken.sweepAt(broken.sandbox.now());
      expect(await evidenceIn(broken)).toEqual(await evidenceIn(perfect));
    });
    const examples = (['on', 'failing', 'off'] as const).map((again) => [losingHalf, again] as [typeof losingHalf, string]);
    await fc.assert(compare, { numRuns: 6, endOnFailure: true, examples });
    expect(await evidenceIn(perfect)).not.toEqual([]);
    expect(broken.warnings().filter((warning) => !warning.startsWith('Lost deliveries could not be asked for again'))).toEqual([]);
  }, 240_000);

  it('that were written down while the queue was away are looked up without waiting for the hour', async () => {
    const { sandbox, app } = broken;
    const at = sandbox.now();
    await app.store.tenant(sandbox.installationId() ?? 0, async (tenant) => {
      const handbook = (await tenant.repositories.list()).find(({ fullName }) => fullName.endsWith('/handbook'));
      await tenant.touches.add({ repositoryId: handbook?.id ?? 0, kind: 'pull', number: 1 }, { at, dueAt: at });
    });
    await broken.settle();
  });

  it('that no sweep would find for a day are sent again within the hour', async () => {
    const { sandbox, app } = broken;
    sandbox.hold();
    sandbox.perform({ at: '2026-09-20T09:00:00Z', by: 'olga', do: 'create-repository', repository: 'late', visibility: 'private' });
    sandbox.perform({ at: '2026-09-20T09:00:00Z', by: 'olga', do: 'add-to-installation', repositories: ['late'] });
    sandbox.release();
    await broken.settle();
    sandbox.hold();
    sandbox.perform(settingsAct({ at: '2026-09-20T10:00:00Z', repository: 'late', text: 'enabled: true\n' }));
    sandbox.release(() => []);
    await broken.settle();
    const optIn = () =>
      app.store.tenant(
        sandbox.installationId() ?? 0,
        async (tenant) => (await tenant.repositories.list()).find(({ fullName }) => fullName.endsWith('/late'))?.optIn,
      );
    expect(await optIn()).toBe('out');
    await tick(app);
    await broken.settle();
    expect(await optIn()).toBe('in');
  }, 240_000);
});
