import { create, toBinary } from "@bufbuild/protobuf";
import { type ClientFrame, ClientFrameSchema } from "../gen/beckon/v1/signaling_pb.js";
import type { WaitingSignal } from "./backlog.js";
import type { Limits } from "./events.js";
import type { RefusedSignal } from "./notice.js";
import { Outbox, type OutboxBounds, type Queued } from "./outbox.js";
import { SignalingError } from "./signaling-error.js";
import { type Statement, toWireFrame } from "./statement.js";

/** A frame of the session, and its signal if it carries one. */
export interface SessionFrame {
  readonly frame: ClientFrame;
  readonly waiting: WaitingSignal | undefined;
}

/** What is known of a sent signal. */
export interface SentSignal {
  /** The number that `send` returned for it. */
  readonly signalId: number;
  readonly refused: RefusedSignal;
}

/** Most frames of one Send, from the contract. */
const MAX_BATCH_FRAMES = 256;
/** Size reserved in a Send for its token and the enclosing message. */
const SEND_OVERHEAD_BYTES = 256;
/** Most signals that are remembered for a later notice; as many as a mailbox holds, where they may wait. */
const MAX_REMEMBERED_SIGNALS = 4_096;
/** Tag and length of one frame within a Send, and its ack. */
const FRAME_OVERHEAD_BYTES = 17;

/**
 * One registration of this peer at the server. Its frames are numbered from 1 and kept here until the server has
 * decided their outcome; the tracked events of the server are numbered too, and accepted once each. Independent of time
 * and network.
 */
export class Session {
  readonly sessionId: string;
  /** Whether the server keeps it for some time when its stream is lost. */
  readonly isResumable: boolean;
  readonly #limits: Limits;
  readonly #outbox: Outbox<SessionFrame>;
  readonly #remembered = new Map<bigint, SentSignal>();
  /** Signals whose outcome has not been reported to the app yet, by seq. */
  readonly #untold = new Map<bigint, number>();
  #received = 0n;

  constructor(sessionId: string, isResumable: boolean, limits: Limits, bounds: OutboxBounds) {
    this.sessionId = sessionId;
    this.isResumable = isResumable;
    this.#limits = limits;
    this.#outbox = new Outbox(bounds);
  }

  /**
   * Numbers and queues a frame.
   *
   * @param signalId the app's number of it, if it is a signal.
   * @returns its seq.
   * @throws SignalingError `FRAME_TOO_LARGE`, `QUEUE_FULL`; it is then not queued, and no seq is used.
   */
  say(statement: Statement, signalId = 0): bigint {
    const frame = create(ClientFrameSchema, { seq: this.#outbox.nextSeq, frame: toWireFrame(statement) });
    const bytes = toBinary(ClientFrameSchema, frame).length;
    const maxBytes = this.#limits.maxFrameBytes - SEND_OVERHEAD_BYTES;
    if (bytes + FRAME_OVERHEAD_BYTES > maxBytes) {
      throw new SignalingError("FRAME_TOO_LARGE", { detail: `${bytes} bytes, at most ${maxBytes}` });
    }
    const signal = statement.type === "signal" ? statement.signal : undefined;
    const waiting = signal && { signalId, signal, bytes };
    const seq = this.#outbox.add({ frame, waiting }, bytes, signal === undefined);
    if (signal !== undefined) {
      this.#untold.set(seq, signalId);
      const refused = { type: signal.body.type, toSessionId: signal.toSessionId ?? "" };
      this.#remembered.set(seq, { signalId, refused });
      this.#remembered.delete(seq - BigInt(MAX_REMEMBERED_SIGNALS));
    }
    return seq;
  }

  /** The signal with this seq, which a notice is about, if known. */
  recall(seq: bigint): SentSignal | undefined {
    this.#untold.delete(seq);
    return this.#remembered.get(seq);
  }

  /**
   * All refusals of frames up to `seq` have been reported.
   *
   * @returns the ids of the signals among them that were accepted.
   */
  takeDecided(seq: bigint): readonly number[] {
    const taken = [...this.#untold].filter(([each]) => each <= seq);
    for (const [each] of taken) {
      this.#untold.delete(each);
    }
    return taken.map(([, signalId]) => signalId);
  }

  /** Whether at most half of the queue is in use. */
  get isHalfFree(): boolean {
    return this.#outbox.isHalfFree;
  }

  /**
   * Returns the frames of the next Send, at most so many bytes or a single larger frame; empty if nothing waits. From
   * then on they may have arrived at the server.
   */
  takeBatch(maxBytes: number): readonly Queued<SessionFrame>[] {
    const allowedBytes = Math.min(maxBytes, this.#limits.maxFrameBytes - SEND_OVERHEAD_BYTES);
    return this.#outbox.takeBatch(MAX_BATCH_FRAMES, allowedBytes, FRAME_OVERHEAD_BYTES);
  }

  /** The server has decided the outcome of all frames up to `seq`. */
  acknowledge(seq: bigint): void {
    this.#outbox.acknowledge(seq);
  }

  /**
   * The session was resumed on another stream: undecided frames are sent again with the same seqs.
   *
   * @param decidedSeq the server has decided the frames up to this seq.
   * @returns false if server and client disagree about the frames sent; the session is then unusable.
   */
  resume(decidedSeq: bigint): boolean {
    return this.#outbox.rewind(decidedSeq);
  }

  /**
   * Classifies an event by its seq: `"next"` is to be handled, `"old"` was handled, and before `"gap"` one is missing.
   */
  receive(seq: bigint): "next" | "old" | "gap" {
    if (seq <= this.#received) {
      return "old";
    }
    if (seq > this.#received + 1n) {
      return "gap";
    }
    this.#received = seq;
    return "next";
  }

  /** The signals left when the session has ended. */
  remainder(): SessionRemainder {
    const { unconfirmed, unsent } = this.#outbox.remainder();
    const unsentSignals = unsent.flatMap(({ waiting }) => waiting ?? []);
    const unsentIds = new Set(unsentSignals.map(({ signalId }) => signalId));
    return {
      unconfirmed: unconfirmed.flatMap(({ waiting }) => waiting ?? []),
      untoldIds: [...this.#untold.values()].filter((signalId) => !unsentIds.has(signalId)),
      unsent: unsentSignals,
    };
  }
}

/** Signals of a session that has ended. */
export interface SessionRemainder {
  /** They were sent, but the server did not report that their outcome is decided. */
  readonly unconfirmed: readonly WaitingSignal[];
  /** The ids of these signals, and of those for which a refusal may have been in flight. */
  readonly untoldIds: readonly number[];
  /** They were never sent. */
  readonly unsent: readonly WaitingSignal[];
}
