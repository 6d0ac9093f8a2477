import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EventLog } from "../testing/event-log.js";
import { TestServer } from "../testing/test-server.js";
import { connectSignaling } from "./client.js";
import type { EnvironmentChange } from "./environment.js";
import type { SignalingOptions } from "./options.js";
import type { Member, RoomView } from "./room-view.js";
import type { OutgoingSignal } from "./signal.js";
import type { SignalingClient } from "./signaling-client.js";

let server: TestServer;
let clients: SignalingClient[];

beforeEach(async () => {
  clients = [];
  server = await new TestServer().start();
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await server.stop();
  expect(server.live.size).toBe(0);
});

function connect(peerId: string, options: Partial<SignalingOptions> = {}): { client: SignalingClient; log: EventLog } {
  const client = connectSignaling({ url: server.url, peerId, ...options });
  clients.push(client);
  return { client, log: new EventLog(client) };
}

async function connected(peerId: string, options: Partial<SignalingOptions> = {}) {
  const made = connect(peerId, options);
  await made.client.connected();
  return made;
}

function text(to: string, content: string): OutgoingSignal {
  return { to, body: { type: "data", label: "", content } };
}

function memberOf(view: RoomView | undefined, peerId: string): Member | undefined {
  return view?.members.find((member) => member.peerId === peerId);
}

function textsOf(log: EventLog): string[] {
  return log.of("signal").map(({ signal }) => (signal.body.type === "data" ? String(signal.body.content) : ""));
}

describe("connecting", () => {
  it("says who it is and takes what the welcome tells", async () => {
    const { client, log } = await connected("alice", { displayName: "Alice", attributes: { color: "red" } });
    const { hello, affinity, sessionId } = server.session("alice");
    expect(hello).toMatchObject({ peerId: "alice", displayName: "Alice", attributes: { color: "red" } });
    expect(hello.sessionKey).toHaveLength(16);
    expect(affinity).toMatch(/^[0-9a-f]{32}$/);
    expect(client.state).toEqual({ status: "connected", sessionId, result: "new" });
    expect(client.iceServers).toEqual([{ urls: ["turn:turn.example.org"], username: "u", credential: "c" }]);
    expect(client.limits).toMatchObject({ maxFrameBytes: 65_536, maxRooms: 16 });
    await log.until("ice-servers");
  });

  it("tells PEER_ID_TAKEN and does not try again", async () => {
    await connected("alice");
    const { client, log } = connect("alice");
    await expect(client.connected()).rejects.toMatchObject({ reason: "PEER_ID_TAKEN", isRetryable: false });
    expect(client.state).toMatchObject({ status: "closed", error: { reason: "PEER_ID_TAKEN" } });
    expect(log.of("state").map(({ state }) => state.status)).toEqual(["closed"]);
  });

  it("replaces the holder when asked to, who is told and stays away", async () => {
    const first = await connected("alice");
    await connected("alice", { onConflict: "replace" });
    const { state } = await first.log.untilState("closed");
    expect(state).toMatchObject({ error: { reason: "REPLACED" } });
    expect(first.log.of("state").map(({ state: { status } }) => status)).not.toContain("waiting");
  });

  it("takes its own old session's place by its key", async () => {
    const sessionKey = new Uint8Array(16).fill(7);
    const first = await connected("alice", { sessionKey });
    await connected("alice", { sessionKey });
    await first.log.untilState("closed");
    expect(server.live.size).toBe(1);
    // Neither knows what the other has said: a number would make the newer hello look like an old one.
    expect(server.sessions.map(({ hello: { attempt } }) => attempt)).toEqual([0, 0]);
  });

  it("shows the key of the client before it", async () => {
    const replacedSessionKey = new Uint8Array(16).fill(9);
    await connected("alice", { replacedSessionKey });
    expect(server.session("alice").hello.replacedSessionKey).toEqual(replacedSessionKey);
  });

  it("keeps trying while no server answers, and reconnectNow does not wait", async () => {
    const { port } = server;
    await server.stop();
    const { client, log } = connect("alice", { reconnect: () => 3_600_000, url: `http://127.0.0.1:${port}` });
    const { state } = await log.untilState("waiting");
    expect(state).toMatchObject({
      retryInMs: 3_600_000,
      attempt: 1,
      error: { reason: "UNREACHABLE", isRetryable: true },
    });
    server = await new TestServer().start(port);
    client.reconnectNow();
    await client.connected();
  });

  it("closes when the policy gives up", async () => {
    server.onOpen = () => {
      throw new Error("not today");
    };
    const { client } = connect("alice", { reconnect: (attempt) => (attempt < 4 ? 0 : null) });
    await expect(client.connected()).rejects.toMatchObject({ reason: "GAVE_UP" });
  });

  it("does not wait for a welcome for ever", async () => {
    const never = new Promise<void>(() => undefined);
    server.onOpen = () => never;
    const { log } = connect("alice", { connectTimeoutMs: 20, reconnect: () => 3_600_000 });
    const { state } = await log.untilState("waiting");
    expect(state).toMatchObject({ error: { reason: "UNREACHABLE" } });
  });

  it("stops waiting when the AbortSignal of connected() is aborted", async () => {
    server.onOpen = () => new Promise<void>(() => undefined);
    const { client } = connect("alice");
    const abort = new AbortController();
    const waiting = client.connected({ signal: abort.signal });
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ reason: "ABORTED" });
    await expect(client.connected({ signal: abort.signal })).rejects.toMatchObject({ reason: "ABORTED" });
  });
});

