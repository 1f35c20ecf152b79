/** The kinds of round that there are, by the names that `--only` takes. */
import { githubFaults } from './github-faults.ts';
import { hostileDeliveries } from './hostile-deliveries.ts';
import { load } from './load.ts';
import { processes } from './processes.ts';
import type { Round } from './round.ts';

export const rounds: Readonly<Record<string, Round>> = { github: githubFaults, hostile: hostileDeliveries, load, processes };
