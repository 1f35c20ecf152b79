/** Performs acts on a world, one at a time, in order of time. */
import { type Act, type ActData, parseAct } from '../act.ts';
import { ActMistake } from '../find.ts';
import type { World } from '../state.ts';
import { conversationPerformers } from './conversation.ts';
import { installationPerformers } from './installation.ts';
import { organisationPerformers } from './organisation.ts';
import type { Performers } from './performers.ts';
import { pullPerformers } from './pulls.ts';
import { repositoryPerformers } from './repositories.ts';
import { reviewPerformers } from './reviews.ts';
import { subjectPerformers } from './subjects.ts';

const performers: Performers<Act['do']> = {
  ...subjectPerformers,
  ...conversationPerformers,
  ...pullPerformers,
  ...reviewPerformers,
  ...repositoryPerformers,
  ...organisationPerformers,
  ...installationPerformers,
};

function describe(act: Act): string {
  const about = ['subject', 'repository', 'team', 'handle', 'login'].flatMap((key) => (key in act ? [String(act[key as keyof Act])] : []));
  return `${act.at} ${act.by} ${[act.do, ...about].join(' ')}`;
}

/** Performs one act, given as data. Throws an Error that names the act when it is not well-formed, goes back in time or can't be. */
export function performAct(world: World, data: ActData): void {
  const act = parseAct(data);
  try {
    if (act.at < world.now) throw new ActMistake(`the clock stands at ${world.now} and does not go back`);
    world.now = act.at;
    const performer = performers[act.do] as (world: World, act: Act) => void;
    performer(world, act);
  } catch (cause) {
    if (!(cause instanceof ActMistake)) throw cause;
    throw new ActMistake(`This act can't be performed: ${describe(act)}: ${cause.message}.`, { cause });
  }
}
