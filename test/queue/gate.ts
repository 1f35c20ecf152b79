/** A gate before a database: while it is shut, connections break and new ones are refused. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Address = { readonly host: string; readonly port: number } | { readonly path: string };

/** Opens a gate to `address`: a socket at the path, or a free port of this machine. */
export async function openGate(address: Address, path: string | null = null) {
  const sockets = new Set<Socket>();
  let isShut = false;
  const server = createServer((incoming) => {
    if (isShut) return incoming.destroy();
    const outgoing = connect(address);
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.pipe(to);
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
    shut: (): void => {
      isShut = true;
      breakAll();
    },
    open: (): void => {
      isShut = false;
    },
    close: async (): Promise<void> => {
      server.close();
      breakAll();
      await once(server, 'close');
    },
  };
}
