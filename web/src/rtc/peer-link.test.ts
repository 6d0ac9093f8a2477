import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeDataChannel, FakePeerConnection, sdpOf } from "../testing/fake-peer-connection.js";
import { TestPort } from "../testing/test-port.js";
import type { PeerLink } from "./link.js";
import type { PeerLinkEvent } from "./link-events.js";
import type { PeerLinkOptions } from "./link-options.js";
import { createPeerLink } from "./peer-link.js";

let port: TestPort;
let fake: FakePeerConnection;
let links: PeerLink[];

beforeEach(() => {
  port = new TestPort("alice");
  links = [];
});

afterEach(() => {
  for (const link of links) {
    link.close();
  }
  expect(port.listeners.size).toBe(0);
});

function linkWith(peerId: string, options: Partial<PeerLinkOptions> = {}) {
  const createConnection = (configuration: RTCConfiguration) => {
    fake = new FakePeerConnection(configuration);
    return fake.asConnection();
  };
  const link = createPeerLink({ signaling: port, peerId, createConnection, ...options });
  links.push(link);
  const events: PeerLinkEvent[] = [];
  link.on((event) => events.push(event));
  const closeReason = () => events.find((event) => event.type === "closed")?.reason;
  return { link, events, closeReason };
}

async function calling(peerId = "bob", options: Partial<PeerLinkOptions> = {}) {
  const made = linkWith(peerId, options);
  made.link.call();
  await expect.poll(() => port.sentTypes).toContain("offer");
  return made;
}

const answer = { type: "answer", sdp: sdpOf("remote", 1), offerId: 1, provisional: false } as const;
const offer = { type: "offer", sdp: sdpOf("remote", 1), offerId: 1, polite: true } as const;

