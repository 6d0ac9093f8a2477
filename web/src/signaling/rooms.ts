import { whenAborted } from "./abort.js";
import type { Notice, SignalingEvent } from "./events.js";
import { type RoomDelta, RoomRoster, type SnapshotPart } from "./room-roster.js";
import type { RoomChange, RoomView } from "./room-view.js";
import type { Statement } from "./session.js";
import { SignalingError } from "./signaling-error.js";

/** Who awaits the answer to a join. */
interface Waiter {
  readonly resolve: (view: RoomView) => void;
  readonly reject: (error: SignalingError) => void;
}

/** A room that the app wants to be in, or is about to leave. */
interface Membership {
  // For the client.
  readonly roster: RoomRoster;
  isWanted: boolean;
  waiters: Waiter[];
  // For the session.
  /** The number of the newest join that is not answered yet. */
  joinSeq: bigint | undefined;
}

/** What {@link Rooms} needs of the client. */
export interface RoomsPort {
  readonly peerId: string;
  /** Says something in the session; undefined without one. Throws SignalingError when it cannot be queued. */
  readonly say: (statement: Statement) => bigint | undefined;
  readonly emit: (event: SignalingEvent) => void;
}

/** The rooms of a client over all its sessions: which it wants to be in, and what they look like. */
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

  leave(room: string): void {
    const membership = this.#memberships.get(room);
    if (membership === undefined) {
      return;
    }
    const saidAs = this.#port.say({ type: "leave-room", room });
    membership.isWanted = false;
    membership.joinSeq = undefined;
    rejectAll(membership, new SignalingError("ABORTED", { detail: `left room ${room}` }));
    if (saidAs === undefined) {
      this.#forget(room, membership, { type: "room-left", reason: "left" });
    }
  }

  onSessionStarted(sessionId: string): void {
    this.#sessionId = sessionId;
    for (const [room, membership] of this.#memberships) {
      this.#sayJoin(room, membership);
    }
  }

  onSessionEnded(): void {
    this.#sessionId = undefined;
    for (const [room, membership] of this.#memberships) {
      membership.joinSeq = undefined;
      membership.roster.awaitSnapshot();
      if (!membership.isWanted) {
        this.#forget(room, membership, { type: "room-left", reason: "left" });
      }
    }
  }

  onClosed(error: SignalingError): void {
    for (const membership of this.#memberships.values()) {
      rejectAll(membership, error);
    }
    this.#memberships.clear();
  }

  /** @param clientSeq the number of the join that it answers. */
  onSnapshot(room: string, part: SnapshotPart, clientSeq: bigint): void {
    const membership = this.#memberships.get(room);
    const change = membership?.roster.applySnapshot(part);
    const view = membership?.roster.view;
    if (membership === undefined || change === undefined || view === undefined) {
      return;
    }
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
      this.#sayJoin(room, membership);
    } else if (this.#isSelf(change)) {
      this.#forget(room, membership, { type: "room-left", reason: change.reason });
    } else {
      this.#port.emit({ type: "room", view, change });
    }
  }

  /** A join that the server refuses ends the wish for it; so does a leave of a room that one is not in. */
  onNotice(notice: Notice, clientSeqs: readonly bigint[]): void {
    const membership = this.#memberships.get(notice.room);
    if (membership === undefined) {
      return;
    }
    const isJoinRefused = membership.joinSeq !== undefined && clientSeqs.includes(membership.joinSeq);
    const isLeaveRefused = !membership.isWanted && notice.code === "NOT_IN_ROOM" && notice.peerId === "";
    if (isJoinRefused || isLeaveRefused) {
      membership.joinSeq = undefined;
      membership.isWanted = false;
      rejectAll(membership, new SignalingError("REFUSED", { detail: notice.message, notice }));
      this.#forget(notice.room, membership, { type: "room-left", reason: "gone" });
    }
  }

  #membershipOf(room: string): Membership {
    const known = this.#memberships.get(room);
    if (known !== undefined) {
      return known;
    }
    const made: Membership = { roster: new RoomRoster(room), isWanted: false, waiters: [], joinSeq: undefined };
    this.#memberships.set(room, made);
    return made;
  }

  #sayJoin(room: string, membership: Membership): void {
    membership.joinSeq = this.#port.say({ type: "join-room", room });
  }

  /** After a join that is no longer awaited: the room is left, unless one was in it before or somebody else waits. */
  #abandon(room: string, membership: Membership): void {
    if (membership.roster.view === undefined && membership.waiters.length === 0) {
      this.leave(room);
    }
  }

  #isSelf(change: RoomChange): change is Extract<RoomChange, { type: "peer-left" }> {
    return (
      change.type === "peer-left" &&
      change.member.peerId === this.#port.peerId &&
      change.member.sessionId === this.#sessionId
    );
  }

  /** Oneself is no longer in the room. A join that is on its way makes one come back. */
  #forget(room: string, membership: Membership, change: RoomChange): void {
    const { view } = membership.roster;
    if (view !== undefined) {
      this.#port.emit({ type: "room", view, change });
    }
    membership.roster.clear();
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
