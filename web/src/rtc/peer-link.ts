import type { IceServer, Notice, SignalingEvent } from "../signaling/events.js";
import type { HangupReason, IncomingSignal, OutgoingSignal, SignalBody } from "../signaling/signal.js";
import { CHAT_LABEL, ChatChannel } from "./chat-channel.js";
import { IceWatch } from "./ice-watch.js";
import type { PeerLink } from "./link.js";
import type { LinkCloseReason, LinkState, PeerLinkEvent } from "./link-events.js";
import type { PeerLinkOptions } from "./link-options.js";
import { Listeners } from "./listeners.js";
import { MediaSlots } from "./media-slots.js";
import { Negotiator } from "./negotiator.js";
import { watchRemoteTracks } from "./remote-tracks.js";
import { type LinkStats, linkStats, type StatsEntry, type StatsTotals, statsTotals } from "./stats.js";

/**
 * Makes a link with one peer. It answers that peer's offers by itself; `call()` makes the first one. For the members of a
 * room use `createCall`, which makes links, and makes them anew when sessions change.
 */
export function createPeerLink(options: PeerLinkOptions): PeerLink {
  const link = new SessionLink(options);
  const remove = options.signaling.on((event) => link.handle(event));
  link.on((event) => event.type === "closed" && remove());
  return link;
}

/** A link whose owner hands it the events of signaling. */
export class SessionLink implements PeerLink {
  readonly connection: RTCPeerConnection;
  readonly #options: PeerLinkOptions;
  readonly #listeners = new Listeners<PeerLinkEvent>();
  readonly #negotiator: Negotiator;
  readonly #iceWatch: IceWatch;
  readonly #chat: ChatChannel;
  readonly #media: MediaSlots;
  readonly #closed = new AbortController();
  #remoteSessionId: string | undefined;
  #totals: StatsTotals | undefined;