describe("a link", () => {
  it("is made with the servers that signaling knows, unless the app has its own", () => {
    linkWith("bob");
    expect(fake.configuration).toEqual({ iceServers: [{ urls: ["stun:stun.example.org"] }] });
    const iceServers = [{ urls: ["turn:own.example.org"] }];
    linkWith("bob", { configuration: { iceServers, iceTransportPolicy: "relay" } });
    port.emit({ type: "ice-servers", list: { iceServers: [{ urls: ["stun:fresh.example.org"] }] } });
    expect(fake.configuration).toEqual({ iceServers, iceTransportPolicy: "relay" });
  });

  it("that is never answered offers once more, then hangs up and says why", async () => {
    vi.useFakeTimers();
    try {
      const { link, closeReason } = linkWith("bob");
      link.call();
      await vi.advanceTimersByTimeAsync(15_100);
      expect(port.sentTypes).toEqual(["offer", "offer"]);
      await vi.advanceTimersByTimeAsync(15_000);
      expect(port.sent.at(-1)?.body).toEqual({ type: "hangup", reason: "no-answer" });
      expect(closeReason()).toEqual({ type: "no-answer", message: "bob did not answer" });
    } finally {
      vi.useRealTimers();
    }
  });

  it("takes fresh servers as they come", () => {
    linkWith("bob");
    port.emit({ type: "ice-servers", list: { iceServers: [{ urls: ["stun:fresh.example.org"] }] } });
    expect(fake.configuration).toEqual({ iceServers: [{ urls: ["stun:fresh.example.org"] }] });
  });

  it("offers to any session of the peer, and speaks to the one that answered from then on", async () => {
    const { link } = await calling("bob", { room: "lobby", connectionId: "screen" });
    expect(port.sent[0]).toMatchObject({ to: "bob", room: "lobby", connectionId: "screen", body: { type: "offer" } });
    expect(port.sent[0]).not.toHaveProperty("toSessionId");
    port.receive("bob", answer, { connectionId: "screen", fromSessionId: "bob-7" });
    await expect.poll(() => fake.signalingState).toBe("stable");
    expect(link.remoteSessionId).toBe("bob-7");
    fake.restartIce();
    await expect.poll(() => port.sentTypes).toEqual(["offer", "offer"]);
    expect(port.sent.at(-1)).toMatchObject({ toSessionId: "bob-7" });
  });

  it("answers to the session that offered", async () => {
    linkWith("bob");
    port.receive("bob", offer, { fromSessionId: "bob-3" });
    await expect.poll(() => port.sentTypes).toEqual(["answer"]);
    expect(port.sent[0]).toMatchObject({ to: "bob", toSessionId: "bob-3", body: { offerId: 1 } });
  });

  it("hears neither other peers nor other connections", async () => {
    await calling();
    port.receive("carol", answer);
    port.receive("bob", answer, { connectionId: "screen" });
    port.receive("bob", { type: "hangup", reason: "ended" }, { connectionId: "screen" });
    port.receive("bob", answer);
    await expect.poll(() => fake.signalingState).toBe("stable");
  });

  it("is superseded by an offer of a new session, and deaf to all else of it", async () => {
    const { link, closeReason } = await calling();
    port.receive("bob", answer);
    port.receive("bob", { type: "hangup", reason: "ended" }, { fromSessionId: "bob-2" });
    port.receive("bob", { ...answer, offerId: 2 }, { fromSessionId: "bob-2" });
    expect(link.state).not.toBe("closed");
    port.receive("bob", offer, { fromSessionId: "bob-2" });
    expect(closeReason()).toMatchObject({ type: "superseded", offer: { fromSessionId: "bob-2", body: offer } });
    expect(fake.signalingState).toBe("closed");
  });

  it("ends when the other side hangs up", async () => {
    const { closeReason } = await calling();
    port.receive("bob", { type: "hangup", reason: "busy" });
    expect(closeReason()).toEqual({ type: "hung-up", reason: "busy" });
  });

  it("hangs up with a reason, once", async () => {
    const { link, closeReason } = await calling();
    link.hangUp("declined");
    link.hangUp();
    expect(port.sentTypes).toEqual(["offer", "hangup"]);
    expect(port.sent.at(-1)?.body).toEqual({ type: "hangup", reason: "declined" });
    expect(closeReason()).toEqual({ type: "closed" });
    expect(link.state).toBe("closed");
  });
});

describe("a notice", () => {
  it("that the peer is not there ends the link", async () => {
    const { closeReason } = await calling();
    const refused = { type: "offer", toSessionId: "" } as const;
    port.notice({ code: "PEER_UNAVAILABLE", peerId: "bob", message: "bob is not registered", refused });
    expect(closeReason()).toEqual({ type: "unavailable", message: "bob is not registered" });
  });

  it("about a signal to an earlier session of the peer says nothing about this link", async () => {
    const { link } = await calling();
    port.receive("bob", answer, { fromSessionId: "bob-2" });
    const refused = { type: "candidate", toSessionId: "bob-1" } as const;
    port.notice({ code: "PEER_UNAVAILABLE", reason: "SESSION_REPLACED", peerId: "bob", refused });
    expect(link.state).not.toBe("closed");
    port.notice({ code: "PEER_UNAVAILABLE", peerId: "bob", refused: { ...refused, toSessionId: "bob-2" } });
    expect(link.state).toBe("closed");
  });

  it("that refuses a description fails the link in words, one that refuses a candidate does not", async () => {
    const { link, closeReason } = await calling();
    port.notice({ code: "TOO_LARGE", peerId: "bob", refused: { type: "candidate", toSessionId: "" } });
    expect(link.state).not.toBe("closed");
    port.notice({
      code: "TOO_LARGE",
      peerId: "bob",
      message: "sdp is too large",
      refused: { type: "offer", toSessionId: "" },
    });
    expect(closeReason()).toEqual({ type: "failed", message: "sdp is too large" });
  });
});

