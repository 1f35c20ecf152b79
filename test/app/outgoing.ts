/** Watches where this process connects to: every client of HTTP, databases and queues goes through a socket's `connect`. */
import { Socket } from 'node:net';
import { z } from 'zod';

const target = z.union([z.object({ path: z.string() }), z.object({ host: z.string().nullish(), port: z.union([z.number(), z.string()]) })]);

export type Outgoing = {
  /** Places connected to so far, each once: `host:port`, or the path of a local socket. */
  readonly places: () => ReadonlySet<string>;
  readonly stop: () => void;
};

/** Node hands its options on as an object, as a list that begins with one, or as plain arguments. */
function placeOf(args: readonly unknown[]): string {
  const [first, second] = args.flat();
  const options = typeof first === 'object' ? first : typeof first === 'number' ? { port: first, host: second } : { path: first };
  const place = target.parse(options);
  return 'path' in place ? place.path : `${place.host ?? 'localhost'}:${place.port}`;
}

/** Watches from now on. */
export function watchOutgoing(): Outgoing {
  const places = new Set<string>();
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function watched(this: Socket, ...args: unknown[]) {
    places.add(placeOf(args));
    return Reflect.apply(connect, this, args);
  } as typeof connect;
  const stop = () => {
    Socket.prototype.connect = connect;
  };
  return { places: () => places, stop };
}
