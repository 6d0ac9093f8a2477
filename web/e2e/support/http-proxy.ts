import { type ClientRequest, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What a proxy answers in the server's place. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Calls that a proxy keeps waiting. */
export interface Held {
  /** Resolves when the first of them is there. */
  readonly arrived: Promise<void>;
  /** Lets them pass, and all later ones. */
  release(): void;
}

interface Hold {
  readonly rpc: string;
  readonly what: "request" | "response";
  readonly arrived: () => void;
  readonly released: Promise<void>;
}

/** How much leaves at once at a limited speed. */
const PIECE_BYTES = 1_024;

/** An HTTP/1.1 proxy between clients and a server, as it stands before many servers, which does what a test says. */
export class HttpProxy {
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  readonly #holds = new Set<Hold>();
  readonly #server = createServer((incoming, outgoing) => void this.#handle(incoming, outgoing));
  #instead: { readonly rpc: string; readonly answer: ProxyAnswer; left: number } | undefined;
  #bytesPerSecond = Number.POSITIVE_INFINITY;

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  /** Starts one before the host and port of `target`. */
  static async start(target: string): Promise<HttpProxy> {
    const proxy = new HttpProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  /** Where the client connects instead. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Answers the next calls of an rpc itself. */
  answerInstead(rpc: string, answer: ProxyAnswer, times: number): void {
    this.#instead = { rpc, answer, left: times };
  }

  /** Keeps the calls of an rpc from the server, or what the server answers to them from the client. */
  hold(rpc: string, what: Hold["what"]): Held {
    const [arrived, released] = [makeGate(), makeGate()];
    const hold = { rpc, what, arrived: arrived.open, released: released.opened };
    this.#holds.add(hold);
    return {
      arrived: arrived.opened,
      release: () => {
        this.#holds.delete(hold);
        released.open();
      },
    };
  }

  /** From now on the bodies of requests pass at this speed. */
  throttleUploads(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Every connection of clients is reset. */
  cut(): void {
    for (const socket of this.#sockets) {
      socket.resetAndDestroy();
    }
  }

  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut();
    return closed;
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const rpc = incoming.url?.split("/").at(-1) ?? "";
    if (incoming.method === "POST" && this.#instead?.rpc === rpc && this.#instead.left > 0) {
      this.#instead.left -= 1;
      const { status, headers = {}, body = "" } = this.#instead.answer;
      incoming.resume();
      outgoing.writeHead(status, headers).end(body);
      return;
    }
    await this.#pass(rpc, "request");
    await this.#forward(rpc, incoming, outgoing);
  }

  async #forward(rpc: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { hostname, port } = this.#target;
    const { method, url: path, headers } = incoming;
    const upstream = request({ hostname, port, method, path, headers }, async (answer) => {
      answer.on("error", () => outgoing.destroy());
      await this.#pass(rpc, "response");
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    upstream.on("error", () => outgoing.destroy());
    outgoing.on("close", () => upstream.destroy());
    try {
      for await (const chunk of incoming as AsyncIterable<Buffer>) {
        await this.#upload(upstream, chunk);
      }
      upstream.end();
    } catch {
      upstream.destroy(); // the client gave up
    }
  }

  async #pass(rpc: string, what: Hold["what"]): Promise<void> {
    for (const hold of this.#holds) {
      if (hold.rpc === rpc && hold.what === what) {
        hold.arrived();
        await hold.released;
      }
    }
  }

  async #upload(to: ClientRequest, chunk: Buffer): Promise<void> {
    const pieceBytes = Number.isFinite(this.#bytesPerSecond) ? PIECE_BYTES : chunk.length;
    for (let from = 0; from < chunk.length && !to.destroyed; from += pieceBytes) {
      const piece = chunk.subarray(from, from + pieceBytes);
      await passes((piece.length / this.#bytesPerSecond) * 1_000);
      to.write(piece);
    }
  }
}

/** How long a piece takes on a line of limited speed. */
function passes(ms: number): Promise<void> {
  return ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}

function makeGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
