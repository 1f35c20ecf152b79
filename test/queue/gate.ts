/** A gate before a database: it cuts connections and refuses new ones, slows them down, or lets them carry nothing without telling anybody. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export type Address = { readonly host: string; readonly port: number } | { readonly path: string };

export type Gate = {
  readonly port: number;
  /** Breaks all connections and refuses new ones until it is opened. */
  readonly shut: () => void;
  readonly open: () => void;
  /** Holds every piece back for so many milliseconds, both ways, from now on. */
  readonly slow: (lagMs: number) => void;
  /** The connections that there are carry nothing any more, and neither side is told. New ones work. */
  readonly wedge: () => void;
  readonly close: () => Promise<void>;
};

/** Opens a gate to `address`: a socket at the path, or a free port of this machine. */
export async function openGate(address: Address, path: string | null = null): Promise<Gate> {
  const sockets = new Set<Socket>();
  let isShut = false;
  let lagMs = 0;
  let wedged = new WeakSet<Socket>();
  const carrier = (from: Socket): Transform =>
    new Transform({
      transform: (piece, _encoding, done) => {
        if (wedged.has(from)) return;
        if (lagMs === 0) done(null, piece);
        else setTimeout(() => done(null, piece), lagMs);
      },
    });
  const server = createServer((incoming) => {
    if (isShut) return incoming.destroy();
    const outgoing = connect(address);
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.pipe(carrier(from)).pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  if (path === null) server.listen(0, '127.0.0.1');
  else server.listen(path);
  await once(server, 'listening');
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: path === null ? (server.address() as AddressInfo).port : 0,
    shut: () => {
      isShut = true;
      breakAll();
    },
    open: () => {
      isShut = false;
    },
    slow: (ms) => {
      lagMs = ms;
    },
    wedge: () => {
      wedged = new WeakSet(sockets);
    },
    close: async () => {
      server.close();
      breakAll();
      await once(server, 'close');
    },
  };
}