  constructor(options: PeerLinkOptions) {
    const { signaling, configuration, createConnection = (each) => new RTCPeerConnection(each) } = options;
    this.#options = options;
    this.connection = createConnection({ iceServers: [...signaling.iceServers], ...configuration });
    const emit = (event: PeerLinkEvent) => this.#listeners.emit(event);
    this.#chat = new ChatChannel(emit);
    this.#media = new MediaSlots(this.connection);
    this.#negotiator = new Negotiator(this.connection, {
      send: (body) => this.#send(body),
      onStep: (step) => emit({ type: "negotiation", step }),
      onFailed: (message) => this.#fail(message),
    });
    this.#iceWatch = new IceWatch(this.connection, options.maxIceRestarts ?? 5, {
      onState: (state) => emit({ type: "state", state }),
      onRestart: (attempt) => emit({ type: "negotiation", step: { step: "ice-restarted", attempt } }),
      onGivenUp: () => this.#fail("No path between the two was found, also not after restarting ICE"),
    });
    watchRemoteTracks(this.connection, emit, this.#closed.signal);
    this.#watchDataChannels(emit);
  }

  get peerId(): string {
    return this.#options.peerId;
  }

  get connectionId(): string {
    return this.#options.connectionId ?? "";
  }

  get remoteSessionId(): string | undefined {
    return this.#remoteSessionId;
  }

  get state(): LinkState {
    return this.#closed.signal.aborted ? "closed" : this.#iceWatch.state;
  }

  get isChatOpen(): boolean {
    return this.#chat.isOpen;
  }

  on(listener: (event: PeerLinkEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  call(): void {
    if (this.#options.chat !== false) {
      this.#chat.open(this.connection);
    } else if (this.connection.getTransceivers().length === 0) {
      this.connection.addTransceiver("audio", { direction: "recvonly" });
      this.connection.addTransceiver("video", { direction: "recvonly" });
    }
  }

  setTrack(slot: string, track: MediaStreamTrack | null, ...streams: MediaStream[]): Promise<void> {
    return this.#media.set(slot, track, streams);
  }

  sendChat(text: string): void {
    this.#chat.send(text);
  }

  async stats(): Promise<LinkStats> {
    const report = await this.connection.getStats();
    const entries: StatsEntry[] = [];
    report.forEach((entry: StatsEntry) => {
      entries.push(entry);
    });
    const stats = linkStats(entries, this.#totals);
    this.#totals = statsTotals(entries);
    return stats;
  }

  hangUp(reason: HangupReason = "ended"): void {
    if (this.state !== "closed") {
      this.#send({ type: "hangup", reason });
      this.close();
    }
  }

  close(): void {
    this.#close({ type: "closed" });
  }

  /** Handles what signaling tells, as far as it is about this link. */
  handle(event: SignalingEvent): void {
    if (this.state === "closed") {
      return;
    }
    switch (event.type) {
      case "signal":
        if (event.signal.from === this.peerId && event.signal.connectionId === this.connectionId) {
          this.#handleSignal(event.signal);
        }
        break;
      case "notice":
        if (event.notice.peerId === this.peerId && event.notice.connectionId === this.connectionId) {
          this.#handleNotice(event.notice);
        }
        break;
      case "ice-servers":
        this.#adoptIceServers(event.list.iceServers);
        break;
      default:
        break;
    }
  }

  #handleSignal(signal: IncomingSignal): void {
    const { body, fromSessionId } = signal;
    if (this.#remoteSessionId !== undefined && fromSessionId !== this.#remoteSessionId) {
      // Late words of an earlier session are of no use; an offer of a new one begins a new link.
      if (body.type === "offer") {
        this.#close({ type: "superseded", offer: signal });
      }
      return;
    }
    switch (body.type) {
      case "hangup":
        this.#close({ type: "hung-up", reason: body.reason });
        break;
      case "data":
        break;
      case "offer":
      case "answer":
        this.#remoteSessionId = fromSessionId;
        this.#negotiator.receive(body);
        break;
      default:
        this.#negotiator.receive(body);
    }
  }

  #handleNotice({ code, message, refused }: Notice): void {
    // A notice about a signal to an earlier session of that peer says nothing about this one.
    const isAboutThisLink = refused !== undefined && ["", this.#remoteSessionId].includes(refused.toSessionId);
    if (!isAboutThisLink) {
      return;
    }
    const isDescription = refused.type === "offer" || refused.type === "answer";
    if (code === "PEER_UNAVAILABLE" || code === "UNDELIVERED" || code === "UNCONFIRMED" || code === "NOT_IN_ROOM") {
      this.#close({ type: "unavailable", message });
    } else if (isDescription) {
      // Without it the two sides do not agree any more.
      this.#fail(message);
    }
  }

  #send(body: SignalBody): void {
    const { signaling, peerId, room } = this.#options;
    // Without a session the other side has forgotten this one, and a new link is made with the next session.
    if (signaling.sessionId === undefined) {
      return;
    }
    const signal: OutgoingSignal = {
      to: peerId,
      connectionId: this.connectionId,
      ...(room === undefined ? {} : { room }),
      ...(this.#remoteSessionId === undefined ? {} : { toSessionId: this.#remoteSessionId }),
      body,
    };
    try {
      signaling.send(signal);
    } catch (thrown) {
      this.#close({ type: "failed", message: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }

  /** A list that the app chose itself stays. */
  #adoptIceServers(iceServers: readonly IceServer[]): void {
    if (this.#options.configuration?.iceServers === undefined) {
      this.connection.setConfiguration({ ...this.connection.getConfiguration(), iceServers: [...iceServers] });
    }
  }

  #watchDataChannels(emit: (event: PeerLinkEvent) => void): void {
    const handle = ({ channel }: RTCDataChannelEvent) => {
      if (channel.label === CHAT_LABEL) {
        this.#chat.adopt(channel);
      } else {
        emit({ type: "data-channel", channel });
      }
    };
    this.connection.addEventListener("datachannel", handle, { signal: this.#closed.signal });
  }

  #fail(message: string): void {
    if (this.state !== "closed") {
      this.#send({ type: "hangup", reason: "failed" });
      this.#close({ type: "failed", message });
    }
  }

  #close(reason: LinkCloseReason): void {
    if (this.state === "closed") {
      return;
    }
    this.#closed.abort();
    this.#negotiator.stop();
    this.#iceWatch.stop();
    this.connection.close();
    this.#listeners.emit({ type: "state", state: "closed" });
    this.#listeners.emit({ type: "closed", reason });
  }
}
