import { PeerLeft_Reason } from "../gen/beckon/v1/room_pb.js";
import type { TestSession } from "./test-session.js";

/** A room at the {@link TestServer}: members in the order of joining, and a version that grows with each change. */
interface TestRoom {
  version: bigint;
  members: TestSession[];
}

export class TestRooms {
  readonly #rooms = new Map<string, TestRoom>();
  /** Most members of one snapshot event; more are split. */
  snapshotSize = 100;

  join(room: string, session: TestSession, clientSeq: bigint): void {
    const state = this.#rooms.get(room) ?? { version: 0n, members: [] };
    this.#rooms.set(room, state);
    if (!state.members.includes(session)) {
      state.version += 1n;
      for (const member of state.members) {
        const joined = { room, version: state.version, member: memberOf(session) };
        member.tell({ case: "peerJoined", value: joined });
      }
      state.members.push(session);
    }
    this.#tellSnapshot(room, state, session, clientSeq);
  }

  of(session: TestSession): string[] {
    return [...this.#rooms].filter(([, { members }]) => members.includes(session)).map(([room]) => room);
  }

  leave(room: string, session: TestSession, reason: PeerLeft_Reason): void {
    const state = this.#rooms.get(room);
    if (!state?.members.includes(session)) {
      return;
    }
    state.version += 1n;
    for (const member of state.members) {
      const { peerId, sessionId } = session;
      member.tell({ case: "peerLeft", value: { room, version: state.version, peerId, sessionId, reason } });
    }
    state.members = state.members.filter((member) => member !== session);
  }

  leaveAll(session: TestSession, reason: PeerLeft_Reason): void {
    for (const room of this.#rooms.keys()) {
      this.leave(room, session, reason);
    }
  }

  update(session: TestSession): void {
    for (const [room, state] of this.#rooms) {
      if (state.members.includes(session)) {
        state.version += 1n;
        for (const member of state.members) {
          member.tell({ case: "memberUpdated", value: { room, version: state.version, member: memberOf(session) } });
        }
      }
    }
  }

  /** Changes the room without telling anybody, as if the delta had been lost. */
  skipVersion(room: string): void {
    const state = this.#rooms.get(room);
    if (state !== undefined) {
      state.version += 1n;
    }
  }

  #tellSnapshot(room: string, { version, members }: TestRoom, session: TestSession, clientSeq: bigint): void {
    for (let from = 0; from < members.length; from += this.snapshotSize) {
      const part = members.slice(from, from + this.snapshotSize).map(memberOf);
      const more = from + this.snapshotSize < members.length;
      session.tell({ case: "roomSnapshot", value: { room, version, members: part, clientSeq, more } });
    }
  }
}

export { PeerLeft_Reason };

function memberOf({ peerId, sessionId, hello }: TestSession) {
  return { peerId, sessionId, state: 1, displayName: hello.displayName, attributes: { ...hello.attributes } };
}
