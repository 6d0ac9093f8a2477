import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RoomDelta, RoomRoster, type SnapshotPart } from "./room-roster.js";
import type { Member } from "./room-view.js";

function member(peerId: string, sessionId = `${peerId}-1`, displayName = ""): Member {
  return { peerId, sessionId, state: "live", displayName, attributes: {} };
}

function joined(version: number, who: Member): RoomDelta {
  return { type: "peer-joined", version, member: who };
}

function rosterOf(version: number, ...members: Member[]): RoomRoster {
  const roster = new RoomRoster("lobby");
  roster.applySnapshot({ version, members, more: false });
  return roster;
}

describe("RoomRoster", () => {
  it("has no view before a snapshot is complete", () => {
    const roster = new RoomRoster("lobby");
    expect(roster.applySnapshot({ version: 4, members: [member("a")], more: true })).toBeUndefined();
    expect(roster.view).toBeUndefined();
    const change = roster.applySnapshot({ version: 4, members: [member("b")], more: false });
    expect(change).toMatchObject({
      type: "snapshot",
      joined: [{ peerId: "a" }, { peerId: "b" }],
      left: [],
      updated: [],
    });
    expect(roster.view).toMatchObject({ room: "lobby", version: 4, members: [{ peerId: "a" }, { peerId: "b" }] });
  });

  it("begins anew when the parts of another snapshot come", () => {
    const roster = new RoomRoster("lobby");
    roster.applySnapshot({ version: 4, members: [member("a")], more: true });
    roster.applySnapshot({ version: 5, members: [member("b")], more: false });
    expect(roster.view?.members).toEqual([member("b")]);
  });

  it("applies the next version and passes over what it has", () => {
    const roster = rosterOf(4, member("a"));
    expect(roster.applyDelta(joined(4, member("b")))).toBe("old");
    expect(roster.applyDelta(joined(5, member("b")))).toEqual({ type: "peer-joined", member: member("b") });
    expect(roster.view).toMatchObject({ version: 5, members: [{ peerId: "a" }, { peerId: "b" }] });
  });

  it("tells a gap once, keeps its view and waits for a snapshot", () => {
    const roster = rosterOf(4, member("a"));
    expect(roster.applyDelta(joined(6, member("c")))).toBe("gap");
    expect(roster.applyDelta(joined(7, member("d")))).toBe("old");
    expect(roster.view?.members).toEqual([member("a")]);
    const members = [member("a"), member("c"), member("d")];
    expect(roster.applySnapshot({ version: 7, members, more: false })).toMatchObject({
      joined: [member("c"), member("d")],
      left: [],
    });
  });

  it("takes a delta that does not fit its members for a gap", () => {
    expect(rosterOf(4, member("a")).applyDelta(joined(5, member("a", "a-2")))).toBe("gap");
    const left = { type: "peer-left", version: 5, peerId: "a", sessionId: "a-0", reason: "gone" } as const;
    expect(rosterOf(4, member("a")).applyDelta(left)).toBe("gap");
    expect(rosterOf(4).applyDelta({ type: "member-updated", version: 5, member: member("a") })).toBe("gap");
  });

  it("compares a fresh snapshot with the view before, by session", () => {
    const roster = rosterOf(4, member("a"), member("b"), member("c"));
    const after = [member("b", "b-2"), member("c", "c-1", "Carol"), member("d")];
    expect(roster.applySnapshot({ version: 9, members: after, more: false })).toEqual({
      type: "snapshot",
      joined: [member("b", "b-2"), member("d")],
      left: [member("a"), member("b")],
      updated: [member("c", "c-1", "Carol")],
    });
  });

  it("equals the server's room at each version, however deltas are lost and repeated", () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 80 }), checkConvergence), { numRuns: 500 });
  });
});

const PEERS = ["a", "b", "c", "d", "e"];
const step = fc.record({
  peer: fc.constantFrom(...PEERS),
  isUpdate: fc.boolean(),
  fate: fc.constantFrom("delivered", "delivered", "delivered", "lost", "twice"),
  partSize: fc.integer({ min: 1, max: 3 }),
});

/** Plays random changes of a room at a model server and lets some of the deltas get lost on the way. */
function checkConvergence(steps: { peer: string; isUpdate: boolean; fate: string; partSize: number }[]): void {
  const history = new Map<number, readonly Member[]>([[0, []]]);
  let members: readonly Member[] = [];
  let version = 0;
  let sessions = 0;
  const roster = rosterOf(0);
  for (const { peer, isUpdate, fate, partSize } of steps) {
    version += 1;
    sessions += 1;
    const present = members.find(({ peerId }) => peerId === peer);
    const delta = changeAtServer(present, member(peer, `${peer}-${sessions}`), isUpdate, version);
    members = apply(members, delta);
    history.set(version, members);
    for (let times = fate === "lost" ? 0 : fate === "twice" ? 2 : 1; times > 0; times -= 1) {
      if (roster.applyDelta(delta) === "gap") {
        for (const part of snapshotOf(members, version, partSize)) {
          roster.applySnapshot(part);
        }
      }
    }
    const { view } = roster;
    expect(view?.members).toEqual(history.get(view?.version ?? -1));
    if (fate !== "lost") {
      expect(view?.version).toBe(version);
    }
  }
}

function changeAtServer(present: Member | undefined, made: Member, isUpdate: boolean, version: number): RoomDelta {
  if (present === undefined) {
    return { type: "peer-joined", version, member: made };
  }
  if (isUpdate) {
    return { type: "member-updated", version, member: { ...present, displayName: `name ${version}` } };
  }
  return { type: "peer-left", version, peerId: present.peerId, sessionId: present.sessionId, reason: "left" };
}

function apply(members: readonly Member[], delta: RoomDelta): readonly Member[] {
  switch (delta.type) {
    case "peer-joined":
      return [...members, delta.member];
    case "member-updated":
      return members.map((each) => (each.peerId === delta.member.peerId ? delta.member : each));
    case "peer-left":
      return members.filter(({ peerId }) => peerId !== delta.peerId);
  }
}

function snapshotOf(members: readonly Member[], version: number, size: number): SnapshotPart[] {
  const parts: SnapshotPart[] = [];
  for (let from = 0; from === 0 || from < members.length; from += size) {
    parts.push({ version, members: members.slice(from, from + size), more: from + size < members.length });
  }
  return parts;
}
