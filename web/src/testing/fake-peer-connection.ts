/** Waits for the next task, so that other things happen first; tests replace it to try out every order. */
export type Pause = () => Promise<void>;

export const nextTask: Pause = () => new Promise((resolve) => setImmediate(resolve));

let connections = 0;

/**
 * The negotiation of an RTCPeerConnection without media: signaling states, rollback, the operations chain, the
 * negotiation-needed flag and ICE generations as in W3C WebRTC 1.0, sections 4.4 and 4.7. Its descriptions tell which
 * connection they are of, how many tracks a side sends, and which ICE generation they belong to; an answer cannot add a
 * track, so that more needs another offer.
 */
export class FakePeerConnection extends EventTarget {
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  configuration: RTCConfiguration;
  readonly channels: FakeDataChannel[] = [];
  readonly added: RTCIceCandidateInit[] = [];
  readonly refused: RTCIceCandidateInit[] = [];
  /** The transport of its channels, when the test gives it one. */
  sctp: { readonly transport: EventTarget & { state: RTCDtlsTransportState } } | null = null;
  /** How many tracks are sent, negotiated or not. */
  tracks = 0;
  /** The next description of the other side is refused with these words. */
  refusal: string | undefined;
  /** Its session id in the `o=` line of its descriptions. */
  readonly origin: string;
  readonly #pause: Pause;
  #chain: Promise<unknown> = Promise.resolve();
  #chainLength = 0;
  #generations = 0;
  /** The candidates found so far, by generation; descriptions of this side hold them. */
  readonly #gathered = new Map<string, string[]>();
  #isRestartWanted = false;
  #isNegotiationNeeded = false;
  /** What was agreed the last time it was stable. */
  #agreed: { local: RTCSessionDescriptionInit | null; remote: RTCSessionDescriptionInit | null } = {
    local: null,
    remote: null,
  };

  constructor(configuration: RTCConfiguration = {}, pause: Pause = nextTask) {
    super();
    connections += 1;
    this.origin = `c${connections}`;
    this.configuration = configuration;
    this.#pause = pause;
  }

  /** As the type that the library uses; what is not faked is not there. */
  asConnection(): RTCPeerConnection {
    return this as unknown as RTCPeerConnection;
  }

  get currentRemoteDescription(): RTCSessionDescriptionInit | null {
    return this.#agreed.remote;
  }

  /** The number of tracks that both sides agreed that this side sends. */
  get agreedTracks(): number {
    return tracksOf(this.#agreed.local);
  }

  get remoteTracks(): number {
    return tracksOf(this.#agreed.remote);
  }

  /** The newest ICE generation of this side. */
  get fragment(): string {
    return fragmentOf(this.localDescription);
  }

  wantTrack(): void {
    this.tracks += 1;
    this.#updateNegotiationNeeded();
  }

  restartIce(): void {
    this.#isRestartWanted = true;
    this.#updateNegotiationNeeded();
  }

  getTransceivers(): RTCRtpTransceiver[] {
    return [];
  }

  getConfiguration(): RTCConfiguration {
    return this.configuration;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration;
  }

  createDataChannel(label: string): FakeDataChannel {
    const channel = new FakeDataChannel(label);
    this.channels.push(channel);
    if (this.channels.length === 1) {
      this.wantTrack();
    }
    return channel;
  }

  setConnectionState(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  close(): void {
    this.signalingState = "closed";
    this.connectionState = "closed";
  }

  setLocalDescription(): Promise<void> {
    return this.#enqueue(() => {
      const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
      this.#requireState(type === "answer" ? ["have-remote-offer"] : ["stable", "have-local-offer"], type);
      const isNew = this.localDescription === null || (type === "offer" && this.#isRestartWanted);
      const isGathering = isNew || this.#isRemoteRestart(type);
      const generation = isGathering ? this.#newGeneration() : this.fragment;
      const tracks = type === "offer" ? this.tracks : tracksOf(this.#agreed.local);
      this.localDescription = { type, sdp: this.#describe(generation, tracks) };
      this.#moveTo(type === "offer" ? "have-local-offer" : "stable");
      if (isGathering) {
        void this.#gather(generation);
      }
    });
  }

  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    return this.#enqueue(() => {
      const { refusal } = this;
      this.refusal = undefined;
      if (refusal !== undefined) {
        throw new DOMException(refusal, "InvalidAccessError");
      }
      for (const candidate of candidatesOf(description)) {
        this.#addOnce(candidate);
      }
      if (description.type === "offer") {
        this.#requireState(["stable", "have-local-offer", "have-remote-offer"], "remote offer");
        if (this.signalingState === "have-local-offer") {
          this.localDescription = this.#agreed.local;
        }
        this.remoteDescription = description;
        this.#moveTo("have-remote-offer");
      } else {
        this.#requireState(["have-local-offer", "have-remote-pranswer"], description.type);
        this.remoteDescription = description;
        this.#moveTo(description.type === "pranswer" ? "have-remote-pranswer" : "stable");
      }
    });
  }

  addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    return this.#enqueue(() => {
      const isKnown = candidate.usernameFragment === fragmentOf(this.remoteDescription);
      if (this.remoteDescription === null || (candidate.usernameFragment != null && !isKnown)) {
        this.refused.push(candidate);
        throw new DOMException("no such generation", "OperationError");
      }
      this.#addOnce(candidate);
    });
  }

  #addOnce(candidate: RTCIceCandidateInit): void {
    const isKnown = this.added.some((each) => each.candidate === candidate.candidate && each.candidate !== "");
    if (!isKnown) {
      this.added.push(candidate);
    }
  }

  #describe(generation: string, tracks: number): string {
    const candidates = (this.#gathered.get(generation) ?? []).map((each) => `a=${each}\r\n`);
    return sdpOf(generation, tracks, this.origin) + candidates.join("");
  }

  /** W3C WebRTC 1.0, section 4.4.1.2: one operation at a time, and none on a closed connection. */
  #enqueue(operation: () => void): Promise<void> {
    this.#chainLength += 1;
    const done = this.#chain.then(async () => {
      await this.#pause();
      if (this.signalingState === "closed") {
        // Its promise is never settled.
        return new Promise<void>(() => undefined);
      }
      try {
        operation();
      } finally {
        this.#chainLength -= 1;
        void this.#pause().then(() => this.#fireIfNeeded());
      }
    });
    this.#chain = done.catch(() => undefined);
    return done;
  }

  #requireState(allowed: readonly RTCSignalingState[], what: string): void {
    if (!allowed.includes(this.signalingState)) {
      throw new DOMException(`${what} in ${this.signalingState}`, "InvalidStateError");
    }
  }

  #moveTo(state: RTCSignalingState): void {
    this.signalingState = state;
    if (state === "stable") {
      this.#isRestartWanted &&= this.fragment === fragmentOf(this.#agreed.local);
      this.#agreed = { local: this.localDescription, remote: this.remoteDescription };
      this.#isNegotiationNeeded = false;
      this.#updateNegotiationNeeded();
    }
  }

  #isRemoteRestart(type: "offer" | "answer"): boolean {
    const before = fragmentOf(this.#agreed.remote);
    return type === "answer" && before !== "" && before !== fragmentOf(this.remoteDescription);
  }

  #newGeneration(): string {
    this.#generations += 1;
    return `${this.origin}g${this.#generations}`;
  }

  /** W3C WebRTC 1.0, section 4.7.3: the event is fired by a task, and only when stable with an empty chain. */
  #updateNegotiationNeeded(): void {
    const isNeeded = this.tracks !== tracksOf(this.#agreed.local) || this.#isRestartWanted;
    if (isNeeded && !this.#isNegotiationNeeded && this.signalingState === "stable") {
      this.#isNegotiationNeeded = true;
      void this.#pause().then(() => this.#fireIfNeeded());
    }
  }

  #fireIfNeeded(): void {
    if (this.#isNegotiationNeeded && this.signalingState === "stable" && this.#chainLength === 0) {
      this.#isNegotiationNeeded = false;
      this.dispatchEvent(new Event("negotiationneeded"));
    }
  }

  async #gather(usernameFragment: string): Promise<void> {
    for (const number of [1, 2]) {
      await this.#pause();
      const candidate = `candidate:${usernameFragment}-${number}`;
      this.#gathered.set(usernameFragment, [...(this.#gathered.get(usernameFragment) ?? []), candidate]);
      if (this.localDescription !== null && this.fragment === usernameFragment) {
        const { type } = this.localDescription;
        this.localDescription = { type, sdp: this.#describe(usernameFragment, tracksOf(this.localDescription)) };
      }
      this.#tellCandidate({ candidate, sdpMid: "0", sdpMLineIndex: 0, usernameFragment });
    }
    await this.#pause();
    this.#tellCandidate(null);
  }

  #tellCandidate(candidate: RTCIceCandidateInit | null): void {
    if (this.signalingState !== "closed") {
      this.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate }));
    }
  }
}

