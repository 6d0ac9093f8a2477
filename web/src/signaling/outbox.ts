import { SignalingError } from "./signaling-error.js";

/** A frame that waits to be sent or acknowledged. */
export interface Queued<T> {
  /** 1, 2, 3... within the session. */
  readonly seq: bigint;
  readonly bytes: number;
  readonly content: T;
}

/** Frames that fit above the bounds when they must. */
const RESERVED_FRAMES = 64;

/** Bounds of an {@link Outbox}. */
export interface OutboxBounds {
  readonly maxFrames: number;
  readonly maxBytes: number;
}

/**
 * The numbered frames of one session that wait to be sent or acknowledged. Bounded: what does not fit is refused to the
 * one who adds it, never dropped.
 */
export class Outbox<T> {
  readonly #bounds: OutboxBounds;
  #queued: Queued<T>[] = [];
  #bytes = 0;
  #lastSeq = 0n;
  #lastSentSeq = 0n;

  constructor(bounds: OutboxBounds) {
    this.#bounds = bounds;
  }

  /** The number that the next frame gets. */
  get nextSeq(): bigint {
    return this.#lastSeq + 1n;
  }

  /**
   * @param isReserved whether it may use the reserve above the bounds: joining and leaving work while signals are stuck.
   * @throws SignalingError `QUEUE_FULL`; the frame is then not queued and its number not used.
   */
  add(content: T, bytes: number, isReserved = false): bigint {
    const { maxFrames, maxBytes } = this.#bounds;
    const waits = this.#queued.length;
    const isFull = isReserved
      ? waits >= maxFrames + RESERVED_FRAMES
      : waits >= maxFrames || this.#bytes + bytes > maxBytes;
    if (isFull) {
      const detail = `${waits} frames and ${this.#bytes} bytes wait, at most ${maxFrames} and ${maxBytes}`;
      throw new SignalingError("QUEUE_FULL", { detail });
    }
    this.#lastSeq += 1n;
    this.#bytes += bytes;
    this.#queued.push({ seq: this.#lastSeq, bytes, content });
    return this.#lastSeq;
  }

  /** Takes the next frames to be sent, in order, as many as fit; at least one if any is left. They stay until acked. */
  takeBatch(maxFrames: number, maxBytes: number, overheadBytes: number): readonly Queued<T>[] {
    const batch: Queued<T>[] = [];
    let bytes = 0;
    for (const queued of this.#queued) {
      if (queued.seq <= this.#lastSentSeq) {
        continue;
      }
      bytes += queued.bytes + overheadBytes;
      if (batch.length === maxFrames || (batch.length > 0 && bytes > maxBytes)) {
        break;
      }
      batch.push(queued);
    }
    this.#lastSentSeq = batch.at(-1)?.seq ?? this.#lastSentSeq;
    return batch;
  }

  /** Forgets all frames up to `seq`: their outcome is decided. */
  acknowledge(seq: bigint): void {
    const kept = this.#queued.findIndex((queued) => queued.seq > seq);
    const decided = this.#queued.splice(0, kept === -1 ? this.#queued.length : kept);
    for (const { bytes } of decided) {
      this.#bytes -= bytes;
    }
  }

  /** What is left when the session ends, in order. */
  remainder(): { readonly unconfirmed: readonly T[]; readonly unsent: readonly T[] } {
    const isSent = (queued: Queued<T>) => queued.seq <= this.#lastSentSeq;
    return {
      unconfirmed: this.#queued.filter(isSent).map(({ content }) => content),
      unsent: this.#queued.filter((queued) => !isSent(queued)).map(({ content }) => content),
    };
  }
}
