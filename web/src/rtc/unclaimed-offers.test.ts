import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakePeerConnection, sdpOf } from "../testing/fake-peer-connection.js";
import { memberOf, TestPort } from "../testing/test-port.js";
import { createCall } from "./call.js";
import type { Call, CallOptions } from "./call-types.js";
import { createPeerLink } from "./peer-link.js";

const offer = { type: "offer", sdp: sdpOf("remote", 1), offerId: 1, polite: true } as const;
const createConnection = () => new FakePeerConnection().asConnection();

let port: TestPort;
let call: Call;

beforeEach(() => {
  vi.useFakeTimers();
  port = new TestPort("me");
  call = open();
});

afterEach(() => {
  call.leave();
  expect(port.listeners.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

function open(options: Partial<CallOptions> = {}): Call {
  return createCall({ signaling: port, room: "lobby", createConnection, ...options });
}

function hangUps() {
  return port.sent.filter(({ body }) => body.type === "hangup");
}

describe("an offer that no call and no link of the page takes", () => {
  it.each([
    ["without the room of the call", { room: "" }],
    ["about a connection that the page does not have", { connectionId: "screen" }],
    ["in another room", { room: "elsewhere", connectionId: "sfu" }],
  ])("is answered by a hang-up after 20 s: %s", async (_, about) => {
    port.receive("zed", offer, { fromSessionId: "zed-4", ...about });
    await vi.advanceTimersByTimeAsync(19_999);
    expect(port.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    const { room = "lobby", connectionId = "" } = { room: undefined, connectionId: undefined, ...about };
    const body = { type: "hangup", reason: "no-answer" };
    expect(port.sent).toEqual([
      { to: "zed", toSessionId: "zed-4", connectionId, ...(room === "" ? {} : { room }), body },
    ]);
  });

  it("gets one hang-up, also when it is repeated", async () => {
    port.receive("zed", offer, { room: "" });
    await vi.advanceTimersByTimeAsync(15_000);
    port.receive("zed", { ...offer, offerId: 2 }, { room: "" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hangUps()).toHaveLength(1);
  });

  it("gets no hang-up when its sender hung up, left, or has another session", async () => {
    port.receive("a", offer, { room: "" });
    port.receive("a", { type: "hangup", reason: "ended" }, { room: "" });
    port.receive("b", offer, { room: "" });
    port.changeRoom({ type: "peer-left", member: memberOf("b"), reason: "bye" }, memberOf("me"));
    port.receive("c", offer, { room: "" });
    port.receive("c", offer, { room: "", fromSessionId: "c-2" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hangUps()).toMatchObject([{ to: "c", toSessionId: "c-2" }]);
  });

  it("is forgotten with the session in which it came", async () => {
    port.receive("zed", offer, { room: "" });
    port.emit({ type: "session-ended", sessionId: "own-1", unconfirmed: [], unsent: [] });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(port.sent).toEqual([]);
  });

  it("gets its hang-up late when the queue of signaling is full", async () => {
    port.receive("zed", offer, { room: "" });
    port.room = 0;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(port.sent).toEqual([]);
    port.makeRoom(10);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(hangUps()).toHaveLength(1);
  });

  it("is the only one: what any call or link of the page takes is left alone", async () => {
    const screens = open({ connectionId: "screen" });
    const link = createPeerLink({ signaling: port, peerId: "zed", connectionId: "direct", createConnection });
    port.receive("zed", offer);
    port.receive("zed", offer, { connectionId: "screen" });
    port.receive("zed", offer, { connectionId: "direct", room: "" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hangUps()).toEqual([]);
    expect(port.sentTypes).toEqual(["answer", "answer", "answer"]);
    screens.leave();
    link.close();
    // The other call is still there and listens.
    port.receive("zed", offer, { connectionId: "later" });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(hangUps().at(-1)).toMatchObject({ connectionId: "later", body: { reason: "no-answer" } });
  });

  it("is left to an app that answers such offers itself", async () => {
    call.leave();
    call = open({ otherOffers: "ignore" });
    port.receive("zed", offer, { connectionId: "sfu" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hangUps()).toEqual([]);
  });
});
