import { create, toBinary } from "@bufbuild/protobuf";
import { type Welcome, Welcome_Result } from "../gen/beckon/v1/session_pb.js";
import { ClientFrameSchema } from "../gen/beckon/v1/signaling_pb.js";
import { AckSchedule } from "./ack-schedule.js";
import { Backlog, type WaitingSignal } from "./backlog.js";
import type { OutboundFrame } from "./connection.js";
import type { Limits, SignalingEvent } from "./events.js";
import type { SessionClaim } from "./hello.js";
import type { SignalingOptions } from "./options.js";
import type { OutboxBounds } from "./outbox.js";
import { type SentSignal, Session } from "./session.js";
import { createSessionKey } from "./session-key.js";
import type { OutgoingSignal } from "./signal.js";
import type { SignalingError } from "./signaling-error.js";
import type { AttachResult } from "./state.js";
import { type Statement, toWireFrame } from "./statement.js";

/** What a {@link SessionKeeper} needs of the client. */
export interface KeeperPort {
  readonly emit: (event: SignalingEvent) => void;
  /** Calls `then` when all listeners have handled the events emitted before. */
  readonly afterDelivery: (then: () => void) => void;
  /** A frame waits to be sent. */
  readonly wake: () => void;
  /** The session has ended; calls `onSessionEnded` of everything that lives in a session. */
  readonly onEnded: () => void;
}

/** A session with its own state. */
interface Kept {
  readonly session: Session;
  readonly acks: AckSchedule;
}

/** The session of a client, over its streams, and the next one after it ends. */
export class SessionKeeper {
  readonly #port: KeeperPort;
  readonly #bounds: OutboxBounds;
  readonly #backlog: Backlog;
  #sessionKey: Uint8Array;
  #replacedKey: Uint8Array | undefined;
  /** Number of hellos with the key; undefined if the app supplied the key, because other clients may have used it. */
  #attempts: number | undefined;
  #kept: Kept | undefined;
  #hadSession = false;
  #claimedSeq = 0n;
  #lastSignalId = 0;
  /** Callers that wait for room in the queue. */
  #roomWaiters: (() => void)[] = [];

  constructor(
    port: KeeperPort,
    bounds: OutboxBounds,
    { sessionKey, replacedSessionKey }: Pick<SignalingOptions, "sessionKey" | "replacedSessionKey">,
  ) {
    this.#port = port;
    this.#bounds = bounds;
    this.#backlog = new Backlog(bounds);
    this.#sessionKey = sessionKey ?? createSessionKey();
    this.#attempts = sessionKey === undefined ? 0 : undefined;
    this.#replacedKey = replacedSessionKey;
  }

  get session(): Session | undefined {
    return this.#kept?.session;
  }

  /** Whether there has been a session. */
  get hadSession(): boolean {
    return this.#hadSession;
  }

  get sessionKey(): Uint8Array {
    return this.#sessionKey;
  }

  /** The session fields of the next hello. */
  claim(): SessionClaim {
    this.#attempts = this.#attempts === undefined ? undefined : this.#attempts + 1;
    this.#claimedSeq = this.#kept?.acks.handled ?? 0n;
    return {
      sessionKey: this.#sessionKey,
      replacedSessionKey: this.#replacedKey,
      attempt: this.#attempts ?? 0,
      sessionId: this.#kept?.session.sessionId ?? "",
      lastSeq: this.#claimedSeq,
    };
  }

  /**
   * A stream is attached.
   *
   * @returns undefined if server and client disagree about the frames sent: the session is unusable.
   */
  attach(welcome: Welcome, limits: Limits, lost: SignalingError | undefined): AttachResult | undefined {
    const { sessionId, result, lastClientSeq, resumeWindow } = welcome;
    this.#replacedKey = undefined;
    if (this.#kept !== undefined && result === Welcome_Result.LOSSLESS && sessionId === this.#kept.session.sessionId) {
      this.#kept.acks.onAttached(this.#claimedSeq);
      return this.#kept.session.resume(lastClientSeq) ? "lossless" : undefined;
    }
    const hadSession = this.#hadSession;
    this.end(lost);
    const acks = new AckSchedule({ everyEvents: limits.ackEveryEvents, intervalMs: limits.ackIntervalMs }, () =>
      this.#port.wake(),
    );
    this.#kept = { session: new Session(sessionId, resumeWindow !== undefined, limits, this.#bounds), acks };
    this.#hadSession = true;
    return hadSession ? "resync" : "new";
  }

  /** Sends the signals that waited for a session, after everything else that a new session starts with. */
  sendBacklog(): void {
    for (const waiting of this.#backlog.takeAll()) {
      try {
        this.#kept?.session.say({ type: "signal", signal: waiting.signal }, waiting.signalId);
      } catch {
        // Larger than this server accepts. The app's call of send returned long ago.
        this.#tell(waiting.signalId, "not-sent");
      }
    }
    this.#port.wake();
  }

