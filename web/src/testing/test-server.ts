import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { create, equals } from "@bufbuild/protobuf";
import { durationFromMs } from "@bufbuild/protobuf/wkt";
import { Code, type ConnectRouter, type HandlerContext } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { Hello_ConflictPolicy, Welcome_Result } from "../gen/beckon/v1/session_pb.js";
import {
  type ClientFrame,
  ClientFrameSchema,
  type OpenRequest,
  type SendRequest,
  Signaling,
} from "../gen/beckon/v1/signaling_pb.js";
import { statusWithReason } from "./error-info.js";
import { PeerLeft_Reason, TestRooms } from "./test-rooms.js";
import { TestSession } from "./test-session.js";

/** What a proxy says in place of the server. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * A signaling server in the test's process, on a real socket, speaking gRPC-Web: enough of the contract to test the
 * client library, and faults on demand. What the real server does is tested against the real server.
 */
export class TestServer {
  readonly rooms = new TestRooms();
  /** All sessions that ever were, in order. */
  readonly sessions: TestSession[] = [];
  readonly live = new Map<string, TestSession>();
  /** Numbers of the frames of each Send, as they arrived. */
  readonly sends: bigint[][] = [];
  sendsInFlight = 0;
  maxSendsInFlight = 0;
  heartbeatMs = 15_000;
  clientHeartbeatMs = 60_000;
  /** Whether sessions outlive their streams; they then stay away until {@link expire}. */
  areSessionsResumable = false;
  /** Called before a hello is answered; what it throws is the answer. */
  onOpen: (request: OpenRequest) => void | Promise<void> = () => undefined;
  /** Awaited before the frames of a Send are handled; what it throws is the answer. */
  onSend: (request: SendRequest) => void | Promise<void> = () => undefined;
  /** Asked for each request by the name of its rpc: an answer keeps the request from the server. */
  onProxy: (rpc: string) => ProxyAnswer | undefined = () => undefined;
  /** How many of the next Sends are handled and then cut off before their response. */
  responsesToLose = 0;
  readonly #http: Server;
  #onEnded: (() => void)[] = [];
  #port = 0;

  constructor() {
    const handle = connectNodeAdapter({ routes: (router) => this.#route(router) });
    this.#http = createServer((request, response) => {
      const answer = request.method === "POST" ? this.onProxy(request.url?.split("/").at(-1) ?? "") : undefined;
      if (answer !== undefined) {
        request.resume();
        response.writeHead(answer.status, answer.headers ?? { "content-type": "text/plain" }).end(answer.body ?? "");
        return;
      }
      this.#loseResponse(request, response);
      handle(request, response);
    });
  }

