/** `npm run audit`: known vulnerabilities of what the program needs to run. Exit 0: none; 1: some; 2: the registry does not answer. */
import { spawnSync } from 'node:child_process';
import { z } from 'zod';

const reportSchema = z.object({
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), range: z.string(), fixAvailable: z.unknown() })),
});

/** What npm's report in JSON means; null when it is an error, or none. */
export function vulnerabilitiesIn(report: string): readonly string[] | null {
  const parsed = reportSchema.safeParse(asJson(report));
  if (!parsed.success) return null;
  return Object.entries(parsed.data.vulnerabilities).map(
    ([name, { severity, range, fixAvailable }]) =>
      `${name} ${range}: ${severity}; ${fixAvailable === false ? 'no fix yet' : '`npm audit fix` helps'}`,
  );
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const silence =
  'The registry that npm is set to does not answer audits, so nothing is known. Run this again where npm reaches one that does: https://docs.npmjs.com/cli/commands/npm-audit\n';

function main(): number {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
  const found = vulnerabilitiesIn(stdout);
  if (found === null) process.stderr.write(silence);
  else process.stdout.write(found.length === 0 ? 'No known vulnerabilities.\n' : `${found.join('\n')}\n`);
  return found === null ? 2 : Math.min(found.length, 1);
}

if (import.meta.main) process.exitCode = main();
