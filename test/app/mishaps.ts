/** What GitHub can answer wrongly, which call it was, and a chance for it that a seed decides. */
import type { Chance, Mishap } from '../../src/sandbox/failures.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

export type FaultKind = keyof typeof mishaps;

const html = '<!DOCTYPE html><html><body><h1>Unicorn!</h1><p>This page is taking too long to load.</p></body></html>';
const withHtml = { headers: { 'content-type': 'text/html; charset=utf-8' }, rewrite: () => html } as const;

type Graphql = { readonly data?: Record<string, unknown> | null; readonly errors?: readonly unknown[] };

/** Changes a GraphQL answer; everything else is cut in its middle, as it is no answer of GraphQL's. */
function inGraphql(change: (answer: Graphql) => Graphql): (text: string) => string {
  return (text) => {
    const answer = text.startsWith('{"data"') ? (JSON.parse(text) as Graphql) : null;
    return answer === null ? text.slice(0, text.length / 2) : JSON.stringify(change(answer));
  };
}

type Place = { readonly holder: Record<string, unknown>; readonly name: string; readonly path: readonly (string | number)[] };

/** Objects and lists below the answer, outermost first, with the way there. */
function placesIn(value: unknown, path: readonly (string | number)[] = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (typeof inner !== 'object' || inner === null) return [];
    const way = [...path, Array.isArray(value) ? Number(name) : name];
    return [{ holder: value as Record<string, unknown>, name, path: way }, ...placesIn(inner, way)];
  });
}

/** One object of the answer is null, and an error at its place says why. */
function withoutOne(answer: Graphql, at: (count: number) => number): Graphql {
  const places = placesIn(answer.data).filter(({ path }) => path[0] !== 'rateLimit');
  const place = places[at(places.length)];
  if (place === undefined) return { data: answer.data ?? null, errors: [{ message: 'Something went wrong while executing your query.' }] };
  place.holder[place.name] = null;
  return { ...answer, errors: [{ message: 'Something went wrong while executing your query.', path: place.path }] };
}

const middle = (count: number): number => Math.floor(count / 2);
const limited = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.' };
const reset = (): string => String(Math.floor(Date.now() / 1000) + 60);

/** The table. Times and resets are GitHub's; a story moves the queue's clock on. `isDone`: GitHub did it, and only the answer went wrong. */
export const mishaps = {
  '500': () => ({ status: 500 }),
  '500, though done': () => ({ status: 500, isDone: true }),
  '502 with a page': () => ({ status: 502, ...withHtml }),
  '503': () => ({ status: 503, headers: { 'retry-after': '1' } }),
  '403 with retry-after': () => ({ status: 403, headers: { 'retry-after': '30' }, body: limited }),
  '403 without retry-after': () => ({ status: 403, body: limited }),
  '403, nothing left of the hour': () => ({
    status: 403,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset() },
    body: { message: 'API rate limit exceeded for installation ID 1.' },
  }),
  '429 with retry-after': () => ({ status: 429, headers: { 'retry-after': '20' }, body: limited }),
  '401, an expired token': () => ({ status: 401, body: { message: 'Bad credentials' } }),
  'JSON cut short': () => ({ status: 'as-done', isDone: true, rewrite: (text) => text.slice(0, Math.floor(text.length / 2)) }),
  'a page for JSON': () => ({ status: 200, isDone: true, ...withHtml }),
  'nothing for JSON': () => ({ status: 200, isDone: true, rewrite: () => '' }),
  'GraphQL: errors alone': () => ({
    status: 'as-done',
    isDone: true,
    rewrite: inGraphql(() => ({
      errors: [{ message: 'Something went wrong while executing your query. Please include `A:B:C` when reporting.' }],
    })),
  }),
  'GraphQL: data and errors': () => ({ status: 'as-done', isDone: true, rewrite: inGraphql((answer) => withoutOne(answer, () => 0)) }),
  'GraphQL: a null node': () => ({ status: 'as-done', isDone: true, rewrite: inGraphql((answer) => withoutOne(answer, middle)) }),
  'GraphQL: the innermost null': () => ({
    status: 'as-done',
    isDone: true,
    rewrite: inGraphql((answer) => withoutOne(answer, (count) => count - 1)),
  }),
  'GraphQL: rate limited': () => ({
    status: 'as-done',
    isDone: true,
    rewrite: inGraphql(() => ({ data: null, errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] })),
  }),
  'GraphQL: timed out': () => ({
    status: 'as-done',
    isDone: true,
    rewrite: inGraphql(() => ({ data: null, errors: [{ type: 'TIMEOUT', message: 'Timeout on validation of query' }] })),
  }),
  'a lost connection': () => ({ status: 'drop' }),
  'a lost connection, though done': () => ({ status: 'drop', isDone: true }),
  'no answer': () => ({ status: 'silence' }),
  'no answer, though done': () => ({ status: 'silence', isDone: true }),
} as const satisfies Readonly<Record<string, () => Mishap>>;