  async start(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.#http.listen(port, "127.0.0.1", resolve));
    this.#port = (this.#http.address() as AddressInfo).port;
    return this;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#http.close(() => resolve());
      this.#http.closeAllConnections();
    });
  }

  /** Breaks every connection without a word. */
  cutConnections(): void {
    this.#http.closeAllConnections();
  }

  session(peerId: string): TestSession {
    const session = this.live.get(peerId);
    if (session === undefined) {
      throw new Error(`${peerId} is not registered`);
    }
    return session;
  }

  /** Resolves once this peer had a session and it has ended. */
  async untilEnded(peerId: string): Promise<void> {
    while (this.live.has(peerId) || !this.sessions.some((session) => session.peerId === peerId)) {
      await new Promise<void>((resolve) => {
        this.#onEnded.push(resolve);
      });
    }
  }

  /** The resume window of a session is over. */
  expire(session: TestSession): void {
    this.#end(session, PeerLeft_Reason.GONE);
  }

  #route(router: ConnectRouter): void {
    router.service(Signaling, {
      open: (request, context) => this.#open(request, context),
      send: (request) => this.#send(request),
      getIceServers: () => ({ iceServers: [{ urls: ["stun:fresh.example.org"] }] }),
    });
  }

  async *#open(request: OpenRequest, context: HandlerContext) {
    await this.onOpen(request);
    const session =
      this.#resume(request) ?? this.#register(request, context.requestHeader.get("beckon-affinity") ?? "");
    const { stream } = session;
    context.signal.addEventListener("abort", () => stream.end());
    try {
      yield* stream;
    } finally {
      if (session.stream === stream) {
        session.isAttached = false;
        if (!session.isResumable) {
          this.#end(session, PeerLeft_Reason.GONE);
        }
      }
    }
  }

  #resume({ hello }: OpenRequest): TestSession | undefined {
    const session = this.live.get(hello?.peerId ?? "");
    const isSame = session?.isResumable && hello?.sessionId === session.sessionId;
    if (!isSame || Buffer.compare(session.hello.sessionKey, hello.sessionKey) !== 0) {
      return undefined;
    }
    session.attach();
    const rooms = this.rooms.of(session);
    this.#welcome(session, Welcome_Result.LOSSLESS, rooms);
    for (const room of rooms) {
      this.rooms.join(room, session, 0n);
    }
    session.replay(hello.lastSeq);
    return session;
  }

  #register({ hello }: OpenRequest, affinity: string): TestSession {
    if (hello === undefined) {
      throw statusWithReason(Code.InvalidArgument, "INVALID_HELLO", "hello is missing");
    }
    const holder = this.live.get(hello.peerId);
    if (holder !== undefined) {
      const isSame = [hello.sessionKey, hello.replacedSessionKey].some(
        (key) => Buffer.compare(holder.hello.sessionKey, key) === 0,
      );
      if (!isSame && hello.onConflict !== Hello_ConflictPolicy.REPLACE) {
        throw statusWithReason(Code.AlreadyExists, "PEER_ID_TAKEN", `${hello.peerId} is held by another session`);
      }
      holder.stream.end(statusWithReason(Code.Aborted, "REPLACED", "another session took the peer id"));
      this.#end(holder, PeerLeft_Reason.REPLACED);
    }
    const session = new TestSession(hello, `session-${this.sessions.length + 1}`, affinity, this.areSessionsResumable);
    this.sessions.push(session);
    this.live.set(hello.peerId, session);
    this.#welcome(session, hello.sessionId === "" ? Welcome_Result.NEW : Welcome_Result.RESYNC, []);
    return session;
  }

  #welcome(session: TestSession, result: Welcome_Result, rooms: string[]): void {
    session.tell({
      case: "welcome",
      value: {
        sessionId: session.sessionId,
        peerId: session.peerId,
        result,
        rooms,
        lastClientSeq: session.lastSeq,
        ...(session.isResumable && { resumeWindow: durationFromMs(60_000) }),
        attachmentToken: session.token,
        iceServers: [{ urls: ["turn:turn.example.org"], username: "u", credential: "c" }],
        limits: { maxFrameBytes: 65_536 },
        heartbeatInterval: durationFromMs(this.heartbeatMs),
        clientHeartbeatInterval: durationFromMs(this.clientHeartbeatMs),
      },
    });
  }

  async #send(request: SendRequest) {
    this.sends.push(request.frames.map(({ seq }) => seq));
    this.sendsInFlight += 1;
    this.maxSendsInFlight = Math.max(this.maxSendsInFlight, this.sendsInFlight);
    try {
      await this.onSend(request);
      const session = [...this.live.values()].find(({ token }) => token === request.attachmentToken);
      if (session === undefined) {
        throw statusWithReason(Code.Aborted, "ATTACHMENT_UNKNOWN", "no such attachment");
      }
      for (const frame of request.frames) {
        this.#accept(session, frame);
      }
      return { ack: session.lastSeq };
    } finally {
      this.sendsInFlight -= 1;
    }
  }

  #accept(session: TestSession, frame: ClientFrame): void {
    session.acknowledge(frame.ack);
    if (frame.seq > 0n) {
      if (frame.seq <= session.lastSeq) {
        const first = session.frames.find(({ seq }) => seq === frame.seq);
        // Only the ack may be newer.
        if (first !== undefined && !equals(ClientFrameSchema, { ...first, ack: frame.ack }, frame)) {
          throw new Error(`seq ${frame.seq} came again with another content`);
        }
        return;
      }
      if (frame.seq !== session.lastSeq + 1n) {
        throw statusWithReason(Code.Aborted, "SEQ_GAP", `expected ${session.lastSeq + 1n}`);
      }
      session.lastSeq = frame.seq;
    }
    session.frames.push(create(ClientFrameSchema, frame));
    this.#handle(session, frame);
  }

  #handle(session: TestSession, { seq, frame }: ClientFrame): void {
    switch (frame.case) {
      case "signal":
        this.#relay(session, frame.value.to, seq, {
          ...frame.value,
          from: session.peerId,
          fromSessionId: session.sessionId,
        });
        break;
      case "joinRoom":
        this.rooms.join(frame.value.room, session, seq);
        break;
      case "leaveRoom":
        this.rooms.leave(frame.value.room, session, PeerLeft_Reason.LEFT);
        break;
      case "updateMember":
        session.hello.displayName = frame.value.displayName ?? session.hello.displayName;
        Object.assign(session.hello.attributes, frame.value.attributes);
        this.rooms.update(session);
        break;
      case "bye":
        this.#end(session, PeerLeft_Reason.BYE);
        break;
      default:
        break;
    }
  }

  #relay(
    from: TestSession,
    to: string,
    seq: bigint,
    signal: Extract<ClientFrame["frame"], { case: "signal" }>["value"],
  ): void {
    const receiver = this.live.get(to);
    if (receiver === undefined) {
      const message = `${to} is not registered`;
      from.tell({ case: "notice", value: { clientSeqs: [seq], code: 3, reason: 1, peerId: to, message } });
      return;
    }
    if (signal.body.case === "offer") {
      signal.body.value.polite = receiver.peerId < from.peerId;
    }
    receiver.tell({ case: "signal", value: signal });
  }

  #end(session: TestSession, reason: PeerLeft_Reason): void {
    if (this.live.get(session.peerId) === session) {
      this.live.delete(session.peerId);
      this.rooms.leaveAll(session, reason);
      session.stream.end();
      for (const resolve of this.#onEnded.splice(0)) {
        resolve();
      }
    }
  }

  #loseResponse(request: IncomingMessage, response: ServerResponse): void {
    if (this.responsesToLose > 0 && request.url?.endsWith("/Send")) {
      this.responsesToLose -= 1;
      const cut = () => {
        request.socket.destroy();
        return true;
      };
      response.writeHead = () => response;
      response.write = cut;
      response.end = () => {
        cut();
        return response;
      };
    }
  }
}