describe("a client that is closed before its welcome", () => {
  beforeEach(() => {
    server.areSessionsResumable = true;
  });

  it("leaves no session behind, though the server had begun one", async () => {
    const gate = withResolvers();
    const asked = withResolvers();
    server.onOpen = () => {
      asked.resolve();
      return gate.promise;
    };
    const { client } = connect("alice");
    await asked.promise;
    await client.close();
    expect(client.state.status).toBe("closed");
    gate.resolve();
    await server.untilEnded("alice");
  });

  it("does not keep the next one of the same page from its peer id", async () => {
    const gates = [withResolvers(), withResolvers()];
    const asked = [withResolvers(), withResolvers()];
    let opens = 0;
    server.onOpen = () => {
      opens += 1;
      asked[opens - 1]?.resolve();
      return gates[opens - 1]?.promise;
    };
    const first = connect("alice");
    await asked[0]?.promise;
    await first.client.close();
    const second = connect("alice");
    await asked[1]?.promise;
    gates[0]?.resolve();
    gates[1]?.resolve();
    await second.client.connected();
    await second.client.join("lobby");
    expect(first.log.of("signal")).toEqual([]);
    expect(second.client.rooms.get("lobby")?.members.map(({ peerId }) => peerId)).toEqual(["alice"]);
  });
});

describe("a page that is left", () => {
  it("says bye when the browser keeps it for the back button, and comes back in another session", async () => {
    server.areSessionsResumable = true;
    let change: (what: EnvironmentChange) => void = () => undefined;
    const environment = {
      isOnline: true,
      watch: (listener: typeof change) => {
        change = listener;
        return () => undefined;
      },
    };
    const bob = await connected("bob");
    await bob.client.join("lobby");
    const { client } = await connected("alice", { environment });
    await client.join("lobby");

    change("left");
    expect(client.state.status).toBe("suspended");
    const { change: left } = await bob.log.until("room", (event) => event.change.type === "peer-left");
    expect(left).toMatchObject({ reason: "bye" });
    change("resumed");
    await client.connected();
    await client.join("lobby");
    expect(client.state).toMatchObject({ result: "resync" });
    await bob.log.until("room", ({ view }) => view.members.length === 2 && view.members.at(-1)?.peerId === "alice");
  });
});

