/** Work that is done for many at once. */
import { expect, it, vi } from 'vitest';
import { inGroups } from '../../src/usecases/in-groups.ts';

/** Work that ends when it is told to, and the groups that it was given. */
function heldWork() {
  const groups: (readonly number[])[] = [];
  const held: PromiseWithResolvers<void>[] = [];
  const work = async (items: readonly number[]): Promise<readonly string[]> => {
    groups.push(items);
    const hold = Promise.withResolvers<void>();
    held.push(hold);
    await hold.promise;
    return items.map((item) => `answer ${item}`);
  };
  const groupUnderWay = (index: number) =>
    vi.waitFor(() => {
      const hold = held[index];
      if (hold === undefined) throw new Error('not begun');
      return hold;
    });
  return { groups, groupUnderWay, work };
}

it('goes at once where nothing is under way, else together with what gathered, each with its own answer', async () => {
  const { groups, groupUnderWay, work } = heldWork();
  const ask = inGroups(work, 3);
  const answers = [1, 2, 3, 4, 5].map(ask);
  expect(groups).toEqual([[1]]);
  (await groupUnderWay(0)).resolve();
  expect(await answers[0]).toBe('answer 1');
  (await groupUnderWay(1)).resolve();
  expect(groups).toEqual([[1], [2, 3, 4]]);
  expect(await Promise.all(answers.slice(1, 4))).toEqual(['answer 2', 'answer 3', 'answer 4']);
  (await groupUnderWay(2)).resolve();
  expect(await answers[4]).toBe('answer 5');
  const late = ask(6);
  (await groupUnderWay(3)).resolve();
  expect(groups.at(-1)).toEqual([6]);
  expect(await late).toBe('answer 6');
});

it('fails for all of a group and for nobody else', async () => {
  const { groupUnderWay, work } = heldWork();
  const ask = inGroups(work, 10);
  const [first, second, third] = [ask(1), ask(2), ask(3)];
  (await groupUnderWay(0)).resolve();
  expect(await first).toBe('answer 1');
  const failures = Promise.allSettled([second, third]);
  (await groupUnderWay(1)).reject(new Error('the store does not answer'));
  expect((await failures).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const after = ask(4);
  (await groupUnderWay(2)).resolve();
  expect(await after).toBe('answer 4');
});
