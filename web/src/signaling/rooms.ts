import { whenAborted } from "./abort.js";
import type { SignalingEvent } from "./events.js";
import { isPassing, type Notice } from "./notice.js";
import { checkId } from "./option-checks.js";
import { Retry } from "./retry.js";
import { type RoomDelta, RoomRoster, type SnapshotPart } from "./room-roster.js";
import type { RoomChange, RoomView } from "./room-view.js";
import { SignalingError } from "./signaling-error.js";
import type { Statement } from "./statement.js";

/** A caller that waits for the result of a join. */
interface Waiter {
  readonly resolve: (view: RoomView) => void;
  readonly reject: (error: SignalingError) => void;
}

/** A room that the app has joined or is leaving. */
interface Membership {
  // Per client.
  readonly roster: RoomRoster;
  isWanted: boolean;
  waiters: Waiter[];
  /** Callers that wait until the room is left. */
  leavers: (() => void)[];
  /** Waits while a join or leave is to be sent again later. */
  readonly retry: Retry;
  // Per session.
  /** Whether the server has this peer in the room, as far as known. */
  isIn: boolean;
  /** The seq of the newest unanswered join; 0 if any snapshot answers it. */
  joinSeq: bigint | undefined;
  leaveSeq: bigint | undefined;
  /** The server has decided the join but does not list the room: a refusal is in flight, or the room was closed. */
  isDoubtful: boolean;
}

/** What {@link Rooms} needs of the client. */
export interface RoomsPort {
  readonly peerId: string;
  /** Sends a frame in the session; undefined without one. Throws SignalingError if it cannot be queued. */
  readonly say: (statement: Statement) => bigint | undefined;
  readonly emit: (event: SignalingEvent) => void;
}

/** The rooms of a client over all its sessions: those it should be in, and their views. */
export class Rooms {
  readonly #port: RoomsPort;
  readonly #memberships = new Map<string, Membership>();
  #sessionId: string | undefined;

  constructor(port: RoomsPort) {
    this.#port = port;
  }

  get views(): ReadonlyMap<string, RoomView> {
    const views = new Map<string, RoomView>();
    for (const [room, { roster }] of this.#memberships) {
      if (roster.view !== undefined) {
        views.set(room, roster.view);
      }
    }
    return views;
  }

  join(room: string, signal: AbortSignal | undefined): Promise<RoomView> {
    return new Promise<RoomView>((resolve, reject) => {
      if (signal?.aborted) {
        throw new SignalingError("ABORTED", { cause: signal.reason });
      }
      checkId("room", room);
      const membership = this.#membershipOf(room);
      this.#sayJoin(room, membership);
      membership.isWanted = true;
      const finish = () => {
        unwatch();
        membership.waiters = membership.waiters.filter((each) => each !== waiter);
      };
      const waiter: Waiter = {
        resolve: (view) => [finish(), resolve(view)],
        reject: (error) => [finish(), reject(error)],
      };
      const unwatch = whenAborted(signal, (error) => {
        waiter.reject(error);
        this.#abandon(room, membership);
      });
      membership.waiters.push(waiter);
    });
  }

  /** @returns when this peer is no longer in the room, for whatever reason; never rejects. */
  leave(room: string): Promise<void> {
    const membership = this.#memberships.get(room);
    if (membership === undefined) {
      return Promise.resolve();
    }
    const isThere = membership.isIn || membership.joinSeq !== undefined;
    const saidAs = isThere ? this.#port.say({ type: "leave-room", room }) : undefined;
    const left = new Promise<void>((resolve) => membership.leavers.push(resolve));
    membership.isWanted = false;
    membership.joinSeq = undefined;
    membership.leaveSeq = saidAs;
    membership.retry.stop();
    rejectAll(membership, new SignalingError("ABORTED", { detail: `left room ${room}` }));
    if (saidAs === undefined) {
      this.#forget(room, membership, { type: "room-left", reason: "left" });
    }
    return left;
  }

