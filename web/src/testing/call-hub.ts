import { createCall } from "../rtc/call.js";
import type { Call } from "../rtc/call-types.js";
import type { RoomPort } from "../rtc/signaling-port.js";
import type { SignalingEvent } from "../signaling/events.js";
import type { Notice, NoticeCode } from "../signaling/notice.js";
import type { LeaveReason, Member, RoomChange, RoomView } from "../signaling/room-view.js";
import type { OutgoingSignal, SignalBody } from "../signaling/signal.js";
import { FakePeerConnection, nextTask, type Pause } from "./fake-peer-connection.js";

const ROOM = "lobby";

/** One person with a page: signaling, a call, and all connections that the page has made. */
export interface Page {
  readonly port: HubPort;
  readonly call: Call;
  readonly connections: FakePeerConnection[];
}

/**
 * A server with one room, and pages that call each other, all played with fake connections. Sessions end and begin as the
 * test wants. What is sent and what arrives waits for the `pause`, so that a test can try out every order; per peer the
 * order is kept, as by the server.
 */
export class CallHub {
  readonly pause: Pause;
  readonly pages = new Map<string, Page>();
  /** What happened, for people who look at a failed test. */
  readonly log: string[] = [];
  readonly #calls: "everyone" | "nobody";
  /** The ICE generations with which each connection is in the state that it is in. */
  readonly #generations = new Map<FakePeerConnection, string>();
  #members: HubPort[] = [];
  #sessions = 0;
  #version = 0;

  constructor(calls: "everyone" | "nobody" = "everyone", pause: Pause = nextTask) {
    this.#calls = calls;
    this.pause = pause;
  }

  /** Opens a page; one of the same peer, if there is one, is no more. */
  open(peerId: string, leaveReason: LeaveReason = "replaced"): Page {
    const before = this.pages.get(peerId);
    if (before !== undefined) {
      for (const connection of before.connections) {
        connection.close();
      }
      before.port.listeners.clear();
      this.cut(before.port, leaveReason);
    }
    const port = new HubPort(peerId, this);
    const connections: FakePeerConnection[] = [];
    const createConnection = (configuration: RTCConfiguration) => {
      const connection = new FakePeerConnection(configuration, this.pause);
      connections.push(connection);
      return connection.asConnection();
    };
    const call = createCall({ signaling: port, room: ROOM, createConnection, calls: this.#calls });
    const page = { port, call, connections };
    this.pages.set(peerId, page);
    this.begin(port);
    return page;
  }

  /** The session of a peer ends, as when it stayed away for too long; `begin` brings it back. */
  cut(port: HubPort, reason: LeaveReason): void {
    this.#end(port, reason);
    port.endSession();
  }

  /** The server is killed: nobody is told of anything. */
  crash(): void {
    this.#members = [];
    this.#version = 0;
    for (const { port } of this.pages.values()) {
      port.endSession();
    }
  }

  /** A page that has no session begins one, and joins the room. */
  begin(port: HubPort): void {
    if (port.sessionId !== undefined || this.pages.get(port.peerId)?.port !== port) {
      return;
    }
    this.#sessions += 1;
    const sessionId = `${port.peerId}-${this.#sessions}`;
    port.beginSession(sessionId);
    const member = memberOf(port.peerId, sessionId);
    this.#tell(this.#members, { type: "peer-joined", member }, [...this.#members, port]);
    this.#members.push(port);
    port.tellRoom(this.#view(), { type: "snapshot", joined: this.#view().members, left: [], updated: [] });
  }

  /** Hands a signal over, or says why not. */
  relay(from: HubPort, signal: OutgoingSignal): void {
    const { to, toSessionId = "", connectionId = "", room = "", body } = signal;
    const receiver = this.#members.find(({ peerId }) => peerId === to);
    if (receiver?.sessionId === undefined) {
      from.tellNotice("PEER_UNAVAILABLE", signal);
    } else if (toSessionId !== "" && toSessionId !== receiver.sessionId) {
      from.tellNotice("PEER_UNAVAILABLE", signal);
    } else {
      const polite = receiver.peerId < from.peerId;
      receiver.tell({
        type: "signal",
        signal: {
          from: from.peerId,
          fromSessionId: from.sessionId ?? "",
          room,
          connectionId,
          body: body.type === "offer" ? { ...body, polite } : body,
        },
      });
    }
  }

  /**
   * Lets media and ICE follow what was negotiated: a connection is connected when both sides have each other's
   * descriptions and candidates of these generations, else it fails, with new generations once more. Returns whether
   * something changed.
   */
  settleMedia(): boolean {
    const alive = [...this.pages.values()].flatMap(({ connections }) => connections).filter(isOpen);
    let isChanged = false;
    for (const connection of alive) {
      const partner = alive.find(({ origin }) => origin === originOf(connection.remoteDescription));
      const isNegotiated = connection.remoteDescription !== null && connection.signalingState === "stable";
      const isOn = partner !== undefined && reaches(connection, partner) && reaches(partner, connection);
      const state = isOn ? "connected" : "failed";
      const generations = `${connection.fragment} ${state === "failed" ? connection.remoteDescription?.sdp : ""}`;
      const isNew = connection.connectionState !== state || this.#generations.get(connection) !== generations;
      if (isOpen(connection) && isNegotiated && isNew) {
        isChanged = true;
        this.#generations.set(connection, generations);
        this.log.push(`${connection.origin} is ${state}`);
        connection.setConnectionState(state);
      }
    }
    return isChanged;
  }

  #end(port: HubPort, reason: LeaveReason): void {
    if (!this.#members.includes(port) || port.sessionId === undefined) {
      return;
    }
    const others = this.#members.filter((each) => each !== port);
    const member = memberOf(port.peerId, port.sessionId);
    this.#members = others;
    this.#tell(others, { type: "peer-left", member, reason }, others);
  }

  #tell(to: readonly HubPort[], change: RoomChange, members: readonly HubPort[]): void {
    this.#version += 1;
    for (const port of to) {
      port.tellRoom(this.#view(members), change);
    }
  }

  #view(members: readonly HubPort[] = this.#members): RoomView {
    const list = members.map(({ peerId, sessionId = "" }) => memberOf(peerId, sessionId));
    return { room: ROOM, version: this.#version, members: list };
  }
}

/** One page's signaling. */
export class HubPort implements RoomPort {
  readonly peerId: string;
  readonly iceServers = [];
  readonly rooms = new Map<string, RoomView>();
  readonly listeners = new Set<(event: SignalingEvent) => void>();
  sessionId: string | undefined;
  readonly #hub: CallHub;
  #sent: Promise<void> = Promise.resolve();
  #told: Promise<void> = Promise.resolve();

  constructor(peerId: string, hub: CallHub) {
    this.peerId = peerId;
    this.#hub = hub;
  }

  on(listener: (event: SignalingEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  join(room: string): Promise<RoomView> {
    return Promise.reject(new Error(`the hub has joined ${room}`));
  }

  leave(): void {
    this.#hub.cut(this, "left");
  }

  send(signal: OutgoingSignal): void {
    const { sessionId } = this;
    const { to, toSessionId = "any", body } = signal;
    this.#hub.log.push(`${this.peerId} (${sessionId}) says ${wordsForBody(body)} to ${to} (${toSessionId})`);
    this.#sent = this.#sent.then(this.#hub.pause).then(() => {
      // What was on its way when the session ended is lost.
      if (sessionId !== undefined && sessionId === this.sessionId) {
        this.#hub.relay(this, signal);
      }
    });
  }

  whenQueueHasRoom(): Promise<void> {
    return Promise.resolve();
  }

  beginSession(sessionId: string): void {
    this.sessionId = sessionId;
  }

  endSession(): void {
    const { sessionId } = this;
    if (sessionId !== undefined) {
      this.sessionId = undefined;
      this.#emit({ type: "session-ended", sessionId, unconfirmed: [], unsent: [] });
    }
  }

  tell(event: SignalingEvent): void {
    const { sessionId } = this;
    this.#told = this.#told.then(this.#hub.pause).then(() => {
      if (sessionId === this.sessionId) {
        this.#emit(event);
      }
    });
  }

