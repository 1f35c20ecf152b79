/** A log's routes in process, for somebody who is signed in already: no sign-in, no GitHub. */
import { Hono } from 'hono';
import { TransientFailure } from '../../src/domain/errors.ts';
import type { Month } from '../../src/domain/month.ts';
import type { PersonRef } from '../../src/domain/person.ts';
import type { LogPorts } from '../../src/usecases/log/read-log.ts';
import type { ChangePorts } from '../../src/usecases/log/change-log.ts';
import type { Queues, Store } from '../../src/usecases/ports.ts';
import { answerFailure } from '../../src/web/create-web-app.ts';
import { logRoutes } from '../../src/web/routes/log.ts';
import type { WebEnv } from '../../src/web/web-app.ts';

export type SignedOptions = {
  readonly store: Store;
  readonly installationId: number;
  readonly organisation: string;
  readonly person: PersonRef;
  readonly now: () => string;
  /** Where reports are asked for, beside `askedFor`. */
  readonly queues?: Pick<Queues, 'report'>;
  /** Which repositories their token can read; all when it is left out. */
  readonly canRead?: (repositoryId: number) => boolean;
  /** Whether GitHub does not answer just now. */
  readonly isSilent?: () => boolean;
};

export type SignedLog = {
  readonly app: Hono<WebEnv>;
  readonly get: (path: string) => Promise<{ readonly status: number; readonly markup: string }>;
  /** Sends a form, and follows where it leads. */
  readonly post: (
    path: string,
    fields: Readonly<Record<string, string>>,
  ) => Promise<{ readonly status: number; readonly markup: string; readonly location: string | null }>;
  /** Months whose reports were asked for. */
  readonly askedFor: readonly Month[];
  /** How often GitHub would have been asked what the person can read, at most. */
  readonly readableAsked: () => number;
};

/** The routes under `/orgs/ORGANISATION`, as the person. */
export function openSigned({
  store,
  installationId,
  organisation,
  person,
  now,
  queues,
  canRead = () => true,
  isSilent = () => false,
}: SignedOptions): SignedLog {
  const askedFor: Month[] = [];
  let asked = 0;
  const ports: LogPorts & ChangePorts = {
    store,
    clock: now,
    queues: {
      report: async (job) => {
        askedFor.push(job.month);
        await queues?.report(job);
      },
    },
    addresses: { rubricUrl: 'https://signals.example/rubric' },
  };
  const visitor = { organisation, organisations: [organisation], login: person.login, isOwner: false, csrf: 'the token of the session' };
  const app = new Hono<WebEnv>();
  app.onError((error, context) => answerFailure({ log: { info: () => {}, warn: () => {} } }, error, context));
  app.use(async (context, next) => {
    const readable = async (ids: readonly number[]): Promise<ReadonlySet<number>> => {
      asked += 1;
      if (isSilent()) throw new TransientFailure('GitHub does not answer');
      return new Set(ids.filter(canRead));
    };
    context.set('signed', { installationId, organisation, person, visitor, at: now(), readable });
    await next();
  });
  app.route(`/orgs/${organisation}`, logRoutes(ports));
  const base = `/orgs/${organisation}/log`;
  const get = async (path: string) => {
    const response = await app.request(path.startsWith('/orgs/') ? path : base + path);
    return { status: response.status, markup: await response.text() };
  };
  return {
    app,
    get,
    post: async (path, fields) => {
      const headers = { accept: 'text/html' };
      const response = await app.request(base + path, { method: 'POST', headers, body: new URLSearchParams(fields) });
      const location = response.headers.get('location');
      if (location === null) return { status: response.status, markup: await response.text(), location };
      return { status: response.status, markup: (await get(location)).markup, location };
    },
    askedFor,
    readableAsked: () => asked,
  };
}
