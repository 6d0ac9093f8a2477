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

  it("keeps candidates that come before their offer, per session of the peer", async () => {
    call();
    const early = (candidate: string) =>
      ({ type: "candidate", candidate, sdpMid: "0", sdpMLineIndex: 0, usernameFragment: null }) as const;
    port.receive("zed", early("candidate:old"), { fromSessionId: "zed-0" });
    port.receive("zed", early("candidate:1"));
    port.receive("zed", early("candidate:2"));
    port.receive("zed", offer);
    const added = () =>
      fakes[0]?.added.map(({ candidate }) => candidate).filter((each) => each?.startsWith("candidate:"));
    await expect.poll(added).toEqual(["candidate:1", "candidate:2"]);
  });

  it("drops early candidates of a peer that left", async () => {
    call();
    const candidate = { type: "candidate", candidate: "candidate:1", sdpMid: "0", sdpMLineIndex: 0 } as const;
    port.changeRoom(snapshotOf(self, memberOf("zed")), self, memberOf("zed"));
    port.receive("zed", { ...candidate, usernameFragment: null });
    port.changeRoom({ type: "peer-left", member: memberOf("zed"), reason: "bye" }, self);
    port.receive("zed", offer);
    await expect.poll(() => port.sentTypes).toContain("answer");
    expect(fakes[0]?.added.some(({ candidate: each }) => each === "candidate:1")).toBe(false);
  });

  it("in a large room waits for signaling's queue, and loses neither a link nor a signal", async () => {
    const others = Array.from({ length: 79 }, (_, i) => memberOf(`peer-${i}`));
    port.room = 20;
    const { linked } = call();
    port.changeRoom(snapshotOf(...others, self), ...others, self);
    await expect.poll(() => port.room).toBe(0);
    while (toWhom().length < 79) {
      port.makeRoom(30);
      await expect.poll(() => port.room === 0 || toWhom().length === 79).toBe(true);
    }
    port.makeRoom(Number.POSITIVE_INFINITY);
    expect(linked()).toHaveLength(79);
    expect(new Set(toWhom()).size).toBe(79);
    for (const { peerId } of others) {
      await expect.poll(() => port.sent.filter(({ to }) => to === peerId).at(-1)?.body.type).toBe("end-of-candidates");
      expect(port.sent.find(({ to }) => to === peerId)?.body.type).toBe("offer");
    }
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

  it("waits for a member whose server goes down, also in mid set-up, and goes on with its next session", () => {
    const { call: made, linked } = call();
    const members = [memberOf("a"), self];
    port.changeRoom(snapshotOf(...members), ...members);
    const link = made.links.get("a");
    port.changeRoom({ type: "peer-left", member: memberOf("a"), reason: "shutdown" }, self);
    expect(linked()).toEqual(["a"]);
    port.changeRoom({ type: "peer-joined", member: memberOf("a", "a-2") }, self, memberOf("a", "a-2"));
    expect(made.links.get("a")).toBe(link);
    expect(link?.remoteSessionId).toBe("a-2");
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

  it("keeps its links while signaling is away, and in the next session, however long the peer takes to be back", () => {
    const { call: made, linked } = call();
    const members = [memberOf("a"), self];
    port.changeRoom(snapshotOf(...members), ...members);
    port.receive("c", offer);
    const before = [...made.links.values()];
    port.sessionId = undefined;
    port.emit({ type: "session-ended", sessionId: "own-1", unconfirmed: [], unsent: [] });
    port.sessionId = "own-2";
    const back = memberOf("me", "own-2");
    const now = [memberOf("a", "a-2"), back];
    port.changeRoom({ type: "snapshot", joined: now, left: members, updated: [] }, ...now);
    expect(linked()).toEqual(["a", "c"]);
    expect(before.map(({ remoteSessionId }) => remoteSessionId)).toEqual(["a-2", undefined]);
    port.changeRoom({ type: "peer-joined", member: memberOf("c", "c-2") }, ...now, memberOf("c", "c-2"));
    expect([...made.links.values()]).toEqual(before);
    expect(before.map(({ remoteSessionId }) => remoteSessionId)).toEqual(["a-2", "c-2"]);
  });

  it("that is over is not brought back by an offer that crossed the hang-up", () => {
    const { call: made, linked } = call();
    port.receive("b", { ...offer, sdp: sdpOf("remote", 1, "theirs") });
    made.links.get("b")?.hangUp();
    port.receive("b", { ...offer, sdp: sdpOf("remote", 2, "theirs"), offerId: 2 });
    expect(linked()).toEqual([]);
    port.receive("b", { ...offer, sdp: sdpOf("remote", 1, "their new one") });
    expect(linked()).toEqual(["b"]);
  });

  it("that is over is not brought back by a late offer of a peer whose descriptions have another session id each", () => {
    const { call: made, linked } = call();
    const fingerprint = "a=fingerprint:sha-256 AA:BB\r\n";
    port.receive("py", { ...offer, sdp: sdpOf("u", 1, "3990000000") + fingerprint });
    made.links.get("py")?.hangUp();
    port.receive("py", { ...offer, sdp: sdpOf("u", 2, "3990000005") + fingerprint, offerId: 2 });
    expect(linked()).toEqual([]);
    port.receive("py", { ...offer, sdp: sdpOf("v", 1, "3990000009") + fingerprint.replace("AA", "CC") });
    expect(linked()).toEqual(["py"]);
  });

  it("that was hung up before it was answered is not brought back by the answer's side", async () => {
    const { call: made, linked } = call({ calls: "nobody" });
    port.changeRoom(snapshotOf(memberOf("b"), self), memberOf("b"), self);
    made.call("b");
    await expect.poll(toWhom).toEqual(["b"]);
    made.links.get("b")?.hangUp();
    port.receive("b", { type: "answer", sdp: sdpOf("remote", 1, "theirs"), offerId: 1, provisional: false });
    port.receive("b", { ...offer, sdp: sdpOf("remote", 2, "theirs") });
    expect(linked()).toEqual([]);
    expect(port.sentTypes).toEqual(["offer", "hangup"]);
  });

  it("takes no answer to the call before for one to its own", async () => {
    const { call: made } = call({ calls: "nobody" });
    made.call("b").hangUp();
    made.call("b");
    await expect.poll(toWhom).toEqual(["b"]);
    made.links.get("b")?.hangUp();
    const link = made.call("b");
    await expect.poll(toWhom).toEqual(["b", "b"]);
    port.receive("b", { type: "answer", sdp: sdpOf("late", 1, "old"), offerId: 1, provisional: false });
    port.receive("b", { type: "answer", sdp: sdpOf("right", 1, "new"), offerId: 2, provisional: false });
    await expect.poll(() => link.connection.signalingState).toBe("stable");
    expect(link.connection.remoteDescription?.sdp).toBe(sdpOf("right", 1, "new"));
  });

  it("calls a peer anew whose next session answered, after the one that was called had ended", async () => {
    const { call: made } = call({ calls: "nobody" });
    port.changeRoom(snapshotOf(memberOf("b"), self), memberOf("b"), self);
    made.call("b");
    await expect.poll(toWhom).toEqual(["b"]);
    port.changeRoom({ type: "peer-left", member: memberOf("b"), reason: "replaced" }, self);
    const next = memberOf("b", "b-2");
    port.changeRoom({ type: "peer-joined", member: next }, self, next);
    const answer = { type: "answer", sdp: sdpOf("remote", 1, "theirs"), offerId: 1, provisional: false } as const;
    port.receive("b", answer, { fromSessionId: "b-2" });
    await expect.poll(toWhom).toEqual(["b", "b"]);
    expect(port.sentTypes).toEqual(["offer", "offer"]);
  });

  describe("with a peer whose description the browser refuses, as with m-lines in another order after a rollback", () => {
    const words = "The order of m-lines in subsequent offer doesn't match order from previous offer/answer.";
    const answer = { type: "answer", sdp: sdpOf("remote", 1), offerId: 1, provisional: false } as const;
    const closeReasons = (events: readonly CallEvent[]) =>
      events.flatMap((event) => (event.type === "link" && event.event.type === "closed" ? [event.event.reason] : []));

    function refuse(connection: number): void {
      Object.assign(fakes[connection] ?? {}, { refusal: words });
    }

    async function agreed() {
      const made = call({ calls: "nobody" });
      made.call.call("b");
      await expect.poll(toWhom).toEqual(["b"]);
      port.receive("b", answer);
      await expect.poll(() => fakes[0]?.signalingState).toBe("stable");
      return made;
    }

    it("calls anew over a fresh connection, once, and then ends in words", async () => {
      const { events, linked } = await agreed();
      refuse(0);
      port.receive("b", { ...offer, offerId: 2 });
      await expect.poll(toWhom).toEqual(["b", "b"]);
      const message = `The other side's offer could not be applied: ${words}`;
      expect(closeReasons(events)).toEqual([{ type: "superseded", message }]);
      expect(port.sentTypes).toEqual(["offer", "offer"]);

      port.receive("b", { ...answer, offerId: 2 });
      await expect.poll(() => fakes[1]?.signalingState).toBe("stable");
      refuse(1);
      port.receive("b", { ...offer, offerId: 3 });
      await expect.poll(() => closeReasons(events).at(-1)).toEqual({ type: "failed", message });
      expect(linked()).toEqual([]);
      expect(port.sent.at(-1)?.body).toEqual({ type: "hangup", reason: "failed" });
      expect(fakes).toHaveLength(2);
    });

    it("does so also when it is an answer", async () => {
      const { events } = await agreed();
      refuse(0);
      fakes[0]?.wantTrack();
      await expect.poll(toWhom).toEqual(["b", "b"]);
      port.receive("b", { ...answer, offerId: 2 });
      await expect.poll(toWhom).toEqual(["b", "b", "b"]);
      expect(closeReasons(events)).toMatchObject([{ type: "superseded" }]);
      expect(fakes).toHaveLength(2);
    });

    it("gives the offer that the own one had to make way for to the fresh connection", async () => {
      const { call: made, events } = call({ calls: "nobody" });
      made.call("b");
      await expect.poll(toWhom).toEqual(["b"]);
      refuse(0);
      port.receive("b", offer);
      await expect.poll(() => port.sentTypes).toEqual(["offer", "answer"]);
      expect(closeReasons(events)).toMatchObject([{ type: "superseded", offer: { body: offer } }]);
      expect(fakes).toHaveLength(2);
    });

    it("ends at once, in words, when a fresh connection would be no different", async () => {
      const { call: made, events } = call({ calls: "nobody" });
      made.call("b");
      await expect.poll(toWhom).toEqual(["b"]);
      refuse(0);
      port.receive("b", answer);
      await expect
        .poll(() => closeReasons(events))
        .toEqual([{ type: "failed", message: `The other side's answer could not be applied: ${words}` }]);
      expect(port.sentTypes).toEqual(["offer", "hangup"]);
      expect(fakes).toHaveLength(1);
    });
  });

  it("tells a peer who answers a call that is over, unless it was told", () => {
    call({ calls: "nobody" });
    port.receive("b", { type: "answer", sdp: sdpOf("remote", 1, "theirs"), offerId: 1, provisional: false });
    expect(port.sent).toMatchObject([{ to: "b", toSessionId: "b-1", body: { type: "hangup", reason: "ended" } }]);
  });

  it("tells a peer who missed the hang-up, in its next session", () => {
    const { call: made, linked } = call();
    port.receive("b", { ...offer, sdp: sdpOf("remote", 1, "theirs") });
    made.links.get("b")?.hangUp();
    port.sent.length = 0;
    const from = { fromSessionId: "b-2" };
    port.receive("b", { ...offer, sdp: sdpOf("remote", 1, "theirs"), offerId: 2 }, from);
    expect(linked()).toEqual([]);
    expect(port.sent).toMatchObject([{ to: "b", toSessionId: "b-2", body: { type: "hangup", reason: "ended" } }]);
  });

  it("calls nobody anew when it gets a fresh view of the room in the same session", () => {
    const { call: made, linked } = call();
    const members = [memberOf("a"), self];
    port.changeRoom(snapshotOf(...members), ...members);
    made.links.get("a")?.hangUp();
    port.changeRoom({ type: "snapshot", joined: [], left: [], updated: [] }, ...members);
    expect(linked()).toEqual([]);
  });

  it("hears no late words of a member's earlier session", () => {
    const { linked } = call({ calls: "nobody" });
    const members = [memberOf("a", "a-2"), self];
    port.changeRoom(snapshotOf(...members), ...members);
    port.receive("a", offer, { fromSessionId: "a-1" });
    expect(linked()).toEqual([]);
    port.receive("a", offer, { fromSessionId: "a-2" });
    expect(linked()).toEqual(["a"]);
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