describe("what is said while the hello is on its way", () => {
  it("reaches the server in full: profile, rooms, watched peers, signals", async () => {
    const bob = await connected("bob");
    await bob.client.join("lobby");
    const gate = withResolvers();
    const asked = withResolvers();
    server.onOpen = () => {
      asked.resolve();
      return gate.promise;
    };
    const { client } = connect("alice", { attributes: { camera: "off", hat: "yes" } });
    await asked.promise;
    client.updateMember({ displayName: "Alice", attributes: { camera: "on", hat: "" } });
    const joined = client.join("lobby");
    const left = client.join("kitchen").catch((error) => error);
    void client.leave("kitchen");
    void client.watchPresence(["bob"]).catch(() => undefined);
    client.send(text("bob", "hello"));
    gate.resolve();

    await Promise.all([joined, left]);
    await bob.log.until("signal");
    const member = { displayName: "Alice", attributes: { camera: "on" } };
    await bob.log.until("room", ({ view }) => memberOf(view, "alice")?.attributes["camera"] === "on");
    expect(memberOf(bob.client.rooms.get("lobby"), "alice")).toMatchObject(member);
    expect(Object.keys(server.session("alice").hello.attributes).filter((key) => key !== "hat")).toEqual(["camera"]);
    expect([...client.rooms.keys()]).toEqual(["lobby"]);
    const said = server.session("alice").frames.map(({ frame }) => frame.case);
    expect(said).toEqual(["updateMember", "joinRoom", "watchPresence", "signal"]);
  });

  it("counts also when the session began with an earlier hello, whose welcome was lost", async () => {
    server.areSessionsResumable = true;
    const gate = withResolvers();
    let hellos = 0;
    server.onOpen = () => {
      hellos += 1;
      return hellos === 1 ? gate.promise : undefined;
    };
    const { client, log } = connect("alice", { attributes: { camera: "off" }, connectTimeoutMs: 50 });
    await log.untilState("waiting");
    gate.resolve();
    client.updateMember({ attributes: { camera: "on" } });
    await client.connected();
    await client.join("lobby");
    expect(memberOf(client.rooms.get("lobby"), "alice")?.attributes).toMatchObject({ camera: "on" });
  });
});

