/** Loads the scenario: an organisation's four months, from the YAML files beside this one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { type Act, parseAct } from '../act.ts';
import type { SandboxOptions } from '../sandbox.ts';
import { parseOrganisation, setUpActs } from './organisation.ts';

export type Scenario = {
  /** What `createSandbox` needs to know of the people. */
  readonly organisation: SandboxOptions['organisation'];
  /** Everything that happens, oldest first; the set-up comes first of all. */
  readonly acts: readonly Act[];
};

const organisationFile = 'organisation.yml';

/**
 * The organisation and everything that happens in it, in order of time; acts of one instant stay in the order of files and lines. Reads
 * the folder once for each call. Throws an Error that names the file, the line and the act when something is not well-formed.
 */
export function loadScenario(folder: string = import.meta.dirname): Scenario {
  const described = named(organisationFile, () => parseOrganisation(readYaml(join(folder, organisationFile)).contents?.toJSON()));
  const stories = readdirSync(folder).filter((name) => name.endsWith('.yml') && name !== organisationFile);
  const acts = [...setUpActs(described.setUp), ...stories.toSorted().flatMap((name) => readStory(folder, name))];
  return { organisation: described.organisation, acts: acts.toSorted(byTime) };
}

function byTime(one: Act, other: Act): number {
  if (one.at === other.at) return 0;
  return one.at < other.at ? -1 : 1;
}

function readStory(folder: string, name: string): readonly Act[] {
  const { contents, lineAt } = named(name, () => readYaml(join(folder, name)));
  if (!isSeq(contents)) throw new Error(`${name}: a story is a list of acts.`);
  return contents.items.map((item, index) => {
    const line = isMap(item) ? lineAt(item.range?.[0] ?? 0) : 0;
    return named(`${name}, act ${index + 1}, line ${line}`, () => parseAct(isMap(item) ? item.toJSON() : item));
  });
}

function readYaml(path: string) {
  const lineCounter = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter });
  const [problem] = document.errors;
  if (problem !== undefined) throw problem;
  return { contents: document.contents, lineAt: (offset: number) => lineCounter.linePos(offset).line };
}

/** Does it, and says where a failure comes from. */
function named<Result>(place: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new Error(`${place}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