export const faultKinds = Object.keys(mishaps) as readonly FaultKind[];

type Asked = Parameters<Chance>[0];

const restCalls: readonly (readonly [name: string, method: string, path: RegExp])[] = [
  ['token', 'POST', /\/access_tokens$/],
  ['installation', 'GET', /^\/app\/installations/],
  ['repositories', 'GET', /^\/installation\/repositories/],
  ['deliveries', 'GET', /^\/app\/hook\/deliveries/],
  ['delivery again', 'POST', /^\/app\/hook\/deliveries/],
  ['settings file', 'GET', /\/contents\//],
  ['readers', 'GET', /\/collaborators/],
  ['label read', 'GET', /\/labels\//],
  ['label create', 'POST', /^\/repos\/[^/]+\/[^/]+\/labels$/],
  ['label add', 'POST', /\/issues\/\d+\/labels$/],
  ['report create', 'POST', /\/issues$/],
  ['report update', 'PATCH', /\/issues\/\d+$/],
  ['report comment', 'POST', /\/issues\/\d+\/comments$/],
  ['report assign', 'POST', /\/assignees$/],
  ['reaction', 'POST', /\/reactions$/],
  ['check runs read', 'GET', /\/check-runs/],
  ['check run create', 'POST', /\/check-runs$/],
  ['check run update', 'PATCH', /\/check-runs\//],
  ['files', 'GET', /\/git\/trees\//],
  ['repository', 'GET', /^\/repos\/[^/]+\/[^/]+$/],
];

/** What the service was about, by what it asked for. */
export function callKind({ method, path, body }: Asked): string {
  if (path === '/graphql') return `query ${/query (\w+)/.exec(body)?.[1] ?? 'without a name'}`;
  return restCalls.find(([, verb, pattern]) => verb === method && pattern.test(path))?.[0] ?? `${method} elsewhere`;
}

/** Numbers in [0, 1) that a seed decides (mulberry32, public domain, by Tommy Ettinger). */
export function randomBy(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Calls that met a fault, by kind of fault and kind of call. */
export type Tally = Map<string, number>;

/** How many calls go wrong at most. Waiting for an answer that never comes, and for a fresh token, takes its time. */
const mostOf = (kind: FaultKind): number => (kind.startsWith('no answer') || kind.startsWith('401') ? 3 : 12);

/** Of the calls that went wrong already; every kind of call has even chances to be met first. */
const share = 0.1;

/** Lets faults meet calls that a seed decides, each kind of fault a few times. An expired token is expired for all that follows. */
export function strew(
  sandbox: Sandbox,
  of: { readonly kinds: readonly FaultKind[]; readonly random: () => number; readonly tally: Tally },
): void {
  const { kinds, random, tally } = of;
  const met = new Set<string>();
  const left = new Map(kinds.map((kind) => [kind, mostOf(kind)]));
  sandbox.failByChance((asked) => {
    const call = callKind(asked);
    const fitting = kinds.filter((kind) => (left.get(kind) ?? 0) > 0 && (asked.path === '/graphql' || !kind.startsWith('GraphQL')));
    const untried = fitting.filter((each) => left.get(each) === mostOf(each));
    const drawn = untried.length > 0 ? untried : fitting;
    const kind = drawn[Math.floor(random() * drawn.length)];
    if (kind === undefined || random() >= (met.has(call) ? share : 0.5)) return null;
    met.add(call);
    left.set(kind, (left.get(kind) ?? 0) - 1);
    const name = `${kind} | ${call}`;
    tally.set(name, (tally.get(name) ?? 0) + 1);
    if (kind === '401, an expired token') sandbox.expireTokens();
    return mishaps[kind]();
  });
}