describe("sending", () => {
  it("waits for the session, in order", async () => {
    const bob = await connected("bob");
    const { client } = connect("alice");
    expect([client.send(text("bob", "early")), client.send(text("bob", "and in order"))]).toEqual([1, 2]);
    await bob.log.until(
      "signal",
      ({ signal }) => signal.body.type === "data" && signal.body.content === "and in order",
    );
    expect(textsOf(bob.log)).toEqual(["early", "and in order"]);
  });

  it("tells when even what waits for a session is too much", () => {
    const { client } = connect("alice", { maxQueuedFrames: 1 });
    client.send(text("bob", "one"));
    expect(() => client.send(text("bob", "two"))).toThrowError(expect.objectContaining({ reason: "QUEUE_FULL" }));
  });

  it("tells by a number what became of each signal", async () => {
    const { client, log } = await connected("alice");
    await connected("bob");
    const taken = client.send(text("bob", "one"));
    const refused = client.send(text("nobody", "two"));
    server.session("alice").tell({ case: "heartbeat", value: {} });
    await log.until("outcome", ({ signalId }) => signalId === refused);
    server.session("alice").tell({ case: "heartbeat", value: {} });
    const outcome = await log.until("outcome", ({ signalId }) => signalId === taken);
    expect(outcome.outcome).toBe("taken");
    expect(log.of("outcome").filter(({ signalId }) => signalId === refused)).toMatchObject([{ outcome: "refused" }]);
    expect(log.of("notice")[0]?.notice.signalId).toBe(refused);
  });

  it("delivers 2,000 signals once and in order, in few calls, one at a time", async () => {
    const alice = await connected("alice", { maxQueuedFrames: 2_000 });
    const bob = await connected("bob");
    const sent = Array.from({ length: 2_000 }, (_, index) => `${index}`);
    for (const content of sent) {
      alice.client.send(text("bob", content));
    }
    await bob.log.until("signal", ({ signal }) => signal.body.type === "data" && signal.body.content === "1999");
    expect(textsOf(bob.log)).toEqual(sent);
    expect(server.maxSendsInFlight).toBe(1);
    expect(server.sends.flat()).toEqual(sent.map((_, index) => BigInt(index + 1)));
    expect(Math.max(...server.sends.map((frames) => frames.length))).toBe(256);
  });

  it("keeps each call within the server's frame limit", async () => {
    const alice = await connected("alice");
    const bob = await connected("bob");
    for (let i = 0; i < 10; i += 1) {
      alice.client.send(text("bob", "x".repeat(30_000)));
    }
    alice.client.send(text("bob", "end"));
    await bob.log.until("signal", ({ signal }) => signal.body.type === "data" && signal.body.content === "end");
    expect(server.sends.map((frames) => frames.length)).toEqual([2, 2, 2, 2, 3]);
    expect(() => alice.client.send(text("bob", "x".repeat(65_536)))).toThrowError(
      expect.objectContaining({ reason: "FRAME_TOO_LARGE" }),
    );
  });

  it("repeats a call whose response was lost with the same numbers, and nothing arrives twice", async () => {
    const alice = await connected("alice", { trace: true });
    const bob = await connected("bob");
    server.responsesToLose = 2;
    alice.client.send(text("bob", "one"));
    alice.client.send(text("bob", "two"));
    await expect.poll(() => server.sends.length).toBe(3);
    alice.client.send(text("bob", "three"));
    await bob.log.until("signal", ({ signal }) => signal.body.type === "data" && signal.body.content === "three");
    expect(textsOf(bob.log)).toEqual(["one", "two", "three"]);
    expect(server.sends).toEqual([[1n, 2n], [1n, 2n], [1n, 2n], [3n]]);
    const repeated = alice.log.of("trace").filter(({ trace }) => trace.kind === "data" && trace.repeated);
    expect(repeated).toHaveLength(4);
  });

  it("repeats a call that gets no answer in time", async () => {
    const alice = await connected("alice", { sendTimeoutMs: 30 });
    const bob = await connected("bob");
    server.onSend = () => {
      server.onSend = () => undefined;
      return new Promise<void>(() => undefined);
    };
    alice.client.send(text("bob", "one"));
    await bob.log.until("signal");
    expect(server.sends).toEqual([[1n], [1n]]);
    expect(alice.log.of("session-ended")).toEqual([]);
  });

  it("tells when there is room again: a loop that waits for it sends more than the queue holds, in order", async () => {
    const bob = await connected("bob");
    const { client } = await connected("alice", { maxQueuedFrames: 20 });
    for (let i = 0; i < 500; i += 1) {
      await client.whenQueueHasRoom();
      client.send(text("bob", `${i}`));
    }
    await bob.log.until("signal", ({ signal }) => signal.body.type === "data" && signal.body.content === "499");
    expect(textsOf(bob.log)).toEqual(Array.from({ length: 500 }, (_, i) => `${i}`));
  });

  it("does not let anybody wait for room after its end", async () => {
    server.onOpen = () => new Promise<void>(() => undefined);
    const { client } = connect("alice", { maxQueuedFrames: 1 });
    client.send(text("bob", "1"));
    const waiting = client.whenQueueHasRoom();
    await client.close();
    await waiting;
  });

  it("tells when the queue is full, loses nothing of what it took, and goes on", async () => {
    const alice = await connected("alice", { maxQueuedFrames: 2 });
    const bob = await connected("bob");
    const gate = withResolvers();
    server.onSend = () => gate.promise;
    alice.client.send(text("bob", "one"));
    alice.client.send(text("bob", "two"));
    expect(() => alice.client.send(text("bob", "three"))).toThrowError(
      expect.objectContaining({ reason: "QUEUE_FULL" }),
    );
    gate.resolve();
    await bob.log.until("signal", ({ signal }) => signal.body.type === "data" && signal.body.content === "two");
    await expect
      .poll(() => {
        alice.client.send(text("bob", "four"));
        return true;
      })
      .toBe(true);
    await bob.log.until("signal", ({ signal }) => signal.body.type === "data" && signal.body.content === "four");
    expect(textsOf(bob.log)).toEqual(["one", "two", "four"]);
  });

  it("tells who is polite and which session it came from", async () => {
    const alice = await connected("alice");
    const bob = await connected("bob");
    bob.client.send({ to: "alice", body: { type: "offer", sdp: "v=0", offerId: 3 } });
    const { signal } = await alice.log.until("signal");
    expect(signal).toMatchObject({ from: "bob", fromSessionId: bob.client.sessionId, connectionId: "" });
    expect(signal.body).toEqual({ type: "offer", sdp: "v=0", offerId: 3, polite: true });
  });

  it("tells a refusal with the signal that it is about", async () => {
    const { client, log } = await connected("alice");
    client.send({ to: "nobody", toSessionId: "s-9", body: { type: "hangup", reason: "busy" } });
    const { notice } = await log.until("notice");
    expect(notice).toMatchObject({ code: "PEER_UNAVAILABLE", reason: "NOT_REGISTERED", peerId: "nobody" });
    expect(notice.refused).toEqual({ type: "hangup", toSessionId: "s-9" });
  });

  it("sends heartbeats when the app is silent", async () => {
    server.clientHeartbeatMs = 20;
    await connected("alice");
    const isHeartbeat = () => server.session("alice").frames.filter(({ frame }) => frame.case === "heartbeat").length;
    await expect.poll(isHeartbeat).toBeGreaterThan(1);
    expect(server.sends.flat()).toSatisfy((seqs: bigint[]) => seqs.every((seq) => seq === 0n));
  });
});

