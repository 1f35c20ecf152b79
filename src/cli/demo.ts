/** `demo`: an organisation's four months on the sandbox, offline, and the issues that came of them. */
import { once } from 'node:events';
import { UserMistake } from '../domain/errors.ts';
import type { Month } from '../domain/month.ts';
import { evidenceDocument } from '../reports/evidence-json.ts';
import { parseReportMarker } from '../reports/marker.ts';
import { isPacketPage } from '../reports/packet-marker.ts';
import type { SandboxIssue } from '../sandbox/reading.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Command, Terminal } from './command.ts';
import type { Played } from './demo/play.ts';
import { issueForTerminal } from './demo/issue-for-terminal.ts';
import { writeOut } from './write-out.ts';

type Report = { readonly login: string; readonly month: Month; readonly issue: SandboxIssue };

/** Every monthly issue in the sandbox, by login and month. */
function reportsIn(sandbox: Sandbox): readonly Report[] {
  const logins = new Map([...sandbox.world.accounts.values()].map((account) => [account.id, account.login]));
  const issues = [...sandbox.world.repositories.values()].flatMap((repository) => sandbox.issues(repository.name));
  const reports = issues.flatMap((issue) => {
    const marker = parseReportMarker(issue.body);
    const login = marker === null ? undefined : logins.get(marker.personId);
    return marker === null || login === undefined ? [] : [{ login, month: marker.month, issue }];
  });
  return reports.toSorted((one, other) => compare(`${one.login} ${one.month}`, `${other.login} ${other.month}`));
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function textOf({ issue }: Report): string {
  const own = issue.comments.filter((comment) => comment.author === issue.author && !isPacketPage(comment.body));
  return [issue.body, ...own.map((comment) => comment.body)].join('\n\n');
}

/** The packet that an engineer asked for, and the report in which it stands. */
type Packet = { readonly report: Report; readonly text: string };

function packetIn(reports: readonly Report[]): Packet | null {
  const found = reports.map((report) => ({ report, pages: report.issue.comments.filter(({ body }) => isPacketPage(body)) }));
  const packet = found.find(({ pages }) => pages.length > 0);
  return packet === undefined ? null : { report: packet.report, text: packet.pages.map(({ body }) => body).join('\n\n') };
}

function packetForTerminal({ report, text }: Packet): string {
  return issueForTerminal({ ...report.issue, title: `The packet of ${report.login}, a comment on the report`, body: text });
}

async function evidenceIn({ app, sandbox }: Played) {
  const installationId = sandbox.installationId();
  if (installationId === null) return [];
  return app.store.tenant(installationId, async (tenant) => {
    const lists = [];
    for (const member of (await tenant.organisation.newest())?.members ?? []) lists.push(await tenant.evidence.ofPerson(member.id));
    return lists.flat();
  });
}

function filesOf(reports: readonly Report[], document: string): ReadonlyMap<string, string> {
  const packet = packetIn(reports);
  const issues = reports.map((report) => [`${report.login}-${report.month}.md`, textOf(report)] as const);
  const packets = packet === null ? [] : [['packet.md', `${packet.text}\n`] as const];
  return new Map([...issues, ...packets, ['evidence.json', document]]);
}

async function serveUntilStopped(
  played: Played,
  { port, packet }: { readonly port: number; readonly packet: Packet | null },
  { print, progress }: Terminal,
): Promise<void> {
  const { servePages } = await import('../sandbox/pages.ts');
  const pages = await servePages(played.sandbox, port).catch((cause: unknown) => {
    throw new UserMistake(
      `Port ${port} can't be listened on (${cause instanceof Error ? cause.message : String(cause)}). Give another --port.`,
      { cause },
    );
  });
  print(pages.address);
  if (packet !== null) {
    const { login, issue } = packet.report;
    print(`A packet, ${login}'s: ${pages.address}/${played.sandbox.world.organisation.login}/${issue.repository}/issues/${issue.number}`);
  }
  print(`The log in the browser: ${played.address} (sign in as jonas-pelt, or as whom you like)`);
  progress('Press Ctrl+C to stop.');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await pages.close();
}

export const demo: Command = {
  summary: "play an organisation's four months offline and show each engineer's latest issue",
  options: ['out', 'serve', 'port', 'json'],
  takesFiles: false,
  run: async (args, terminal) => {
    // Loaded when it is played: an installation for production goes without the sandbox and what it needs.
    const { play } = await import('./demo/play.ts');
    if (args.out !== null) await writeOut(args.out, new Map());
    const played = await play(terminal.progress);
    try {
      const reports = reportsIn(played.sandbox);
      const document = evidenceDocument(await evidenceIn(played));
      if (args.out !== null) await writeOut(args.out, filesOf(reports, `${JSON.stringify(document, null, 2)}\n`));
      if (args.json) terminal.print(JSON.stringify(document));
      else for (const text of textsOf(reports)) terminal.print(text);
      if (args.serve) await serveUntilStopped(played, { port: args.port, packet: packetIn(reports) }, terminal);
      return 0;
    } finally {
      await played.stop();
    }
  },
};

/** Each engineer's newest report, then the packet. */
function textsOf(reports: readonly Report[]): readonly string[] {
  const packet = packetIn(reports);
  const issues = newestOf(reports).map((report) => issueForTerminal(report.issue));
  return packet === null ? issues : [...issues, packetForTerminal(packet)];
}

function newestOf(reports: readonly Report[]): readonly Report[] {
  return [...new Map(reports.map((report) => [report.login, report])).values()];
}