  /** @returns the signal's id. @throws SignalingError `QUEUE_FULL`, `FRAME_TOO_LARGE`. */
  send(signal: OutgoingSignal): number {
    const signalId = this.#lastSignalId + 1;
    const statement = { type: "signal", signal } as const;
    if (this.#kept === undefined) {
      const frame = create(ClientFrameSchema, { frame: toWireFrame(statement) });
      this.#backlog.add({ signalId, signal, bytes: toBinary(ClientFrameSchema, frame).length });
    } else {
      this.#kept.session.say(statement, signalId);
      this.#port.wake();
    }
    this.#lastSignalId = signalId;
    return signalId;
  }

  /** Resolves when at most half of the queue is in use, or the client has closed. */
  whenQueueHasRoom(): Promise<void> {
    return new Promise((resolve) => {
      this.#roomWaiters.push(resolve);
      this.#tellRoom();
    });
  }

  /** @returns its seq; undefined without a session. @throws SignalingError `QUEUE_FULL`, `FRAME_TOO_LARGE`. */
  say(statement: Statement): bigint | undefined {
    const seq = this.#kept?.session.say(statement);
    if (seq !== undefined) {
      this.#port.wake();
    }
    return seq;
  }

  /** The frames of the next Send, at most so many bytes or a single larger frame, each with the newest ack. */
  takeBatch(maxBytes: number): readonly OutboundFrame[] {
    if (this.#kept === undefined) {
      return [];
    }
    const { session, acks } = this.#kept;
    const batch = session.takeBatch(maxBytes);
    if (batch.length === 0) {
      return acks.isDue ? [{ frame: create(ClientFrameSchema, { ack: acks.take() }), bytes: 2 }] : [];
    }
    const ack = acks.take();
    return batch.map(({ content, bytes }) => ({ frame: { ...content.frame, ack }, bytes }));
  }

  /** The ack for a frame that has no seq. */
  takeAck(): bigint {
    return this.#kept?.acks.take() ?? 0n;
  }

  holdAcks(): void {
    this.#kept?.acks.hold();
  }

  releaseAcks(): void {
    this.#kept?.acks.release();
  }

  /** Whether the event is to be handled now, was handled before, or comes after a gap. */
  receive(seq: bigint): "next" | "old" | "gap" {
    return seq === 0n ? "next" : (this.#kept?.session.receive(seq) ?? "old");
  }

  /** The event was passed to the app: it is acknowledged when its listeners have finished. */
  acknowledgeLater(seq: bigint): void {
    const kept = this.#kept;
    if (seq > 0n && kept !== undefined) {
      this.#port.afterDelivery(() => {
        // Listeners of an earlier session acknowledge nothing.
        if (this.#kept === kept) {
          kept.acks.onHandled(seq);
        }
      });
    }
  }

  /** The signal that a notice is about, if known. */
  recall(clientSeq: bigint): SentSignal | undefined {
    return this.#kept?.session.recall(clientSeq);
  }

  /** The server has decided all frames up to `seq`; refusals may still be in flight. */
  onAcked(seq: bigint): void {
    this.#kept?.session.acknowledge(seq);
    this.#tellRoom();
  }

  #tellRoom(): void {
    if (this.#roomWaiters.length > 0 && (this.#kept?.session ?? this.#backlog).isHalfFree) {
      for (const resolve of this.#roomWaiters.splice(0)) {
        resolve();
      }
    }
  }

  /** The server has decided all frames up to `seq`, and all refusals have been reported. */
  onDecided(seq: bigint): void {
    this.onAcked(seq);
    for (const signalId of this.#kept?.session.takeDecided(seq) ?? []) {
      this.#tell(signalId, "taken");
    }
  }

  /** The next hello starts another session, which replaces this one. */
  giveUp(error: SignalingError): void {
    if (this.#kept !== undefined) {
      this.end(error);
      this.#replacedKey = this.#sessionKey;
      this.#sessionKey = createSessionKey();
      this.#attempts = 0;
    }
  }

  /** The session has ended, if there is one. Signals that it never sent wait for the next one. */
  end(error: SignalingError | undefined): void {
    const restored = this.#end(error, false);
    this.#backlog.restore(restored);
    this.#tellRoom();
  }

  /** The client has closed: signals that were not sent will not be sent. */
  finish(error: SignalingError | undefined): void {
    for (const { signalId } of [...this.#end(error, true), ...this.#backlog.takeAll()]) {
      this.#tell(signalId, "not-sent");
    }
    this.#tellRoom();
  }

  #end(error: SignalingError | undefined, isFinal: boolean): readonly WaitingSignal[] {
    if (this.#kept === undefined) {
      return [];
    }
    const { session, acks } = this.#kept;
    const { unconfirmed, untoldIds, unsent } = session.remainder();
    acks.hold();
    this.#kept = undefined;
    for (const signalId of untoldIds) {
      this.#tell(signalId, "unconfirmed");
    }
    this.#port.emit({
      type: "session-ended",
      sessionId: session.sessionId,
      ...(error && { error }),
      unconfirmed: unconfirmed.map(({ signal }) => signal),
      unsent: isFinal ? unsent.map(({ signal }) => signal) : [],
    });
    this.#port.onEnded();
    return unsent;
  }

  #tell(signalId: number, outcome: "taken" | "unconfirmed" | "not-sent"): void {
    this.#port.emit({ type: "outcome", signalId, outcome });
  }
}
