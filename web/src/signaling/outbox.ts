import { SignalingError } from "./signaling-error.js";

/** A frame that waits to be sent or acknowledged. */
export interface Queued<T> {
  /** 1, 2, 3... within the session. */
  readonly seq: bigint;
  readonly bytes: number;
  /** Whether it is exempt from the limits for the app's frames. */
  readonly isReserved: boolean;
  readonly content: T;
}

/** Most frames of the library itself. */
const RESERVED_FRAMES = 64;

/** Limits of an {@link Outbox}. */
export interface OutboxBounds {
  readonly maxFrames: number;
  readonly maxBytes: number;
}

/**
 * The numbered frames of one session that wait to be sent or acknowledged, over all its streams. A frame beyond the
 * limits is refused when it is added, never dropped.
 */
export class Outbox<T> {
  readonly #bounds: OutboxBounds;
  #queued: Queued<T>[] = [];
  #frames = 0;
  #bytes = 0;
  #lastSeq = 0n;
  #ackedSeq = 0n;
  /** Frames up to this seq were passed to the current stream. */
  #takenSeq = 0n;
  /** Frames up to this seq were passed to any stream: they may have been handled. */
  #sentSeq = 0n;

  constructor(bounds: OutboxBounds) {
    this.#bounds = bounds;
  }

  /** The number of the next frame. */
  get nextSeq(): bigint {
    return this.#lastSeq + 1n;
  }

  /** Whether at most half of the limits is in use. */
  get isHalfFree(): boolean {
    return this.#frames <= this.#bounds.maxFrames / 2 && this.#bytes <= this.#bounds.maxBytes / 2;
  }

  /**
   * @param isReserved whether it is exempt from the limits, so that joining and leaving work while signals are stuck.
   * @throws SignalingError `QUEUE_FULL`; the frame is then not queued and its number not used.
   */
  add(content: T, bytes: number, isReserved = false): bigint {
    const { maxFrames, maxBytes } = this.#bounds;
    const isFull = isReserved
      ? this.#queued.length - this.#frames >= RESERVED_FRAMES
      : this.#frames >= maxFrames || this.#bytes + bytes > maxBytes;
    if (isFull) {
      const detail = `${this.#frames} frames and ${this.#bytes} bytes wait, at most ${maxFrames} and ${maxBytes}`;
      throw new SignalingError("QUEUE_FULL", { detail });
    }
    this.#lastSeq += 1n;
    this.#frames += isReserved ? 0 : 1;
    this.#bytes += isReserved ? 0 : bytes;
    this.#queued.push({ seq: this.#lastSeq, bytes, content, isReserved });
    return this.#lastSeq;
  }

  /** Returns the next frames to send, in order, as many as fit; at least one if any is left. They stay until acked. */
  takeBatch(maxFrames: number, maxBytes: number, overheadBytes: number): readonly Queued<T>[] {
    const batch: Queued<T>[] = [];
    let bytes = 0;
    for (const queued of this.#queued) {
      if (queued.seq <= this.#takenSeq) {
        continue;
      }
      bytes += queued.bytes + overheadBytes;
      if (batch.length === maxFrames || (batch.length > 0 && bytes > maxBytes)) {
        break;
      }
      batch.push(queued);
    }
    this.#takenSeq = batch.at(-1)?.seq ?? this.#takenSeq;
    this.#sentSeq = this.#takenSeq > this.#sentSeq ? this.#takenSeq : this.#sentSeq;
    return batch;
  }

  /** Removes all frames up to `seq`: their outcome is decided. */
  acknowledge(seq: bigint): void {
    this.#ackedSeq = seq > this.#ackedSeq ? seq : this.#ackedSeq;
    const kept = this.#queued.findIndex((queued) => queued.seq > seq);
    const decided = this.#queued.splice(0, kept === -1 ? this.#queued.length : kept);
    for (const { bytes, isReserved } of decided) {
      this.#frames -= isReserved ? 0 : 1;
      this.#bytes -= isReserved ? 0 : bytes;
    }
  }

  /**
   * Frames after `decidedSeq` will be sent again on another stream.
   *
   * @returns false if `decidedSeq` is impossible: below what was acknowledged, or above what was sent.
   */
  rewind(decidedSeq: bigint): boolean {
    if (decidedSeq < this.#ackedSeq || decidedSeq > this.#sentSeq) {
      return false;
    }
    this.acknowledge(decidedSeq);
    this.#takenSeq = decidedSeq;
    return true;
  }

  /** The frames left when the session ends, in order. */
  remainder(): { readonly unconfirmed: readonly T[]; readonly unsent: readonly T[] } {
    const isSent = (queued: Queued<T>) => queued.seq <= this.#sentSeq;
    return {
      unconfirmed: this.#queued.filter(isSent).map(({ content }) => content),
      unsent: this.#queued.filter((queued) => !isSent(queued)).map(({ content }) => content),
    };
  }
}
