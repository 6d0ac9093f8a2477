/**
 * The tracks that this side sends on one connection, each in a named slot. A slot keeps its transceiver, so that
 * switching a camera off and on does not add an m-line each time.
 */
export class MediaSlots {
  readonly #connection: RTCPeerConnection;
  readonly #senders = new Map<string, RTCRtpSender>();
  #changed: Promise<void> = Promise.resolve();

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
  }

  /** Changes are made in the order of the calls, so that the last one wins. */
  set(slot: string, track: MediaStreamTrack | null, streams: readonly MediaStream[]): Promise<void> {
    const change = this.#changed.then(() => this.#change(slot, track, streams));
    this.#changed = change.catch(() => undefined);
    return change;
  }

  async #change(slot: string, track: MediaStreamTrack | null, streams: readonly MediaStream[]): Promise<void> {
    const transceiver = this.#transceiverOf(slot);
    if (transceiver === undefined) {
      if (track !== null) {
        // addTrack, not addTransceiver: it uses an m-line that the other side has offered for it, if there is one.
        this.#senders.set(slot, this.#connection.addTrack(track, ...streams));
      }
      return;
    }
    if (track === null) {
      this.#connection.removeTrack(transceiver.sender);
      return;
    }
    await transceiver.sender.replaceTrack(track);
    if (!SENDS.has(transceiver.direction)) {
      transceiver.sender.setStreams(...streams);
      transceiver.direction = transceiver.direction === "recvonly" ? "sendrecv" : "sendonly";
    }
  }

  #transceiverOf(slot: string): RTCRtpTransceiver | undefined {
    const sender = this.#senders.get(slot);
    const isOfSlot = (each: RTCRtpTransceiver) => each.sender === sender && each.direction !== "stopped";
    return sender && this.#connection.getTransceivers().find(isOfSlot);
  }
}

const SENDS: ReadonlySet<RTCRtpTransceiverDirection> = new Set<RTCRtpTransceiverDirection>(["sendrecv", "sendonly"]);