describe("tracing", () => {
  it("shows each frame and event, without any secret or content", async () => {
    const sessionKey = new TextEncoder().encode("secret-of-alice!");
    const alice = await connected("alice", { trace: true, sessionKey });
    const bob = await connected("bob", { trace: true });
    alice.client.send({ to: "bob", body: { type: "offer", sdp: "v=0 secret-sdp", offerId: 1 } });
    await bob.log.until("signal");
    await expect.poll(() => alice.log.of("trace").length).toBe(3);
    expect(alice.log.of("trace").map(({ trace }) => `${trace.direction} ${trace.kind} ${trace.peerId ?? ""}`)).toEqual([
      "sent hello ",
      "received welcome ",
      "sent offer bob",
    ]);
    expect(bob.log.of("trace").at(-1)?.trace).toMatchObject({ direction: "received", kind: "offer", peerId: "alice" });
    const seen = JSON.stringify([alice.log.of("trace"), bob.log.of("trace")]);
    expect(seen).not.toMatch(/secret|token-of|turn\.example/);
  });

  it("costs nothing when nobody asks for it", async () => {
    const { log } = await connected("alice");
    expect(log.of("trace")).toEqual([]);
  });
});

describe("closing", () => {
  it("says bye after what waits, and the server ends the stream", async () => {
    const alice = await connected("alice");
    const bob = await connected("bob");
    alice.client.send(text("bob", "last words"));
    await alice.client.close();
    expect(textsOf(bob.log)).toEqual(["last words"]);
    const frames = server.sessions.find(({ peerId }) => peerId === "alice")?.frames.map(({ frame }) => frame.case);
    expect(frames).toEqual(["signal", "bye"]);
    expect(alice.client.state).toEqual({ status: "closed" });
    expect(alice.log.of("session-ended")).toMatchObject([{ unconfirmed: [], unsent: [] }]);
    expect(alice.log.of("session-ended")[0]).not.toHaveProperty("error");
  });

  it("is for good", async () => {
    const { client } = await connected("alice");
    await client.close();
    await client.close();
    client.reconnectNow();
    expect(client.state.status).toBe("closed");
    expect(() => client.send(text("bob", "x"))).toThrowError(expect.objectContaining({ reason: "CLOSED" }));
    await expect(client.join("lobby")).rejects.toMatchObject({ reason: "CLOSED" });
    await expect(client.connected()).rejects.toMatchObject({ reason: "CLOSED" });
  });

  it("happens by the AbortSignal too, also while connecting", async () => {
    server.onOpen = () => new Promise<void>(() => undefined);
    const abort = new AbortController();
    const { log } = connect("alice", { signal: abort.signal });
    abort.abort();
    await log.untilState("closed");
  });

  it("does not wait for a server that is gone", async () => {
    const { client } = await connected("alice");
    server.onSend = () => new Promise<void>(() => undefined);
    const closed = client.close();
    server.cutConnections();
    await closed;
    expect(client.state.status).toBe("closed");
  });
});

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  const made: { resolve?: () => void } = {};
  const promise = new Promise<void>((resolve) => {
    made.resolve = resolve;
  });
  return { promise, resolve: () => made.resolve?.() };
}