describe("trouble", () => {
  it("with signaling away sends nothing and keeps the media", async () => {
    const { link } = await calling();
    port.sessionId = undefined;
    port.sent.length = 0;
    fake.setConnectionState("connected");
    link.hangUp();
    expect(port.sent).toEqual([]);
  });

  it("when signaling cannot take a signal fails the link", () => {
    port.send = () => {
      throw new Error("too much waits");
    };
    const { link, closeReason } = linkWith("bob");
    link.call();
    return expect.poll(closeReason).toEqual({ type: "failed", message: "too much waits" });
  });

  it("with the path restarts ICE, and gives up when that does not help", async () => {
    const { link, events, closeReason } = await calling("bob", { maxIceRestarts: 2 });
    port.receive("bob", answer);
    await expect.poll(() => fake.signalingState).toBe("stable");
    fake.setConnectionState("connecting");
    fake.setConnectionState("connected");
    fake.setConnectionState("disconnected");
    expect(link.state).toBe("reconnecting");
    fake.setConnectionState("failed");
    await expect.poll(() => port.sentTypes).toEqual(["offer", "offer"]);
    fake.setConnectionState("connecting");
    expect(link.state).toBe("reconnecting");
    fake.setConnectionState("failed");
    expect(closeReason()).toBeUndefined();
    fake.setConnectionState("failed");
    expect(closeReason()).toMatchObject({ type: "failed" });
    expect(port.sent.at(-1)?.body).toEqual({ type: "hangup", reason: "failed" });
    const states = events.flatMap((event) => (event.type === "state" ? event.state : []));
    expect(states).toEqual(["connecting", "connected", "reconnecting", "closed"]);
  });

  it("that is over counts no more", async () => {
    const { link } = await calling("bob", { maxIceRestarts: 1 });
    for (let i = 0; i < 5; i += 1) {
      fake.setConnectionState("failed");
      fake.setConnectionState("connected");
    }
    expect(link.state).toBe("connected");
  });
});

describe("the chat", () => {
  it("is opened by who calls, once", async () => {
    const { link } = await calling();
    link.call();
    expect(fake.channels.map(({ label }) => label)).toEqual(["chat"]);
    expect(() => link.sendChat("too early")).toThrowError("not open");
  });

  it("tells when it opens and closes, and carries text both ways", async () => {
    const { link, events } = await calling();
    const [channel] = fake.channels;
    channel?.open();
    expect(link.isChatOpen).toBe(true);
    link.sendChat("hello");
    channel?.receive("hello yourself");
    channel?.receive(new ArrayBuffer(4));
    channel?.close();
    expect(channel?.sent).toEqual(["hello"]);
    const told = events.filter(({ type }) => type.startsWith("chat"));
    expect(told).toMatchObject([
      { type: "chat-state", isOpen: true },
      { type: "chat-message", text: "hello yourself" },
      { type: "chat-state", isOpen: false },
    ]);
  });

  it("is one, even when both sides opened it", async () => {
    const { link, events } = await calling();
    const theirs = new FakeDataChannel("chat");
    fake.dispatchEvent(Object.assign(new Event("datachannel"), { channel: theirs }));
    theirs.open();
    link.sendChat("over theirs");
    fake.channels[0]?.open();
    theirs.receive("from theirs");
    fake.channels[0]?.receive("from mine");
    theirs.close();
    expect(link.isChatOpen).toBe(true);
    link.sendChat("over mine");
    expect([theirs.sent, fake.channels[0]?.sent]).toEqual([["over theirs"], ["over mine"]]);
    expect(events.filter(({ type }) => type === "chat-message")).toHaveLength(2);
  });

  it("leaves other data channels to the app", () => {
    const { events } = linkWith("bob");
    const channel = new FakeDataChannel("files");
    fake.dispatchEvent(Object.assign(new Event("datachannel"), { channel }));
    expect(events).toEqual([{ type: "data-channel", channel }]);
  });
});
