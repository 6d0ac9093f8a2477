import type { LeaveReason, Member, RoomChange, RoomView } from "./room-view.js";

/** One event of a snapshot; the last has `more` false. */
export interface SnapshotPart {
  readonly version: number;
  readonly members: readonly Member[];
  readonly more: boolean;
}

/** One numbered change of a room. */
export type RoomDelta =
  | { readonly type: "peer-joined"; readonly version: number; readonly member: Member }
  | { readonly type: "member-updated"; readonly version: number; readonly member: Member }
  | {
      readonly type: "peer-left";
      readonly version: number;
      readonly peerId: string;
      readonly sessionId: string;
      readonly reason: LeaveReason;
    };

/**
 * The effect of a delta: a change; `"old"`, the view already includes it or waits for a snapshot; `"gap"`, a version is
 * missing and a new snapshot must be requested.
 */
export type DeltaOutcome = RoomChange | "old" | "gap";

/** Builds the view of one room from snapshots and deltas, so that it equals the server's at each version. */
export class RoomRoster {
  readonly room: string;
  #view: RoomView | undefined;
  #parts: SnapshotPart[] = [];
  #awaitsSnapshot = true;

  constructor(room: string) {
    this.room = room;
  }

  /** The newest view; undefined before the first snapshot. It is kept while a new snapshot is expected. */
  get view(): RoomView | undefined {
    return this.#view;
  }

  /** Ignores deltas until the next snapshot. */
  awaitSnapshot(): void {
    this.#awaitsSnapshot = true;
    this.#parts = [];
  }

  /** Discards the view, because this peer is no longer in the room. */
  clear(): void {
    this.#view = undefined;
    this.awaitSnapshot();
  }

  /** @returns the change when the snapshot is complete, undefined while more parts follow. */
  applySnapshot(part: SnapshotPart): RoomChange | undefined {
    if (this.#parts.some(({ version }) => version !== part.version)) {
      this.#parts = [];
    }
    this.#parts.push(part);
    if (part.more) {
      return undefined;
    }
    const members = this.#parts.flatMap((each) => each.members);
    const before = this.#view?.members ?? [];
    this.#parts = [];
    this.#awaitsSnapshot = false;
    this.#view = { room: this.room, version: part.version, members };
    return compare(before, members);
  }

  applyDelta(delta: RoomDelta): DeltaOutcome {
    const view = this.#view;
    if (view === undefined || this.#awaitsSnapshot || delta.version <= view.version) {
      return "old";
    }
    const change = delta.version === view.version + 1 ? changeOf(view.members, delta) : undefined;
    if (change === undefined) {
      this.awaitSnapshot();
      return "gap";
    }
    this.#view = { room: this.room, version: delta.version, members: withChange(view.members, change) };
    return change;
  }
}

/** The change that the delta makes to these members; undefined if it does not fit them. */
function changeOf(members: readonly Member[], delta: RoomDelta): RoomChange | undefined {
  const peerId = delta.type === "peer-left" ? delta.peerId : delta.member.peerId;
  const present = members.find((member) => member.peerId === peerId);
  switch (delta.type) {
    case "peer-joined":
      return present ? undefined : { type: "peer-joined", member: delta.member };
    case "member-updated":
      return present && { type: "member-updated", member: delta.member, previous: present };
    case "peer-left":
      return present?.sessionId === delta.sessionId
        ? { type: "peer-left", member: present, reason: delta.reason }
        : undefined;
  }
}

function withChange(members: readonly Member[], change: RoomChange): readonly Member[] {
  switch (change.type) {
    case "peer-joined":
      return [...members, change.member];
    case "peer-left":
      return members.filter((member) => member !== change.member);
    case "member-updated":
      return members.map((member) => (member === change.previous ? change.member : member));
    default:
      return members;
  }
}

function compare(before: readonly Member[], after: readonly Member[]): RoomChange {
  const isSameSession = (a: Member) => (b: Member) => a.peerId === b.peerId && a.sessionId === b.sessionId;
  return {
    type: "snapshot",
    joined: after.filter((member) => !before.some(isSameSession(member))),
    left: before.filter((member) => !after.some(isSameSession(member))),
    updated: after.filter((member) => {
      const previous = before.find(isSameSession(member));
      return previous !== undefined && !isSameMember(previous, member);
    }),
  };
}

function isSameMember(a: Member, b: Member): boolean {
  const keys = Object.keys(a.attributes);
  return (
    a.state === b.state &&
    a.displayName === b.displayName &&
    keys.length === Object.keys(b.attributes).length &&
    keys.every((key) => a.attributes[key] === b.attributes[key])
  );
}
