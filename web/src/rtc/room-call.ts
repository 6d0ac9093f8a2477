import type { SignalingEvent } from "../signaling/events.js";
import type { LeaveReason, Member, RoomChange, RoomView } from "../signaling/room-view.js";
import type { AnswerBody, HangupReason, IncomingSignal } from "../signaling/signal.js";
import type { Call, CallEvent, CallOptions } from "./call-types.js";
import { EarlyCandidates } from "./early-candidates.js";
import { type Ended, History } from "./history.js";
import type { PeerLink } from "./link.js";
import type { PeerLinkEvent } from "./link-events.js";
import { Listeners } from "./listeners.js";
import { SessionLink } from "./session-link.js";
import { UnclaimedOffers, watchOtherOffers } from "./unclaimed-offers.js";

/** A track that is sent on every link. */
interface LocalTrack {
  readonly track: MediaStreamTrack;
  readonly streams: MediaStream[];
}

/** How a link ended: because the peer was gone, or with a hang-up that was sent to one of its sessions. */
interface Closed {
  readonly isDropped: boolean;
  readonly toldSessionId: string | undefined;
}

/** A call over all sessions of its members. For the handling of session changes see docs/protocol.md. */
export class RoomCall implements Call {
  readonly #options: CallOptions;
  readonly #listeners = new Listeners<CallEvent>();
  readonly #links = new Map<string, SessionLink>();
  readonly #tracks = new Map<string, LocalTrack>();
  readonly #history: History;
  readonly #earlyCandidates = new EarlyCandidates();
  readonly #stopListening: () => void;
  readonly #stopWatching: () => void;
  /** The members as of the newest event; empty before the first snapshot of a session. */
  #members: readonly Member[] = [];
  /** How the last link with each peer without a link ended: an answer may have arrived meanwhile. */
  readonly #closed = new Map<string, Closed>();
  /** Whether the next snapshot is the first one of a session or after leaving the room. */
  #isFirstSnapshot = true;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#history = History.of(options.signaling);
    this.#stopWatching = watchOtherOffers(options);
    this.#stopListening = options.signaling.on((event) => this.#handle(event));
  }

  get room(): string {
    return this.#options.room;
  }

  get links(): ReadonlyMap<string, PeerLink> {
    return this.#links;
  }

  on(listener: (event: CallEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  async join(options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    await this.#options.signaling.join(this.room, options);
  }

  call(peerId: string): PeerLink {
    const link = this.#links.get(peerId) ?? this.#open(peerId);
    link.call();
    return link;
  }

  async setTrack(slot: string, track: MediaStreamTrack | null, ...streams: MediaStream[]): Promise<void> {
    if (track === null) {
      this.#tracks.delete(slot);
    } else {
      this.#tracks.set(slot, { track, streams });
    }
    await Promise.all([...this.#links.values()].map((link) => link.setTrack(slot, track, ...streams)));
  }

  sendChat(text: string): number {
    const open = [...this.#links.values()].filter((link) => link.isChatOpen);
    for (const link of open) {
      link.sendChat(text);
    }
    return open.length;
  }

  leave(reason: HangupReason = "ended"): void {
    this.#stopListening();
    this.#stopWatching();
    for (const link of [...this.#links.values()]) {
      link.hangUp(reason);
    }
    this.#options.signaling.leave(this.room);
  }

  #handle(event: SignalingEvent): void {
    const { connectionId = "" } = this.#options;
    if (event.type === "room" && event.view.room === this.room) {
      this.#handleRoom(event.view, event.change);
    } else if (event.type === "session-ended") {
      this.#isFirstSnapshot = true;
      this.#members = [];
      this.#earlyCandidates.clear();
      for (const link of this.#links.values()) {
        link.loseSession();
      }
    } else if (event.type === "signal" && event.signal.connectionId === connectionId) {
      this.#handleSignal(event.signal, event);
    } else {
      this.#tellLinks(event);
    }
  }

  #handleRoom({ members }: RoomView, change: RoomChange): void {
    this.#members = members;
    switch (change.type) {
      case "snapshot":
        this.#handleSnapshot(change.left);
        break;
      case "peer-joined":
      case "member-updated":
        this.#links.get(change.member.peerId)?.meet(change.member.sessionId);
        break;
      case "peer-left":
        this.#handleLeft(change.member, change.reason);
        break;
      case "room-left":
        this.#members = [];
        this.#isFirstSnapshot = true;
        this.#dropAll();
        break;
    }
  }

  #handleSnapshot(left: readonly Member[]): void {
    const isFirst = this.#isFirstSnapshot;
    this.#isFirstSnapshot = false;
    for (const link of [...this.#links.values()]) {
      const member = this.#memberOf(link.peerId);
      if (member !== undefined) {
        link.meet(member.sessionId);
      } else if (isFirst) {
        // After a restart of the server the others return one by one.
        link.miss(false);
      } else if (left.some(({ peerId }) => peerId === link.peerId)) {
        link.miss(true);
      }
    }
    if (isFirst && this.#options.calls !== "nobody") {
      this.#callEarlierMembers();
    }
  }

  #callEarlierMembers(): void {
    const { peerId: self, sessionId } = this.#options.signaling;
    const ownPlace = this.#members.findIndex((member) => member.peerId === self && member.sessionId === sessionId);
    for (const { peerId } of this.#members.slice(0, Math.max(0, ownPlace))) {
      if (peerId !== self && !this.#links.has(peerId)) {
        this.call(peerId);
      }
    }
  }

  /**
   * Only its session may have ended, so that it may return soon; otherwise it left, or has started over like a reloaded
   * page.
   */
  #handleLeft({ peerId, sessionId }: Member, reason: LeaveReason): void {
    this.#earlyCandidates.forget(peerId);
    const link = this.#links.get(peerId);
    if (link === undefined || (link.remoteSessionId ?? sessionId) !== sessionId) {
      return;
    }
    switch (reason) {
      case "shutdown":
        // At a restart all clients are asked to leave one after the other and return afterwards, including those of
        // links that are being set up.
        link.miss(false);
        break;
      case "gone":
      case "token-expired":
      case "unspecified":
        link.miss(true);
        break;
      default:
        link.drop();
    }
  }

  #handleSignal(signal: IncomingSignal, event: SignalingEvent): void {
    const { from, fromSessionId, room, connectionId } = signal;
    if (room === this.room) {
      UnclaimedOffers.of(this.#options.signaling).claim(from, connectionId);
    }
    const { sessionId = fromSessionId } = this.#memberOf(from) ?? {};
    if (sessionId !== fromSessionId && room === this.room) {
      // Late signals of a session that has ended: the new one repeats what matters.
      return;
    }
    const link = this.#links.get(from);
    if (link !== undefined) {
      link.handle(event);
    } else if (room === this.room) {
      this.#handleUnlinked(signal, event);
    }
  }

  #handleUnlinked(signal: IncomingSignal, event: SignalingEvent): void {
    const { from, fromSessionId, body } = signal;
    if (body.type === "candidate" || body.type === "end-of-candidates") {
      this.#earlyCandidates.keep(signal);
    } else if (body.type === "answer") {
      this.#handleLateAnswer(signal, body);
    } else if (body.type === "offer") {
      const ended = this.#history.ended(body.sdp);
      if (ended !== undefined) {
        this.#handleLateOffer(signal, ended);
      } else if (this.#options.accept?.(from) ?? true) {
        const link = this.#open(from);
        link.handle(event);
        for (const early of this.#earlyCandidates.take(from, fromSessionId)) {
          link.handle({ type: "signal", signal: early });
        }
      } else {
        this.#hangUpOn(from, fromSessionId, "declined");
        this.#history.end(body.sdp, fromSessionId);
      }
    }
  }

  /**
   * Its connection was hung up: the offer crossed the hang-up, or its sender has a new session and does not know of it.
   */
  #handleLateOffer({ from, fromSessionId }: IncomingSignal, { toldSessionId }: Ended): void {
    if (toldSessionId !== fromSessionId) {
      this.#hangUpOn(from, fromSessionId, "ended");
    }
  }

  /** No link waits for it any more. Its sender must not wait forever, and may already renegotiate. */
  #handleLateAnswer({ from, fromSessionId }: IncomingSignal, { sdp }: AnswerBody): void {
    const closed = this.#closed.get(from);
    if (closed?.isDropped) {
      // The called session ended, and the next one answered.
      this.call(from);
      return;
    }
    this.#history.end(sdp, fromSessionId);
    if (closed?.toldSessionId !== fromSessionId) {
      this.#hangUpOn(from, fromSessionId, "ended");
    }
  }

  #hangUpOn(to: string, toSessionId: string, reason: HangupReason): void {
    const { signaling, connectionId = "" } = this.#options;
    signaling.send({ to, toSessionId, room: this.room, connectionId, body: { type: "hangup", reason } });
  }

  #open(peerId: string): SessionLink {
    const link = new SessionLink({ ...this.#options, peerId });
    this.#links.set(peerId, link);
    this.#closed.delete(peerId);
    link.on((event) => this.#handleLink(link, event));
    for (const [slot, { track, streams }] of this.#tracks) {
      void link.setTrack(slot, track, ...streams);
    }
    this.#listeners.emit({ type: "link-opened", link });
    return link;
  }

  #handleLink(link: SessionLink, event: PeerLinkEvent): void {
    if (event.type === "closed" && this.#links.get(link.peerId) === link) {
      this.#links.delete(link.peerId);
      const { peerId, isDropped, toldSessionId } = link;
      // A message sent to any session of the peer reached the one that is known.
      const told = toldSessionId === "" ? this.#memberOf(peerId)?.sessionId : toldSessionId;
      this.#closed.set(peerId, { isDropped, toldSessionId: told });
    }
    this.#listeners.emit({ type: "link", link, event });
    if (event.type === "closed" && event.reason.type === "superseded") {
      const { offer } = event.reason;
      if (offer === undefined) {
        this.call(link.peerId);
      } else {
        this.#handleSignal(offer, { type: "signal", signal: offer });
      }
    }
  }

  #tellLinks(event: SignalingEvent): void {
    for (const link of [...this.#links.values()]) {
      link.handle(event);
    }
  }

  #dropAll(): void {
    for (const link of [...this.#links.values()]) {
      link.drop();
    }
  }

  #memberOf(peerId: string): Member | undefined {
    return this.#members.find((member) => member.peerId === peerId);
  }
}
