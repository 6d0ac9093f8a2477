import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Notice, RefusedSignal } from "../signaling/notice.js";
import type { AttachResult } from "../signaling/state.js";
import { FakePeerConnection, sdpOf } from "../testing/fake-peer-connection.js";
import { TestPort } from "../testing/test-port.js";
import type { PeerLink } from "./link.js";
import type { PeerLinkEvent } from "./link-events.js";
import { createPeerLink } from "./peer-link.js";

let port: TestPort;
let fake: FakePeerConnection;
let links: PeerLink[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  port = new TestPort("alice");
  links = [];
});

afterEach(() => {
  for (const link of links) {
    link.close();
  }
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

function linkWith(peerId = "bob") {
  const createConnection = (configuration: RTCConfiguration) => {
    fake = new FakePeerConnection(configuration);
    return fake.asConnection();
  };
  const link = createPeerLink({ signaling: port, peerId, createConnection });
  links.push(link);
  const events: PeerLinkEvent[] = [];
  link.on((event) => events.push(event));
  const closeReason = () => events.find((event) => event.type === "closed")?.reason;
  return { link, events, closeReason };
}

/** Lets the connection do all that it has to do; the time of timers stands still. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Calls; `isConnected`: bob answered, and media flow. */
async function calling(isConnected = true) {
  const made = linkWith();
  made.link.call();
  await settle();
  if (isConnected) {
    port.receive("bob", { ...answer, offerId: lastOffer().offerId });
    await settle();
    fake.setConnectionState("connected");
  }
  return made;
}

/** Bob called, and media do not flow yet. */
async function called() {
  const made = linkWith();
  port.receive("bob", offer);
  await settle();
  return made;
}

function endSession(): void {
  port.sessionId = undefined;
  port.emit({ type: "session-ended", sessionId: "own-1", unconfirmed: [], unsent: [] });
}

function beginSession(sessionId: string, result: AttachResult = "new"): void {
  port.sessionId = sessionId;
  port.emit({
    type: "state",
    state: { status: "connected", sessionId, result },
    previous: { status: "connecting", attempt: 1 },
  });
}

function lastOffer() {
  const body = port.sent.map((each) => each.body).findLast(({ type }) => type === "offer");
  if (body?.type !== "offer") {
    throw new Error("no offer was sent");
  }
  return body;
}

function refuse(code: Notice["code"], type: RefusedSignal["type"], about: Partial<Notice> = {}): void {
  port.notice({ code, peerId: "bob", message: code, refused: { type, toSessionId: "bob-1" }, ...about });
}

const answer = { type: "answer", sdp: sdpOf("remote", 1, "theirs"), offerId: 1, provisional: false } as const;
const offer = { type: "offer", sdp: sdpOf("remote", 1, "theirs"), offerId: 1, polite: true } as const;

describe("an offer", () => {
  it("that was made while signaling was away goes out when it is back", async () => {
    port.sessionId = undefined;
    await calling(false);
    expect(port.sent).toEqual([]);
    beginSession("own-1");
    await settle();
    expect(port.sentTypes).toEqual(["offer"]);
    expect(lastOffer().sdp).toBe(fake.localDescription?.sdp);
    expect(lastOffer().sdp).toContain("a=candidate:");
  });

  it("whose session ended with it is said again in the next, under a new number", async () => {
    const { link } = await calling(false);
    endSession();
    beginSession("own-2");
    await settle();
    expect(port.sentTypes).toEqual(["offer", "offer"]);
    expect(lastOffer().offerId).toBe(2);
    port.receive("bob", { ...answer, offerId: 2 });
    await settle();
    expect(fake.signalingState).toBe("stable");
    expect(link.remoteSessionId).toBe("bob-1");
  });

  it.each(["PEER_UNAVAILABLE", "UNDELIVERED", "UNCONFIRMED"] as const)(
    "that is %s ends a call that is not up",
    async (code) => {
      const { closeReason } = await calling(false);
      refuse(code, "offer", { refused: { type: "offer", toSessionId: "" } });
      expect(closeReason()).toEqual({ type: "unavailable", message: code });
    },
  );

  it("that did not reach the session of a call that is up is said again to the next one", async () => {
    const { link } = await calling();
    fake.wantTrack();
    await settle();
    const { offerId } = lastOffer();
    refuse("PEER_UNAVAILABLE", "offer");
    expect([link.state, link.remoteSessionId]).toEqual(["connected", undefined]);
    port.receive("bob", { ...offer, sdp: sdpOf("remote", 2, "theirs"), polite: false }, { fromSessionId: "bob-2" });
    await settle();
    expect(lastOffer().offerId).toBe(offerId + 1);
    expect(port.sent.at(-1)).toMatchObject({ toSessionId: "bob-2" });
  });

  it("that did not reach anybody in time ends the call in words", async () => {
    const { closeReason } = await calling();
    refuse("UNDELIVERED", "offer");
    vi.advanceTimersByTime(89_999);
    expect(closeReason()).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(closeReason()).toEqual({ type: "unavailable", message: "bob did not come back" });
  });

  it("of another connection in the same session supersedes the link", async () => {
    const { closeReason } = await calling();
    port.receive("bob", { ...offer, sdp: sdpOf("remote", 1, "another") });
    expect(closeReason()).toMatchObject({ type: "superseded", offer: { from: "bob" } });
  });

  it("of the same connection in a new session goes on with the link there", async () => {
    const { link } = await calling();
    port.receive("bob", { ...offer, sdp: sdpOf("remote", 2, "theirs") }, { fromSessionId: "bob-2" });
    await settle();
    expect([link.state, link.remoteSessionId]).toEqual(["connected", "bob-2"]);
    expect(port.sent.at(-1)).toMatchObject({ toSessionId: "bob-2", body: { type: "answer" } });
  });
});

describe("an answer", () => {
  it("of another connection supersedes the link", async () => {
    const { closeReason } = await calling();
    fake.wantTrack();
    await settle();
    port.receive("bob", { ...answer, sdp: sdpOf("remote", 1, "another"), offerId: lastOffer().offerId });
    await settle();
    expect(closeReason()).toEqual({ type: "superseded" });
  });

  it("to the link before, out of a session that is gone, does not bind the link to it", async () => {
    const first = await calling(false);
    first.link.hangUp();
    const { link } = await calling(false);
    port.receive("bob", { ...answer, offerId: 1 }, { fromSessionId: "bob-old" });
    expect(link.remoteSessionId).toBeUndefined();
    port.receive("bob", { ...answer, offerId: 2 });
    await settle();
    expect(link.remoteSessionId).toBe("bob-1");
    expect(fake.signalingState).toBe("stable");
  });

  it("that was refused for a while is said again, with the candidates found since", async () => {
    await called();
    const { fragment } = fake;
    port.sent.length = 0;
    refuse("MAILBOX_FULL", "answer");
    vi.advanceTimersByTime(1_000);
    await settle();
    expect(port.sent[0]).toMatchObject({ toSessionId: "bob-1", body: { type: "answer", offerId: 1 } });
    expect(port.sent[0]?.body).toHaveProperty("sdp", expect.stringContaining(`a=candidate:${fragment}-2`));
    expect(port.sentTypes).toEqual(["answer"]);
  });
});

describe("what is refused for a while", () => {
  it("is said again when the server says, or later and later, and in the end is a fault in words", async () => {
    const { closeReason } = await calling(false);
    refuse("RATE_LIMITED", "offer", { refused: { type: "offer", toSessionId: "" }, retryAfterMs: 50 });
    vi.advanceTimersByTime(50);
    await settle();
    expect(lastOffer().offerId).toBe(2);
    for (const [offerId, waitMs] of [
      [3, 2_000],
      [4, 4_000],
      [5, 8_000],
      [6, 16_000],
      [7, 32_000],
    ] as const) {
      refuse("UNAVAILABLE", "offer", { refused: { type: "offer", toSessionId: "" } });
      vi.advanceTimersByTime(waitMs - 1);
      await settle();
      expect(lastOffer().offerId).toBe(offerId - 1);
      vi.advanceTimersByTime(1);
      await settle();
      expect(lastOffer().offerId).toBe(offerId);
    }
    refuse("UNAVAILABLE", "offer", { refused: { type: "offer", toSessionId: "" } });
    expect(closeReason()).toEqual({ type: "failed", message: "UNAVAILABLE" });
  });

  it("restarts ICE when it was a candidate of a set-up, and once for many", async () => {
    await called();
    const { fragment } = fake;
    refuse("MAILBOX_FULL", "candidate");
    refuse("MAILBOX_FULL", "candidate");
    refuse("MAILBOX_FULL", "end-of-candidates");
    vi.advanceTimersByTime(1_000);
    await settle();
    expect(port.sentTypes).toEqual(["answer", "offer"]);
    expect(fake.fragment).not.toBe(fragment);
  });

  it("changes nothing when it was a candidate of a call that is up", async () => {
    const { link } = await calling();
    refuse("MAILBOX_FULL", "candidate");
    vi.advanceTimersByTime(1_000);
    await settle();
    expect(port.sentTypes).toEqual(["offer"]);
    expect(link.state).toBe("connected");
  });
});

describe("a session", () => {
  it("that is resumed changes nothing", async () => {
    const { link } = await calling();
    port.sent.length = 0;
    beginSession("own-1", "lossless");
    await settle();
    expect(port.sent).toEqual([]);
    expect([link.state, link.remoteSessionId]).toEqual(["connected", "bob-1"]);
  });

  it("that is new makes the link say an offer as it is, to whichever session there is, and no ICE restart", async () => {
    const { link } = await calling();
    const { fragment } = fake;
    port.sent.length = 0;
    endSession();
    beginSession("own-2");
    await settle();
    expect(port.sentTypes).toEqual(["offer"]);
    expect(port.sent[0]).not.toHaveProperty("toSessionId");
    expect(lastOffer().sdp).toContain(`ice-ufrag:${fragment}\r`);
    port.receive("bob", { ...answer, offerId: lastOffer().offerId }, { fromSessionId: "bob-2" });
    await settle();
    expect([link.state, link.remoteSessionId]).toEqual(["connected", "bob-2"]);
  });

  it("that is new leaves a link alone that nobody used", async () => {
    linkWith();
    endSession();
    beginSession("own-2");
    await settle();
    expect(port.sent).toEqual([]);
  });

  it("that is new in the middle of a set-up makes the side that offered restart ICE", async () => {
    await calling(false);
    port.receive("bob", answer);
    await settle();
    const { fragment } = fake;
    endSession();
    beginSession("own-2");
    await settle();
    expect(port.sentTypes).toEqual(["offer", "offer"]);
    expect(fake.fragment).not.toBe(fragment);
  });
});

describe("a connection that the other side closed", () => {
  async function callingOverDtls() {
    const made = await calling();
    const transport = Object.assign(new EventTarget(), { state: "connected" as RTCDtlsTransportState });
    fake.sctp = { transport };
    fake.wantTrack();
    await settle();
    port.receive("bob", { ...answer, offerId: lastOffer().offerId });
    await settle();
    const close = () => {
      transport.state = "closed";
      transport.dispatchEvent(new Event("statechange"));
    };
    return { ...made, close };
  }

  it("ends the link when no word of it comes", async () => {
    const { close, closeReason } = await callingOverDtls();
    close();
    vi.advanceTimersByTime(4_999);
    expect(closeReason()).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(closeReason()).toEqual({ type: "unavailable", message: "bob closed the connection" });
  });

  it("goes on when another transport is in use by then", async () => {
    const { close, closeReason } = await callingOverDtls();
    close();
    const transport = Object.assign(new EventTarget(), { state: "connected" as RTCDtlsTransportState });
    fake.sctp = { transport };
    vi.advanceTimersByTime(5_000);
    expect(closeReason()).toBeUndefined();
  });

  it("ends as the hang-up says that follows", async () => {
    const { close, closeReason } = await callingOverDtls();
    close();
    port.receive("bob", { type: "hangup", reason: "ended" });
    expect(closeReason()).toEqual({ type: "hung-up", reason: "ended" });
  });

  it("ends at once when its session is gone as well", async () => {
    const { close, closeReason } = await callingOverDtls();
    refuse("UNDELIVERED", "candidate");
    close();
    expect(closeReason()).toEqual({ type: "closed" });
  });
});
