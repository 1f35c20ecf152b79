/** The issues of a report repository but for the welcome issue, which may lie there too. */
import { welcomeMarker } from '../../src/reports/welcome.ts';
import type { SandboxIssue } from '../../src/sandbox/reading.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

export function reportsIn(sandbox: Pick<Sandbox, 'issues'>, repository: string): readonly SandboxIssue[] {
  return sandbox.issues(repository).filter(({ body }) => !body.startsWith(welcomeMarker));
}
