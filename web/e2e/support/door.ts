import { randomUUID } from "node:crypto";
import type { Client, Interceptor, Transport } from "@connectrpc/connect";
import { createClient } from "@connectrpc/connect";
import {
  createGrpcTransport,
  createGrpcWebTransport as createNodeGrpcWebTransport,
  Http2SessionManager,
} from "@connectrpc/connect-node";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { Signaling } from "../../src/gen/beckon/v1/signaling_pb.js";
import { type CallEnd, endOfError } from "./call-end.js";
import type { Frame, HelloFields, ServerFrame } from "./frames.js";

/** The three ways in. */
export const DOOR_NAMES = ["Connect", "Open+Send", "Open+Send through Envoy"] as const;
export type DoorName = (typeof DOOR_NAMES)[number];

/** Where a running stack can be reached: one address per door. */
export type DoorUrls = Readonly<Record<DoorName, string>>;

/** One stream with its sending half, raw: nothing is numbered, repeated or checked on its way. */
export interface Line {
  readonly frames: AsyncIterable<ServerFrame>;
  /**
   * Sends frames after the hello. Resolves when they are on their way (Connect) or decided (Send), with the ack of the
   * response if there is one. Rejects when their own call was refused.
   */
  send(frames: readonly Frame[], token: string): Promise<bigint>;
  /** Ends the sending half. Only Connect has one; elsewhere it is an error. */
  halfClose(): void;
  /** Cancels the stream, as a page does that is closed. */
  cancel(): void;
  getIceServers: Client<typeof Signaling>["getIceServers"];
  /** Ends the connection. */
  close(): void;
}

/** Begins a stream at `url`. Without a hello, Connect sends nothing and Open an empty request. */
export type Dial = (url: string, hello: HelloFields | undefined, seq: bigint) => Line;

export const dials: Readonly<Record<DoorName, Dial>> = {
  Connect: dialConnect,
  "Open+Send": dialBrowserHalves,
  "Open+Send through Envoy": dialBrowserHalves,
};

/** The same with an access token. */
export function dialWithToken(door: DoorName, token: string): Dial {
  const interceptors: Interceptor[] = [
    (next) => (request) => {
      request.header.set("authorization", `Bearer ${token}`);
      return next(request);
    },
  ];
  return door === "Connect"
    ? (url, hello, seq) => dialConnect(url, hello, seq, interceptors)
    : (url, hello) => dialHalves(hello, createGrpcWebTransport({ baseUrl: url, interceptors }));
}

function dialConnect(
  url: string,
  hello: HelloFields | undefined,
  seq: bigint,
  interceptors: readonly Interceptor[] = [],
): Line {
  const connection = new Http2SessionManager(url);
  const transport = { baseUrl: url, sessionManager: connection, interceptors: [...interceptors] };
  const client = clientOf(createGrpcTransport(transport));
  const requests = new Outgoing();
  if (hello) {
    requests.push({ seq, frame: { case: "hello", value: hello } });
  }
  const cancelling = new AbortController();
  return {
    frames: client.connect(requests, { signal: cancelling.signal }),
    send: async (frames) => {
      await requests.taken(frames);
      return 0n;
    },
    halfClose: () => requests.close(),
    cancel: () => cancelling.abort(),
    getIceServers: client.getIceServers,
    close: () => {
      cancelling.abort();
      requests.close();
      connection.abort();
    },
  };
}

/** Open and Send as pages do it: by fetch. */
function dialBrowserHalves(url: string, hello: HelloFields | undefined): Line {
  return dialHalves(hello, createGrpcWebTransport({ baseUrl: url }));
}

/**
 * Open and Send by Node's own HTTP client. Node's fetch ends a response that is silent for 5 minutes, which no browser
 * does.
 */
export const dialPatientHalves: Dial = (url, hello) =>
  dialHalves(hello, createNodeGrpcWebTransport({ baseUrl: url, httpVersion: "1.1" }));

function dialHalves(hello: HelloFields | undefined, transport: Transport): Line {
  const client = clientOf(transport);
  const headers = { "beckon-affinity": randomUUID() };
  const cancelling = new AbortController();
  const { signal } = cancelling;
  return {
    frames: client.open(hello ? { hello } : {}, { headers, signal }),
    send: async (frames, attachmentToken) => {
      const { ack } = await client.send({ attachmentToken, frames: [...frames] }, { headers });
      return ack;
    },
    halfClose: () => {
      throw new Error("Open has no sending half that could be closed");
    },
    cancel: () => cancelling.abort(),
    getIceServers: client.getIceServers,
    close: () => cancelling.abort(),
  };
}

function clientOf(transport: Transport) {
  return createClient(Signaling, transport);
}

/** The request stream of Connect. */
class Outgoing implements AsyncIterable<Frame> {
  private queue: Frame[] = [];
  private closed = false;
  private wakeUp = () => {};
  private emptied = () => {};

  push(...frames: Frame[]): void {
    this.queue.push(...frames);
    this.wakeUp();
  }

  /** Pushes frames and resolves when the transport has taken them all. */
  taken(frames: readonly Frame[]): Promise<void> {
    this.push(...frames);
    return new Promise((resolve) => {
      this.emptied = resolve;
    });
  }

  close(): void {
    this.closed = true;
    this.wakeUp();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Frame> {
    for (;;) {
      for (let frame = this.queue.shift(); frame; frame = this.queue.shift()) {
        yield frame;
      }
      this.emptied();
      if (this.closed) {
        return;
      }
      await new Promise<void>((resolve) => {
        this.wakeUp = resolve;
      });
    }
  }
}

/** The end of a call that is expected to be refused. */
export async function refusalOf(call: Promise<unknown>): Promise<CallEnd> {
  try {
    await call;
  } catch (error) {
    return endOfError(error);
  }
  throw new Error("the call was not refused");
}
