import { create, toBinary } from "@bufbuild/protobuf";
import { type ClientFrame, ClientFrameSchema } from "../gen/beckon/v1/signaling_pb.js";
import type { WaitingSignal } from "./backlog.js";
import type { Limits } from "./events.js";
import type { RefusedSignal } from "./notice.js";
import { Outbox, type OutboxBounds, type Queued } from "./outbox.js";
import { SignalingError } from "./signaling-error.js";
import { type Statement, toWireFrame } from "./statement.js";

/** A frame of the session, and the signal that it carries if it is one. */
export interface SessionFrame {
  readonly frame: ClientFrame;
  readonly waiting: WaitingSignal | undefined;
}

/** What is known of a signal that was sent. */
export interface SentSignal {
  /** What `send` returned for it. */
  readonly signalId: number;
  readonly refused: RefusedSignal;
}

/** Most frames of one Send, from the contract. */
const MAX_BATCH_FRAMES = 256;
/** Room in a Send for its token and the enclosing message. */
const SEND_OVERHEAD_BYTES = 256;
/** Most signals that are remembered for a notice about them; as many as a mailbox holds, where they may wait. */
const MAX_REMEMBERED_SIGNALS = 4_096;
/** Tag and length of one frame within a Send, and its ack. */
const FRAME_OVERHEAD_BYTES = 17;

/**
 * One registration of this peer at the server. Its frames are numbered from 1, and wait here until the server has decided
 * their outcome; the server's tracked events are numbered too, and taken once each. Knows neither time nor network.
 */
export class Session {
  readonly sessionId: string;
  /** Whether the server keeps it for a while when its stream is lost. */
  readonly isResumable: boolean;
  readonly #limits: Limits;
  readonly #outbox: Outbox<SessionFrame>;
  readonly #remembered = new Map<bigint, SentSignal>();
  /** Signals whose outcome the app does not know yet, by number. */
  readonly #untold = new Map<bigint, number>();
  #received = 0n;

  constructor(sessionId: string, isResumable: boolean, limits: Limits, bounds: OutboxBounds) {
    this.sessionId = sessionId;
    this.isResumable = isResumable;
    this.#limits = limits;
    this.#outbox = new Outbox(bounds);
  }

  /**
   * Numbers and queues what is said.
   *
   * @param signalId what the app knows it by, if it is a signal.
   * @returns its number.
   * @throws SignalingError `FRAME_TOO_LARGE`, `QUEUE_FULL`; it then was not said, and no number is used.
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

  /** What is known of the signal with this number, which a notice is about. */
  recall(seq: bigint): SentSignal | undefined {
    this.#untold.delete(seq);
    return this.#remembered.get(seq);
  }

  /**
   * All refusals of frames up to `seq` have been told.
   *
   * @returns the ids of the signals among them that were taken.
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

  /** Takes what is to be sent next in one Send; empty when nothing waits. */
  takeBatch(): readonly Queued<SessionFrame>[] {
    const maxBytes = this.#limits.maxFrameBytes - SEND_OVERHEAD_BYTES;
    return this.#outbox.takeBatch(MAX_BATCH_FRAMES, maxBytes, FRAME_OVERHEAD_BYTES);
  }

  /** The server has decided the outcome of all frames up to `seq`. */
  acknowledge(seq: bigint): void {
    this.#outbox.acknowledge(seq);
  }

  /**
   * The session goes on with another stream: what the server has not decided is sent again, with the same numbers.
   *
   * @param decidedSeq up to where the server has decided.
   * @returns false when server and client do not speak of the same frames; the session is then of no use.
   */
  resume(decidedSeq: bigint): boolean {
    return this.#outbox.rewind(decidedSeq);
  }

  /** An event with this number came: `"next"` is to be handled, `"old"` was, and before `"gap"` one is missing. */
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

  /** What is left when the session is over. */
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

/** Signals of a session that is over. */
export interface SessionRemainder {
  /** They were sent, and the server did not say that it decided their outcome. */
  readonly unconfirmed: readonly WaitingSignal[];
  /** The same and those for which a refusal may have been on its way. */
  readonly untoldIds: readonly number[];
  /** They never left. */
  readonly unsent: readonly WaitingSignal[];
}