/** A data channel that is opened by the test. */
export class FakeDataChannel extends EventTarget {
  readonly label: string;
  readonly sent: string[] = [];
  readyState: RTCDataChannelState = "connecting";

  constructor(label: string) {
    super();
    this.label = label;
  }

  open(): void {
    this.readyState = "open";
    this.dispatchEvent(new Event("open"));
  }

  close(): void {
    this.readyState = "closed";
    this.dispatchEvent(new Event("close"));
  }

  send(text: string): void {
    this.sent.push(text);
  }

  receive(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
}

/** A description; without an origin it does not tell which connection it is of, as what people type. */
export function sdpOf(fragment: string, tracks: number, origin?: string): string {
  const session = origin === undefined ? "" : `o=- ${origin} 1 IN IP4 0.0.0.0\r\n`;
  return `v=0\r\n${session}a=ice-ufrag:${fragment}\r\na=x-tracks:${tracks}\r\n`;
}

function candidatesOf(description: RTCSessionDescriptionInit): RTCIceCandidateInit[] {
  const usernameFragment = fragmentOf(description);
  return [...(description.sdp ?? "").matchAll(/^a=(candidate:\S+)/gm)].map(([, candidate = ""]) => {
    return { candidate, sdpMid: "0", sdpMLineIndex: 0, usernameFragment };
  });
}

function fragmentOf(description: RTCSessionDescriptionInit | null): string {
  return /ice-ufrag:(\S+)/.exec(description?.sdp ?? "")?.[1] ?? "";
}

function tracksOf(description: RTCSessionDescriptionInit | null): number {
  return Number(/x-tracks:(\d+)/.exec(description?.sdp ?? "")?.[1] ?? 0);
}
