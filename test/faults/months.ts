/** What people do in each month while faults happen: every kind of job has work. */
import { addMonths, type Month } from '../../src/domain/month.ts';
import type { ActData } from '../../src/sandbox/act.ts';
import { rfcAct, settingsAct } from '../app/small-organisation.ts';

const firstMonth: Month = '2025-01';

const reviewText =
  'I would not give each client its own budget: two clients of one service would double it. Could the service own one budget and hand it out?';

/** The month of a round, counted from 1. */
export function monthOfRound(round: number): Month {
  return addMonths(firstMonth, round);
}

/** Makes the repositories, opts one in, and installs the App. */
export function firstActs(): readonly ActData[] {
  const by = { at: '2025-01-01T09:00:00Z', by: 'olga' };
  return [
    { ...by, do: 'create-repository', repository: 'handbook', visibility: 'private' },
    { ...by, do: 'create-repository', repository: 'brag-log', visibility: 'private' },
    settingsAct({ at: by.at, repository: 'handbook', text: 'enabled: true\n' }),
    { ...by, do: 'install', repositories: ['handbook', 'brag-log'] },
  ];
}

/** An RFC and a review of it, settings pushed anew, and a repository with a past that opts in: work for every queue but `report`. */
export function actsOf(round: number): readonly ActData[] {
  const month = monthOfRound(round);
  const subject = `handbook#${round}`;
  const repository = `service-${round}`;
  const at = (day: number): string => `${month}-${String(day).padStart(2, '0')}T09:00:00Z`;
  return [
    { at: at(4), by: 'olga', do: 'create-repository', repository, visibility: 'private' },
    rfcAct({ at: at(5), by: 'mina', subject: `${repository}#1`, title: `RFC: owners of queues, ${round}` }),
    settingsAct({ at: at(6), repository, text: 'enabled: true\n' }),
    { at: at(7), by: 'olga', do: 'add-to-installation', repositories: [repository] },
    settingsAct({ at: at(8), repository: 'handbook', text: `enabled: true\n# month ${round}\n` }),
    rfcAct({ at: at(9), by: 'ravi', subject, title: `RFC: one retry policy, ${round}` }),
    { at: at(10), by: 'mina', do: 'review', subject, state: 'request-changes', text: reviewText },
    { at: at(11), by: 'olga', do: 'merge', subject },
  ];
}