  onSessionStarted(sessionId: string): void {
    this.#sessionId = sessionId;
    for (const [room, membership] of this.#memberships) {
      this.#joinAgain(room, membership);
    }
  }

  /**
   * The session was resumed on another stream. A new snapshot of each room that the server lists follows.
   *
   * @param decidedSeq the server has decided the frames up to this seq.
   */
  onSessionResumed(listed: readonly string[], decidedSeq: bigint): void {
    for (const [room, membership] of this.#memberships) {
      const { joinSeq, leaveSeq } = membership;
      membership.roster.awaitSnapshot();
      const isOpen = (seq: bigint | undefined) => seq !== undefined && seq > decidedSeq;
      const isTried = membership.isWanted && membership.retry.isWaiting;
      if (isOpen(joinSeq) || isOpen(leaveSeq) || isTried) {
        // The frame is sent again and will be answered.
      } else if (listed.includes(room)) {
        membership.joinSeq = joinSeq === undefined ? undefined : 0n;
      } else if (membership.isWanted && joinSeq !== undefined) {
        membership.isDoubtful = true;
      } else {
        this.#forget(room, membership, { type: "room-left", reason: membership.isWanted ? "unspecified" : "left" });
      }
    }
  }

  onSessionEnded(): void {
    this.#sessionId = undefined;
    for (const [room, membership] of this.#memberships) {
      membership.retry.stop();
      resolveLeavers(membership);
      Object.assign(membership, { isIn: false, joinSeq: undefined, leaveSeq: undefined, isDoubtful: false });
      membership.roster.awaitSnapshot();
      if (!membership.isWanted) {
        this.#forget(room, membership, { type: "room-left", reason: "left" });
      }
    }
  }

  onClosed(error: SignalingError): void {
    for (const membership of this.#memberships.values()) {
      membership.retry.stop();
      rejectAll(membership, error);
      resolveLeavers(membership);
    }
    this.#memberships.clear();
  }

  /** All refusals of frames up to `seq` have been reported. */
  onDecided(seq: bigint): void {
    for (const [room, membership] of this.#memberships) {
      const { isDoubtful, joinSeq, leaveSeq } = membership;
      if (leaveSeq !== undefined && leaveSeq <= seq) {
        // If the app has joined again already, leaving is not reported: one snapshot may stand for both.
        membership.leaveSeq = undefined;
        resolveLeavers(membership);
      }
      if (isDoubtful && joinSeq !== undefined && joinSeq <= seq) {
        membership.joinSeq = undefined;
        rejectAll(membership, new SignalingError("REFUSED", { detail: `room ${room} was closed` }));
        this.#forget(room, membership, { type: "room-left", reason: "unspecified" });
      }
    }
  }

  /** @param clientSeq the seq of the join that it answers. */
  onSnapshot(room: string, part: SnapshotPart, clientSeq: bigint): void {
    const membership = this.#memberships.get(room);
    const change = membership?.roster.applySnapshot(part);
    const view = membership?.roster.view;
    if (membership === undefined || change === undefined || view === undefined) {
      return;
    }
    membership.isIn = true;
    membership.isDoubtful = false;
    this.#port.emit({ type: "room", view, change });
    if (membership.joinSeq !== undefined && clientSeq >= membership.joinSeq) {
      membership.joinSeq = undefined;
      for (const waiter of membership.waiters) {
        waiter.resolve(view);
      }
    }
  }

  onDelta(room: string, delta: RoomDelta): void {
    const membership = this.#memberships.get(room);
    const change = membership?.roster.applyDelta(delta);
    const view = membership?.roster.view;
    if (membership === undefined || change === undefined || change === "old" || view === undefined) {
      return;
    }
    if (change === "gap") {
      this.#joinAgain(room, membership);
    } else if (this.#isSelf(change)) {
      this.#forget(room, membership, { type: "room-left", reason: change.reason });
    } else {
      this.#port.emit({ type: "room", view, change });
    }
  }