  tellRoom(view: RoomView, change: RoomChange): void {
    this.tell({ type: "room", view, change });
  }

  tellNotice(code: NoticeCode, { to, toSessionId = "", connectionId = "", body }: OutgoingSignal): void {
    const refused = { type: body.type, toSessionId };
    const notice: Notice = { code, message: "", peerId: to, room: "", connectionId, fieldViolations: [], refused };
    this.tell({ type: "notice", notice });
  }

  #emit(event: SignalingEvent): void {
    this.#hub.log.push(`${this.peerId} (${this.sessionId ?? "no session"}) is told ${wordsFor(event)}`);
    for (const listener of [...this.listeners]) {
      listener(event);
    }
  }
}

function memberOf(peerId: string, sessionId: string): Member {
  return { peerId, sessionId, state: "live", displayName: "", attributes: {} };
}

function isOpen({ signalingState }: FakePeerConnection): boolean {
  return signalingState !== "closed";
}

function originOf(description: { readonly sdp?: string } | null): string | undefined {
  return /^o=- (\S+)/m.exec(description?.sdp ?? "")?.[1];
}

/** Whether this side has the other one's newest description, and a candidate of it. */
function reaches(connection: FakePeerConnection, partner: FakePeerConnection): boolean {
  const { remoteDescription, added } = connection;
  const { fragment } = partner;
  return (
    remoteDescription?.sdp?.includes(`ice-ufrag:${fragment}\r`) === true &&
    added.some((candidate) => candidate.usernameFragment === fragment && candidate.candidate !== "")
  );
}

function wordsFor(event: SignalingEvent): string {
  switch (event.type) {
    case "signal":
      return `${wordsForBody(event.signal.body)} from ${event.signal.from} (${event.signal.fromSessionId})`;
    case "room": {
      const about = "member" in event.change ? ` ${event.change.member.sessionId}` : "";
      const reason = "reason" in event.change ? ` ${event.change.reason}` : "";
      return `${event.change.type}${about}${reason}: ${event.view.members.map(({ sessionId }) => sessionId)}`;
    }
    case "notice":
      return `${event.notice.code} ${event.notice.refused?.type} to ${event.notice.refused?.toSessionId}`;
    default:
      return event.type;
  }
}

function wordsForBody(body: SignalBody): string {
  switch (body.type) {
    case "offer":
    case "answer":
      return `${body.type} ${body.offerId} of ${originOf(body)}, ${/ufrag:(\S+)/.exec(body.sdp)?.[1]}`;
    case "candidate":
      return body.candidate;
    case "hangup":
      return `hangup ${body.reason}`;
    default:
      return body.type;
  }
}
