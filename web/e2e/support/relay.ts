import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A piece of network between a client and a server, which a test can break. */
export interface Relay {
  /** Where the client connects instead. */
  readonly url: string;
  /** Every connection is reset, as when a process crashes. */
  cut(): void;
  /** From now on nothing passes in either direction, yet no connection ends, as when a cable is pulled. */
  freeze(): void;
  /** The cable is back: what is still connected passes again, and what waited on either side arrives. */
  thaw(): void;
  /** Ends it with all its connections. */
  close(): Promise<void>;
}

/** Starts a relay to the host and port of `target`. */
export async function startRelay(target: string): Promise<Relay> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const pairs = new Map<Socket, Socket>();
  let frozen = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {}); // a reset is what tests do here; each end sees its own
  };
  const server = createServer((near) => {
    keep(near);
    if (frozen) {
      return;
    }
    const far = connect(Number(port), hostname);
    keep(far);
    near.pipe(far).pipe(near);
    pairs.set(near, far);
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => sockets.forEach((socket) => void socket.resetAndDestroy());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    freeze: () => {
      frozen = true;
      sockets.forEach((socket) => void socket.unpipe().pause());
    },
    thaw: () => {
      frozen = false;
      pairs.forEach((far, near) => void near.pipe(far).pipe(near));
    },
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      return closed;
    },
  };
}