  /**
   * A refused join of the app removes the room. A join repeated by the client is tried again if the server could not
   * decide. A leave refused because this peer is not in the room has succeeded.
   */
  onNotice(notice: Notice, clientSeqs: readonly bigint[]): void {
    const membership = this.#memberships.get(notice.room) ?? this.#membershipThatSaid(clientSeqs);
    if (membership === undefined) {
      return;
    }
    const { room } = membership.roster;
    const isAbout = (seq: bigint | undefined) => seq !== undefined && clientSeqs.includes(seq);
    if (isAbout(membership.joinSeq)) {
      this.#onJoinRefused(room, membership, notice);
    } else if (isAbout(membership.leaveSeq) && isPassing(notice) && !membership.isWanted) {
      membership.leaveSeq = undefined;
      membership.retry.later(() => {
        membership.leaveSeq = this.#port.say({ type: "leave-room", room });
      }, notice.retryAfterMs);
    } else if (!membership.isWanted && notice.code === "NOT_IN_ROOM" && notice.peerId === "") {
      this.#forget(room, membership, { type: "room-left", reason: "gone" });
    }
  }

  #onJoinRefused(room: string, membership: Membership, notice: Notice): void {
    const isOwn = membership.waiters.length === 0;
    membership.joinSeq = undefined;
    rejectAll(membership, new SignalingError("REFUSED", { detail: notice.message, notice }));
    if (isOwn && isPassing(notice)) {
      membership.retry.later(() => this.#sayJoin(room, membership), notice.retryAfterMs);
    } else if (!membership.isIn) {
      membership.isWanted = false;
      this.#forget(room, membership, { type: "room-left", reason: "gone", refusal: notice });
    }
  }

  #membershipThatSaid(seqs: readonly bigint[]): Membership | undefined {
    const all = [...this.#memberships.values()];
    return all.find(({ joinSeq, leaveSeq }) =>
      [joinSeq, leaveSeq].some((seq) => seq !== undefined && seqs.includes(seq)),
    );
  }

  #membershipOf(room: string): Membership {
    const known = this.#memberships.get(room);
    if (known !== undefined) {
      return known;
    }
    const made: Membership = {
      roster: new RoomRoster(room),
      isWanted: false,
      waiters: [],
      leavers: [],
      retry: new Retry(),
      isIn: false,
      joinSeq: undefined,
      leaveSeq: undefined,
      isDoubtful: false,
    };
    this.#memberships.set(room, made);
    return made;
  }

  #joinAgain(room: string, membership: Membership): void {
    membership.retry.now(() => this.#sayJoin(room, membership));
  }

  #sayJoin(room: string, membership: Membership): void {
    membership.joinSeq = this.#port.say({ type: "join-room", room });
    membership.retry.stop();
    membership.isDoubtful = false;
  }

  /** Leaves the room after an aborted join, unless this peer was in it before or another caller waits. */
  #abandon(room: string, membership: Membership): void {
    if (membership.roster.view === undefined && membership.waiters.length === 0) {
      void this.leave(room);
    }
  }

  #isSelf(change: RoomChange): change is Extract<RoomChange, { type: "peer-left" }> {
    return (
      change.type === "peer-left" &&
      change.member.peerId === this.#port.peerId &&
      change.member.sessionId === this.#sessionId
    );
  }

  /** This peer is no longer in the room, unless a join in flight brings it back. */
  #forget(room: string, membership: Membership, change: RoomChange): void {
    const { view } = membership.roster;
    if (view !== undefined) {
      this.#port.emit({ type: "room", view, change });
    }
    membership.roster.clear();
    membership.isIn = false;
    membership.leaveSeq = undefined;
    membership.retry.stop();
    resolveLeavers(membership);
    if (membership.joinSeq === undefined) {
      this.#memberships.delete(room);
    }
  }
}

function rejectAll(membership: Membership, error: SignalingError): void {
  for (const waiter of membership.waiters) {
    waiter.reject(error);
  }
}

function resolveLeavers(membership: Membership): void {
  for (const resolve of membership.leavers.splice(0)) {
    resolve();
  }
}
