/** What the routes of the log work with: the ports behind them, and who is signed in. */
import type { Ladder } from '../domain/ladder.ts';
import type { Instant } from '../domain/instant.ts';
import type { PersonRef } from '../domain/person.ts';
import type { Visitor } from '../pages/frame.ts';
import type { Accounts } from '../usecases/log/packet-shares.ts';
import type { Clock, OrganisationSource, Queues, ReportTracker, Store } from '../usecases/ports.ts';

type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** The App's ports, as far as pages use them; `App` of `src/app.ts` fits. */
export type WebPorts = {
  readonly store: Store;
  readonly queues: Queues;
  readonly tracker: ReportTracker;
  readonly organisations: Pick<OrganisationSource, 'readers'>;
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly ladders: readonly Ladder[];
  /** Where the organisation's GitHub is browsed, and where the rubric is read. */
  readonly addresses: { readonly webUrl: string; readonly rubricUrl: string };
  /** What GitHub lets the installations still ask. */
  readonly apiAllowances: () => readonly {
    readonly installationId: number | null;
    readonly resource: string;
    readonly limit: number;
    readonly remaining: number;
  }[];
  readonly settleMs: number;
  readonly log: { readonly info: Write; readonly warn: Write };
};

/** Somebody who signed in, in an organisation in which they have a log. */
export type Signed = {
  readonly installationId: number;
  /** The organisation's login as GitHub writes it. */
  readonly organisation: string;
  readonly person: PersonRef;
  readonly visitor: Visitor;
  /** When the request came. */
  readonly at: Instant;
  /**
   * Of these repositories of the installation, the ones that the person's own token can read. Asked in few requests and remembered for some
   * minutes. Throws SignInAgain when the token has ended, TransientFailure when GitHub does not answer.
   */
  readonly readable: (repositoryIds: readonly number[]) => Promise<ReadonlySet<number>>;
};

/** What a route under `/orgs/:org` finds in its context: `context.var.signed`. */
export type WebEnv = { Variables: { signed: Signed } };

/** Somebody who signed in, whether they have a log somewhere or not: for what was shared with them. */
export type Viewer = {
  readonly person: PersonRef;
  /** Goes into every form that changes something. */
  readonly csrf: string;
  /** When the request came. */
  readonly at: Instant;
  /** As in `Signed`, for repositories of any installation. */
  readonly readable: (installationId: number, repositoryIds: readonly number[]) => Promise<ReadonlySet<number>>;
};

/** What a route under `/shared` finds in its context: `context.var.viewer`. */
export type ViewerEnv = { Variables: { viewer: Viewer } };
