import { create, toBinary } from "@bufbuild/protobuf";
import { type ClientFrame, ClientFrameSchema } from "../gen/beckon/v1/signaling_pb.js";
import type { Limits, RefusedSignal } from "./events.js";
import { Outbox, type OutboxBounds, type Queued } from "./outbox.js";
import type { OutgoingSignal } from "./signal.js";
import { SignalingError } from "./signaling-error.js";
import { toWireSignal } from "./wire-signal.js";

/** A frame of the session, and the signal that it carries if it is one. */
export interface SessionFrame {
  readonly frame: ClientFrame;
  readonly signal: OutgoingSignal | undefined;
}

/** What a session says, without what only a connection says (hello, heartbeat, bye). */
export type Statement =
  | { readonly type: "signal"; readonly signal: OutgoingSignal }
  | { readonly type: "join-room"; readonly room: string }
  | { readonly type: "leave-room"; readonly room: string }
  | {
      readonly type: "update-member";
      readonly displayName: string | undefined;
      readonly attributes: Readonly<Record<string, string>>;
    };

/** Most frames of one Send, from the contract. */
const MAX_BATCH_FRAMES = 256;
/** Room in a Send for its token and the enclosing message. */
const SEND_OVERHEAD_BYTES = 256;
/** Most signals that are remembered for a notice about them; it may arrive after their ack. */
const MAX_REMEMBERED_SIGNALS = 1_024;
/** Tag and length of one frame within a Send. */
const FRAME_OVERHEAD_BYTES = 6;

/**
 * One registration of this peer at the server: its frames are numbered from 1, and wait here until the server has decided
 * their outcome. Knows neither time nor network. Ends with its stream as long as sessions are not resumable.
 */
export class Session {
  readonly sessionId: string;
  readonly #limits: Limits;
  readonly #outbox: Outbox<SessionFrame>;
  readonly #remembered = new Map<bigint, RefusedSignal>();

  constructor(sessionId: string, limits: Limits, bounds: OutboxBounds) {
    this.sessionId = sessionId;
    this.#limits = limits;
    this.#outbox = new Outbox(bounds);
  }

  /**
   * Numbers and queues what is said.
   *
   * @returns its number.
   * @throws SignalingError `FRAME_TOO_LARGE`, `QUEUE_FULL`; it then was not said, and no number is used.
   */
  say(statement: Statement): bigint {
    const frame = create(ClientFrameSchema, { seq: this.#outbox.nextSeq, frame: toWireFrame(statement) });
    const bytes = toBinary(ClientFrameSchema, frame).length;
    const maxBytes = this.#limits.maxFrameBytes - SEND_OVERHEAD_BYTES;
    if (bytes + FRAME_OVERHEAD_BYTES > maxBytes) {
      throw new SignalingError("FRAME_TOO_LARGE", { detail: `${bytes} bytes, at most ${maxBytes}` });
    }
    const signal = statement.type === "signal" ? statement.signal : undefined;
    const seq = this.#outbox.add({ frame, signal }, bytes, signal === undefined);
    if (signal !== undefined) {
      this.#remembered.set(seq, { type: signal.body.type, toSessionId: signal.toSessionId ?? "" });
      this.#remembered.delete(seq - BigInt(MAX_REMEMBERED_SIGNALS));
    }
    return seq;
  }

  /** What is known of the first signal with one of these numbers. */
  recall(seqs: readonly bigint[]): RefusedSignal | undefined {
    const known = seqs.find((seq) => this.#remembered.has(seq));
    return known === undefined ? undefined : this.#remembered.get(known);
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

  /** The signals whose outcome is open, for when the session is over. */
  openSignals(): { readonly unconfirmed: readonly OutgoingSignal[]; readonly unsent: readonly OutgoingSignal[] } {
    const { unconfirmed, unsent } = this.#outbox.remainder();
    return { unconfirmed: signalsOf(unconfirmed), unsent: signalsOf(unsent) };
  }
}

function signalsOf(frames: readonly SessionFrame[]): readonly OutgoingSignal[] {
  return frames.flatMap(({ signal }) => signal ?? []);
}

function toWireFrame(statement: Statement) {
  switch (statement.type) {
    case "signal":
      return { case: "signal", value: toWireSignal(statement.signal) } as const;
    case "join-room":
      return { case: "joinRoom", value: { room: statement.room } } as const;
    case "leave-room":
      return { case: "leaveRoom", value: { room: statement.room } } as const;
    case "update-member": {
      const { displayName, attributes } = statement;
      const name = displayName === undefined ? {} : { displayName };
      return { case: "updateMember", value: { ...name, attributes: { ...attributes } } } as const;
    }
  }
}
