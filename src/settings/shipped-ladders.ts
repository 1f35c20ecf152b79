/** The career ladders that come with the program, from `config/ladders/`, beside those of an organisation. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PermanentFailure } from '../domain/errors.ts';
import type { Ladder } from '../domain/ladder.ts';
import { type OrganisationSettings, parseLadder } from './files.ts';
import { shippedLadderIds } from './ladder.ts';

const folder = join(import.meta.dirname, '../../config/ladders');

/** Reads the ladders that are shipped. Throws PermanentFailure when one of them is not what it should be. */
export function readShippedLadders(): readonly Ladder[] {
  return shippedLadderIds.map((id) => {
    const parsed = parseLadder(readFileSync(join(folder, `${id}.yml`), 'utf8'));
    if (parsed.ok) return parsed.settings;
    throw new PermanentFailure(
      `config/ladders/${id}.yml: ${parsed.problems.map(({ line, message }) => `line ${line}: ${message}`).join(' ')}`,
    );
  });
}

/** The ladder that an organisation chose; its own take the place of shipped ones. */
export function chosenLadder(shipped: readonly Ladder[], { ladder, ladders }: Pick<OrganisationSettings, 'ladder' | 'ladders'>): Ladder {
  const found = [...ladders, ...shipped].find(({ id }) => id === ladder);
  if (found === undefined) throw new PermanentFailure(`There is no career ladder named ${ladder}`);
  return found;
}
