import { beforeEach, describe, expect, it } from "vitest";
import { FakePeerConnection, sdpOf } from "../testing/fake-peer-connection.js";
import { memberOf, snapshotOf, TestPort } from "../testing/test-port.js";
import { createCall } from "./call.js";
import type { CallEvent, CallOptions } from "./call-types.js";

let port: TestPort;
let fakes: FakePeerConnection[];

beforeEach(() => {
  port = new TestPort("me");
  fakes = [];
});

function call(options: Partial<CallOptions> = {}) {
  const createConnection = (configuration: RTCConfiguration) => {
    const fake = new FakePeerConnection(configuration);
    fakes.push(fake);
    return fake.asConnection();
  };
  const made = createCall({ signaling: port, room: "lobby", createConnection, ...options });
  const events: CallEvent[] = [];
  made.on((event) => events.push(event));
  const linked = () => [...made.links.keys()];
  return { call: made, events, linked };
}

const self = memberOf("me", "own-1");
const offer = { type: "offer", sdp: sdpOf("remote", 1), offerId: 1, polite: true } as const;

function toWhom(): string[] {
  return port.sent.filter(({ body }) => body.type === "offer").map(({ to }) => to);
}

describe("a call", () => {
  it("calls those who were in the room before, and waits for those who come later", async () => {
    const { linked } = call();
    const members = [memberOf("a"), memberOf("b"), self, memberOf("late")];
    port.changeRoom(snapshotOf(...members), ...members);
    expect(linked()).toEqual(["a", "b"]);
    await expect.poll(toWhom).toEqual(["a", "b"]);
    port.changeRoom({ type: "peer-joined", member: memberOf("new") }, ...members, memberOf("new"));
    expect(linked()).toEqual(["a", "b"]);
    port.receive("new", offer);
    expect(linked()).toEqual(["a", "b", "new"]);
    await expect.poll(() => port.sent.some(({ to, body }) => to === "new" && body.type === "answer")).toBe(true);
  });

  it("calls nobody by itself when told so, but whom the app names", async () => {
    const { call: made, events, linked } = call({ calls: "nobody" });
    port.changeRoom(snapshotOf(memberOf("a"), self), memberOf("a"), self);
    expect(linked()).toEqual([]);
    const link = made.call("a");
    expect(made.call("a")).toBe(link);
    expect(events).toEqual([{ type: "link-opened", link }]);
    await expect.poll(toWhom).toEqual(["a"]);
    expect(port.sent[0]).toMatchObject({ room: "lobby" });
  });

  it("declines whom the app does not accept", () => {
    const { linked } = call({ accept: (peerId) => peerId !== "b" });
    port.receive("b", offer, { fromSessionId: "b-4" });
    expect(linked()).toEqual([]);
    expect(port.sent).toMatchObject([{ to: "b", toSessionId: "b-4", body: { type: "hangup", reason: "declined" } }]);
  });

  it("answers only offers of its room and its connection", () => {
    const { linked } = call({ connectionId: "main" });
    port.receive("b", offer, { connectionId: "main", room: "elsewhere" });
    expect(linked()).toEqual([]);
    port.receive("b", offer, { connectionId: "screen" });
    expect(linked()).toEqual([]);
    port.receive("b", { type: "hangup", reason: "ended" }, { connectionId: "main" });
    expect(linked()).toEqual([]);
    port.receive("b", offer, { connectionId: "main" });
    expect(linked()).toEqual(["b"]);
  });

  it("ends the link with a member who leaves", () => {
    const { linked, events } = call();
    port.changeRoom(snapshotOf(memberOf("a"), self), memberOf("a"), self);
    port.changeRoom({ type: "peer-left", member: memberOf("a"), reason: "gone" }, self);
    expect(linked()).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: "link", event: { type: "closed", reason: { type: "closed" } } });
    expect(fakes[0]?.signalingState).toBe("closed");
  });

  it("gives the offer of a peer's new session to a new link", async () => {
    const { call: made, linked } = call();
    port.receive("b", offer);
    const first = made.links.get("b");
    port.receive("b", { ...offer, sdp: sdpOf("again", 1) }, { fromSessionId: "b-2" });
    expect(linked()).toEqual(["b"]);
    expect(made.links.get("b")).not.toBe(first);
    expect(first?.state).toBe("closed");
    await expect.poll(() => port.sent.filter(({ body }) => body.type === "answer").length).toBe(1);
    expect(port.sent.find(({ body }) => body.type === "answer")).toMatchObject({ toSessionId: "b-2" });
  });

  it("keeps its links while signaling is away, and makes them anew in the next session", async () => {
    const { call: made, linked } = call();
    const members = [memberOf("a"), self];
    port.changeRoom(snapshotOf(...members), ...members);
    port.receive("c", offer);
    const before = [...made.links.values()];
    port.sessionId = undefined;
    port.emit({ type: "session-ended", sessionId: "own-1", unconfirmed: [], unsent: [] });
    expect(before.map(({ state }) => state)).not.toContain("closed");
    port.sessionId = "own-2";
    const back = memberOf("me", "own-2");
    const now = [memberOf("a"), back, memberOf("c")];
    port.changeRoom({ type: "snapshot", joined: [back], left: [self], updated: [] }, ...now);
    expect(before.map(({ state }) => state)).toEqual(["closed", "closed"]);
    expect(linked()).toEqual(["a", "c"]);
    await expect.poll(() => toWhom().slice(-2)).toEqual(["a", "c"]);
  });

  it("calls after a gap only those whom it missed", () => {
    const { call: made, linked } = call();
    port.changeRoom(snapshotOf(memberOf("a"), self), memberOf("a"), self);
    const link = made.links.get("a");
    const change = { type: "snapshot", joined: [memberOf("late")], left: [], updated: [] } as const;
    port.changeRoom(change, memberOf("a"), self, memberOf("late"));
    expect(linked()).toEqual(["a"]);
    expect(made.links.get("a")).toBe(link);
  });

  it("sends chat to all whose chat is open, and says to how many", () => {
    const { call: made } = call();
    const members = [memberOf("a"), memberOf("b"), self];
    port.changeRoom(snapshotOf(...members), ...members);
    fakes[1]?.channels[0]?.open();
    expect(made.sendChat("hello")).toBe(1);
    expect(fakes.map(({ channels }) => channels[0]?.sent)).toEqual([[], ["hello"]]);
  });

  it("hangs up on everybody when it leaves, and hears nothing any more", () => {
    const { call: made, linked } = call();
    const members = [memberOf("a"), memberOf("b"), self];
    port.changeRoom(snapshotOf(...members), ...members);
    made.leave();
    expect(linked()).toEqual([]);
    expect(port.sentTypes).toEqual(["hangup", "hangup"]);
    expect(port.left).toEqual(["lobby"]);
    expect(port.listeners.size).toBe(0);
  });

  it("joins its room", async () => {
    const { call: made } = call();
    await expect(made.join()).rejects.toThrowError("no room lobby");
  });
});
