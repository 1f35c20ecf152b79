/** The Dockerfile read into its steps, and done without Docker: each stage in a folder of its own. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Variables } from '../program.ts';

const root = join(import.meta.dirname, '../..');

type Step = { readonly word: string; readonly rest: string };
type Stage = { readonly name: string | null; readonly steps: readonly Step[] };

/** What an image is built to run. */
export type Built = {
  /** The stage's folder: `/` of the image. */
  readonly folder: string;
  readonly workFolder: string;
  readonly environment: Variables;
  readonly user: string | null;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
};

const words = z.array(z.string());

function readStages(): readonly Stage[] {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8').replaceAll(/\\\n\s*/g, '');
  const steps = text.split('\n').flatMap((line): readonly Step[] => {
    const [, word, rest] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    return word === undefined || rest === undefined ? [] : [{ word, rest }];
  });
  const stages: { name: string | null; steps: Step[] }[] = [];
  for (const step of steps) {
    if (step.word === 'FROM') stages.push({ name: / AS (\S+)$/.exec(step.rest)?.[1] ?? null, steps: [] });
    else stages.at(-1)?.steps.push(step);
  }
  return stages;
}

type Doing = {
  folder: string;
  workFolder: string;
  environment: Variables;
  user: string | null;
  command: readonly string[];
  healthCheck: readonly string[];
};

type Context = { readonly folders: ReadonlyMap<string, string>; readonly run: (line: string, at: Doing) => void };

function copy(doing: Doing, rest: string, { folders }: Context): void {
  const from = /^--from=(\S+) /.exec(rest)?.[1];
  const paths = rest.replace(/^--from=\S+ /, '').split(' ');
  const target = paths.at(-1) ?? '.';
  const source = from === undefined ? root : folders.get(from);
  if (source === undefined) throw new Error(`There is no stage ${from}`);
  for (const path of paths.slice(0, -1)) {
    const into = target.endsWith('/') ? join(doing.workFolder, target, basename(path)) : join(doing.workFolder, target);
    cpSync(join(source, path), into, { recursive: true, verbatimSymlinks: true });
  }
}

const meanings: Readonly<Record<string, (doing: Doing, rest: string, context: Context) => void>> = {
  WORKDIR: (doing, rest) => {
    doing.workFolder = join(doing.folder, rest);
    mkdirSync(doing.workFolder, { recursive: true });
  },
  COPY: copy,
  RUN: (doing, rest, { run }) => run(rest, doing),
  ENV: (doing, rest) => {
    doing.environment = { ...doing.environment, ...Object.fromEntries(rest.split(' ').map((pair) => pair.split('=', 2))) };
  },
  USER: (doing, rest) => {
    doing.user = rest;
  },
  CMD: (doing, rest) => {
    doing.command = words.parse(JSON.parse(rest));
  },
  HEALTHCHECK: (doing, rest) => {
    doing.healthCheck = words.parse(JSON.parse(rest.slice(rest.indexOf('CMD ') + 4)));
  },
  VOLUME: () => {},
  EXPOSE: () => {},
};

function begin(folder: string): Doing {
  return { folder, workFolder: folder, environment: {}, user: null, command: [], healthCheck: [] };
}

function follow(doing: Doing, steps: readonly Step[], context: Context): void {
  for (const { word, rest } of steps) {
    const meaning = meanings[word];
    if (meaning === undefined) throw new Error(`The Dockerfile has a step that is not known here: ${word}`);
    meaning(doing, rest, context);
  }
}

const spoken = new Set(['ENV', 'USER', 'CMD', 'HEALTHCHECK']);

/** What the image is to run, without building it. */
export function readImage(): Pick<Built, 'environment' | 'user' | 'command' | 'healthCheck'> {
  const doing = begin('');
  const steps = readStages().at(-1)?.steps ?? [];
  follow(
    doing,
    steps.filter(({ word }) => spoken.has(word)),
    { folders: new Map(), run: () => {} },
  );
  return doing;
}

/** The paths of the repository that the image is made of. */
export function copiedPaths(): readonly string[] {
  const copies = readStages().flatMap(({ steps }) => steps.filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from=')));
  return copies.flatMap(({ rest }) => rest.split(' ').slice(0, -1));
}

/**
 * Does the steps of every stage below `folder`, and returns what the last one came to. `ids`: who the image's users are on this machine, as
 * `uid:gid`. Throws at a step that it does not know, and where a step fails.
 */
export function buildImage(folder: string, ids: Variables): Built {
  const folders = new Map<string, string>();
  let built: Doing | null = null;
  // What a step names below `/` lies below the stage's folder here, and its users have other names.
  const run = (line: string, { folder: stage, workFolder }: Doing): void => {
    const here = line
      .replaceAll(/ (\/\S+)/g, (_all, path: string) => ` ${join(stage, path)}`)
      .replaceAll(/-o (\w+) -g (\w+)/g, (_all, owner: string) => `-o ${ids[owner]?.split(':')[0]} -g ${ids[owner]?.split(':')[1]}`)
      .replace(/^npm ci/, 'npm ci --prefer-offline');
    execFileSync('bash', ['-c', here], { cwd: workFolder, stdio: 'pipe' });
  };
  for (const { name, steps } of readStages()) {
    const stage = mkdtempSync(join(folder, 'stage-'));
    chmodSync(stage, 0o755);
    const doing = begin(stage);
    follow(doing, steps, { folders, run });
    if (name !== null) folders.set(name, stage);
    built = doing;
  }
  if (built === null) throw new Error('The Dockerfile has no stage');
  return built;
}
