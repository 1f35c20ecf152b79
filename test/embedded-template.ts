/** Makes an empty embedded store once for all tests of a run: making one takes seconds of initdb, and copying it does not. */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { openStore } from '../src/store/open.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder that was closed in order, migrated and without rows. */
    readonly embeddedTemplate: string | undefined;
    /** Where the stories keep their store and queue; embedded unless told. */
    readonly storyPlace: 'embedded' | 'PostgreSQL' | 'Redis and PostgreSQL';
  }
}

/** Vitest calls it once before all tests, and what it returns after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'staff-signals-template-'));
  const store = await openStore({ databaseUrl: null, dataDir: folder, role: 'service' });
  await store.close();
  project.provide('embeddedTemplate', folder);
  return () => rm(folder, { recursive: true, force: true });
}

/** A program that is no test of vitest's, such as the soak, is provided with nothing. */
function templateFolder(): string | undefined {
  return process.env['VITEST'] === undefined ? undefined : inject('embeddedTemplate');
}

/** Puts an empty embedded store into a data folder, so that opening it there is quick. A run that made none leaves the folder empty. */
export async function layEmbeddedStore(dataDir: string): Promise<void> {
  const template = templateFolder();
  if (template === undefined) return;
  await mkdir(dataDir, { recursive: true });
  await cp(join(template, 'postgres'), join(dataDir, 'postgres'), { recursive: true });
}
