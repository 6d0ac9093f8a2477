import type { SignalingEvent } from "../signaling/events.js";
import type { Member, RoomChange, RoomView } from "../signaling/room-view.js";
import type { HangupReason, IncomingSignal } from "../signaling/signal.js";
import type { Call, CallEvent, CallOptions } from "./call-types.js";
import type { PeerLink } from "./link.js";
import type { PeerLinkEvent } from "./link-events.js";
import { Listeners } from "./listeners.js";
import { SessionLink } from "./peer-link.js";

/**
 * Makes a call in a room; `join()` begins it. A whole video call:
 *
 *     const signaling = connectSignaling({ url: location.origin, peerId: "alice" });
 *     const call = createCall({ signaling, room: "lobby" });
 *     call.on((event) => {
 *       if (event.type === "link" && event.event.type === "track") {
 *         show(event.link.peerId, event.event.streams[0]);
 *       }
 *     });
 *     const media = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
 *     for (const track of media.getTracks()) {
 *       await call.setTrack(track.kind, track, media);
 *     }
 *     await call.join();
 */
export function createCall(options: CallOptions): Call {
  return new RoomCall(options);
}

/** What is sent on every link. */
interface LocalTrack {
  readonly track: MediaStreamTrack;
  readonly streams: MediaStream[];
}

class RoomCall implements Call {
  readonly #options: CallOptions;
  readonly #listeners = new Listeners<CallEvent>();
  readonly #links = new Map<string, SessionLink>();
  readonly #tracks = new Map<string, LocalTrack>();
  readonly #stopListening: () => void;
  /** Whom to call again in the next session, because the last one ended in the middle. */
  #toRecall: ReadonlySet<string> = new Set();

  constructor(options: CallOptions) {
    this.#options = options;
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
      // The links go on carrying media until the new session calls anew.
      this.#toRecall = new Set(this.#links.keys());
    } else if (event.type === "signal" && event.signal.connectionId === connectionId) {
      this.#handleSignal(event.signal, event);
    } else {
      this.#tellLinks(event);
    }
  }

  #handleRoom(view: RoomView, change: RoomChange): void {
    switch (change.type) {
      case "snapshot":
        this.#handleSnapshot(view, change.left);
        break;
      case "peer-left":
        this.#links.get(change.member.peerId)?.close();
        break;
      case "room-left":
        this.#closeAll();
        break;
      default:
        // Who joins calls.
        break;
    }
  }

  #handleSnapshot({ members }: RoomView, left: readonly Member[]): void {
    const { peerId: self, sessionId } = this.#options.signaling;
    const recall = this.#toRecall;
    this.#toRecall = new Set();
    if (recall.size > 0) {
      this.#closeAll();
    }
    for (const { peerId } of left) {
      this.#links.get(peerId)?.close();
    }
    const others = members.filter(({ peerId }) => peerId !== self);
    const ownPlace = members.findIndex((member) => member.peerId === self && member.sessionId === sessionId);
    const isForAll = this.#options.calls !== "nobody";
    for (const { peerId } of others) {
      const isEarlier = members.findIndex((member) => member.peerId === peerId) < ownPlace;
      if (!this.#links.has(peerId) && ((isForAll && isEarlier) || recall.has(peerId))) {
        this.call(peerId);
      }
    }
  }

  #handleSignal(signal: IncomingSignal, event: SignalingEvent): void {
    const { from, body } = signal;
    const link = this.#links.get(from);
    if (link !== undefined) {
      link.handle(event);
    } else if (body.type === "offer" && signal.room === this.room) {
      this.#answer(signal, event);
    }
  }

  #answer({ from, fromSessionId }: IncomingSignal, event: SignalingEvent): void {
    const { accept, signaling, connectionId = "" } = this.#options;
    if (accept === undefined || accept(from)) {
      this.#open(from).handle(event);
    } else {
      const body = { type: "hangup", reason: "declined" } as const;
      signaling.send({ to: from, toSessionId: fromSessionId, room: this.room, connectionId, body });
    }
  }

  #open(peerId: string): SessionLink {
    const link = new SessionLink({ ...this.#options, peerId });
    this.#links.set(peerId, link);
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
    }
    this.#listeners.emit({ type: "link", link, event });
    if (event.type === "closed" && event.reason.type === "superseded") {
      const { offer } = event.reason;
      this.#handleSignal(offer, { type: "signal", signal: offer });
    }
  }

  #tellLinks(event: SignalingEvent): void {
    for (const link of [...this.#links.values()]) {
      link.handle(event);
    }
  }

  #closeAll(): void {
    for (const link of [...this.#links.values()]) {
      link.close();
    }
  }
}
