/** Ids, node ids and shas: always the same for the same acts in the same order. */
import { createHash } from 'node:crypto';
import type { AccountState, World } from './state.ts';

const firstIds: Readonly<Record<string, number>> = { account: 1000, repository: 70_000, installation: 500, team: 300 };
const firstAppId = 2_000_000_001;

/** The next id of a family (`comment`, ...). What the App makes is counted apart, so that its timing never moves an act's ids. */
export function takeId(world: Pick<World, 'lastIds'>, family: string, byApp = false): number {
  const counter = byApp ? `${family} of the app` : family;
  const first = byApp ? firstAppId : (firstIds[family] ?? 100_001);
  const id = (world.lastIds.get(counter) ?? first - 1) + 1;
  world.lastIds.set(counter, id);
  return id;
}

/** Whether the actor is the App itself. */
export function isApp(world: World, actor: AccountState): boolean {
  return actor === world.app.bot;
}

/** A GraphQL node id: GitHub's prefix for the type, then the id in base64url. */
export function nodeId(prefix: string, id: number): string {
  return `${prefix}_${Buffer.from(`kw${id}`).toString('base64url')}`;
}

/** Forty hex digits that depend on the text alone. */
export function shaOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
