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
  const workOff = async (): Promise<void> => {
    isBusy = true;
    while (waiting.length > 0) await answerAll(waiting.splice(0, mostAtOnce), work);
    isBusy = false;
  };
  return (item) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    waiting.push({ item, resolve, reject });
    if (!isBusy) void workOff();
    return promise;
  };
}

async function answerAll<Item, Answer>(
  group: readonly Waiting<Item, Answer>[],
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
): Promise<void> {
  try {
    const answers = await work(group.map(({ item }) => item));
    if (answers.length !== group.length) throw new RangeError(`${group.length} items were answered by ${answers.length}.`);
    for (const [index, answer] of answers.entries()) group[index]?.resolve(answer);
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}
