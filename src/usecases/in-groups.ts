/** Does work for many at once: what comes while earlier work is under way waits, and goes together. */

type Waiting<Item, Answer> = { readonly item: Item } & Pick<PromiseWithResolvers<Answer>, 'resolve' | 'reject'>;

/**
 * Hands items to `work` in groups of at most `mostAtOnce`, one group after the other: an item that finds nothing under way goes at once, the
 * others with whatever has gathered. `work` answers each item in the order given; when it rejects, so does every item of its group. Two groups
 * at a time were slower: smaller and so more of them, for the same disk.
 */
export function inGroups<Item, Answer>(
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
  mostAtOnce: number,
): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  let isBusy = false;
  const workOff = (): void => {
    const group = waiting.splice(0, mostAtOnce);
    isBusy = group.length > 0;
    if (!isBusy) return;
    void workOn(group, work).then((answer) => {
      workOff();
      // The database has the next group before this one's answers are written out, which takes a good part of its time.
      process.nextTick(answer);
    });
  };
  return (item) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    waiting.push({ item, resolve, reject });
    if (!isBusy) workOff();
    return promise;
  };
}

/** Resolves with what tells each of the group how its item fared. Never rejects. */
async function workOn<Item, Answer>(
  group: readonly Waiting<Item, Answer>[],
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
): Promise<() => void> {
  try {
    const answers = await work(group.map(({ item }) => item));
    if (answers.length !== group.length) throw new RangeError(`${group.length} items were answered by ${answers.length}.`);
    return () => {
      for (const [index, answer] of answers.entries()) group[index]?.resolve(answer);
    };
  } catch (error) {
    return () => {
      for (const { reject } of group) reject(error);
    };
  }
}
