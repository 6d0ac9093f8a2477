import { durationFromMs } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GoAway_Action, GoAway_Reason } from "../gen/beckon/v1/session_pb.js";
import { statusWithReason } from "../testing/error-info.js";
import { EventLog } from "../testing/event-log.js";
import { TestServer } from "../testing/test-server.js";
import { connectSignaling } from "./client.js";
import type { SignalingOptions } from "./options.js";
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
});

async function connected(peerId: string, options: Partial<SignalingOptions> = {}) {
  const client = connectSignaling({ url: server.url, peerId, reconnect: () => 0, ...options });
  clients.push(client);
  const log = new EventLog(client);
  await client.connected();
  return { client, log };
}

function statuses(log: EventLog): string[] {
  return log.of("state").map(({ state }) => state.status);
}

describe("after a loss", () => {
  it("registers anew at once, as a new session, and tells what happened", async () => {
    const { client, log } = await connected("alice");
    const first = client.sessionId;
    server.cutConnections();
    await log.untilState("connected", 2);
    expect(statuses(log)).toEqual(["connected", "waiting", "connecting", "connected"]);
    const [ended] = log.of("session-ended");
    expect(ended).toMatchObject({ sessionId: first, error: { reason: "UNREACHABLE", isRetryable: true } });
    expect(client.sessionId).not.toBe(first);
    const keys = server.sessions.map(({ hello }) => Buffer.from(hello.sessionKey).toString("hex"));
    expect(keys[0]).toBe(keys[1]);
    expect(server.sessions[1]?.affinity).toBe(server.sessions[0]?.affinity);
  });

  it("reports what was not acknowledged as unconfirmed and does not send it again; what never left, the next session sends", async () => {
    const alice = await connected("alice");
    const bob = await connected("bob");
    server.onSend = () => new Promise<void>(() => undefined);
    const signal = (content: string) => ({ to: "bob", body: { type: "data", label: "", content } }) as const;
    alice.client.send(signal("on its way"));
    await expect.poll(() => server.sends.length).toBe(1);
    alice.client.send(signal("behind it"));
    server.session("alice").stream.end(statusWithReason(Code.Unavailable, "HEARTBEAT_MISSED", "silent"));
    const ended = await alice.log.until("session-ended");
    expect(ended).toMatchObject({
      error: { reason: "HEARTBEAT_MISSED" },
      unconfirmed: [signal("on its way")],
      unsent: [],
    });
    expect(alice.log.of("outcome")).toMatchObject([{ signalId: 1, outcome: "unconfirmed" }]);
    server.onSend = () => undefined;
    await bob.log.until("signal");
    expect(server.sends.at(-1)).toEqual([1n]);
    expect(bob.log.of("signal").map((event) => event.signal.body)).toEqual([signal("behind it").body]);
  });

  it("counts attempts until a connection held, and asks the policy each time", async () => {
    const asked: number[] = [];
    const reconnect = (attempt: number) => {
      asked.push(attempt);
      return 0;
    };
    const { log } = await connected("alice", { reconnect });
    let refusals = 2;
    server.onOpen = () => {
      refusals -= 1;
      if (refusals >= 0) {
        throw statusWithReason(Code.Unavailable, "SHUTDOWN", "going down");
      }
    };
    server.cutConnections();
    await log.untilState("connected", 2);
    expect(asked).toEqual([1, 2, 3]);
  });

  it("notices a stream that fell silent", async () => {
    server.heartbeatMs = 20;
    const { log } = await connected("alice");
    const ended = await log.until("session-ended");
    expect(ended.error).toMatchObject({ reason: "SERVER_SILENT", isRetryable: true });
    await log.untilState("connected", 2);
  });

  it("takes the server's heartbeats for life", async () => {
    server.heartbeatMs = 400;
    const { client, log } = await connected("alice", { trace: true });
    const beats = setInterval(() => server.session("alice").tell({ case: "heartbeat", value: {} }), 100);
    // Half as long again as a silence that would end it.
    const heard = () => log.of("trace").filter(({ trace }) => trace.kind === "heartbeat").length;
    await expect.poll(heard, { timeout: 5_000 }).toBe(15);
    clearInterval(beats);
    expect(log.of("session-ended")).toEqual([]);
    expect(client.state.status).toBe("connected");
  });

  it("begins anew when the server no longer knows the attachment, or missed a frame", async () => {
    const alice = await connected("alice");
    for (const reason of ["ATTACHMENT_UNKNOWN", "SEQ_GAP"]) {
      server.onSend = () => {
        server.onSend = () => undefined;
        throw statusWithReason(Code.Aborted, reason, "");
      };
      alice.client.send({ to: "bob", body: { type: "hangup", reason: "ended" } });
      const ended = await alice.log.until("session-ended", ({ error }) => error?.reason === reason);
      expect(ended.unconfirmed).toHaveLength(1);
      await alice.log.until(
        "state",
        ({ state }) => state.status === "connected" && state.sessionId !== ended.sessionId,
      );
    }
  });
});

describe("go away", () => {
  it("with STOP is the end", async () => {
    const { client, log } = await connected("alice");
    const message = "a second tab took over";
    const action = GoAway_Action.STOP;
    server.session("alice").tell({ case: "goAway", value: { action, reason: GoAway_Reason.REPLACED, message } });
    const { state } = await log.untilState("closed");
    expect(state).toMatchObject({ error: { reason: "REPLACED", isRetryable: false } });
    expect(statuses(log)).toEqual(["connected", "closed"]);
    expect(client.state.status).toBe("closed");
    expect(server.sessions).toHaveLength(1);
  });

  it("with REGISTER_ANEW keeps the session for the delay, then comes back", async () => {
    const alice = await connected("alice");
    const bob = await connected("bob");
    const value = { action: GoAway_Action.REGISTER_ANEW, reason: GoAway_Reason.SHUTDOWN, delay: durationFromMs(150) };
    server.session("alice").tell({ case: "goAway", value });
    bob.client.send({ to: "alice", body: { type: "data", label: "", content: "still there?" } });
    await alice.log.until("signal");
    const ended = await alice.log.until("session-ended");
    expect(ended.error).toMatchObject({ reason: "SHUTDOWN", isRetryable: true });
    await alice.log.untilState("connected", 2);
  });

  it("waits for the delay also when the stream ends before", async () => {
    const { log } = await connected("alice");
    const session = server.session("alice");
    session.tell({ case: "goAway", value: { action: GoAway_Action.REGISTER_ANEW, delay: durationFromMs(200) } });
    session.stream.end();
    const { state } = await log.untilState("waiting");
    expect(state.status === "waiting" && state.retryInMs).toBeGreaterThan(100);
    await log.untilState("connected", 2);
  });
});

describe("rooms", () => {
  it("are joined anew in the new session, and the fresh view is compared with the one before", async () => {
    const alice = await connected("alice");
    const bob = await connected("bob");
    const carol = await connected("carol");
    for (const { client } of [bob, carol, alice]) {
      await client.join("lobby");
    }
    await carol.client.close();
    await alice.log.until("room", ({ change }) => change.type === "peer-left");
    const previous = alice.client.sessionId;
    server.session("alice").stream.end();
    await alice.log.untilState("connected", 2);
    const isFresh = ({ members }: { members: readonly { sessionId: string }[] }) =>
      members.some(({ sessionId }) => sessionId === alice.client.sessionId);
    const { view, change } = await alice.log.until("room", (event) => isFresh(event.view));
    expect(view.members.map(({ peerId }) => peerId)).toEqual(["bob", "alice"]);
    expect(change).toMatchObject({
      type: "snapshot",
      joined: [{ peerId: "alice", sessionId: alice.client.sessionId }],
      left: [{ peerId: "alice", sessionId: previous }],
    });
  });

  it("tell the others that a lost peer is gone and came back", async () => {
    const alice = await connected("alice");
    const bob = await connected("bob");
    await alice.client.join("lobby");
    await bob.client.join("lobby");
    server.session("bob").stream.end();
    await alice.log.until("room", ({ change }) => change.type === "peer-left" && change.reason === "gone");
    await bob.log.untilState("connected", 2);
    const isBack = () =>
      alice.client.rooms.get("lobby")?.members.some(({ sessionId }) => sessionId === bob.client.sessionId);
    await expect.poll(isBack).toBe(true);
  });

  it("hold a join that was made while there was no session", async () => {
    const { client, log } = await connected("alice", { reconnect: () => 50 });
    server.session("alice").stream.end();
    await log.untilState("waiting");
    const view = await client.join("lobby");
    expect(view.members).toMatchObject([{ peerId: "alice", sessionId: client.sessionId }]);
  });

  it("keep name and attributes over sessions, with what was changed meanwhile", async () => {
    const { client, log } = await connected("alice", {
      displayName: "Alice",
      attributes: { color: "red", hat: "yes" },
    });
    client.updateMember({ displayName: "Alice B.", attributes: { hat: "" } });
    await expect.poll(() => server.session("alice").hello.displayName).toBe("Alice B.");
    server.session("alice").stream.end();
    await log.untilState("connected", 2);
    expect(server.session("alice").hello).toMatchObject({ displayName: "Alice B.", attributes: { color: "red" } });
    expect(server.session("alice").hello.attributes).not.toHaveProperty("hat");
  });

  it("do not tell a refused change to the next session", async () => {
    const { client, log } = await connected("alice", { displayName: "Alice" });
    client.updateMember({ displayName: "x".repeat(300) });
    await expect.poll(() => server.session("alice").frames.length).toBe(1);
    server.session("alice").tell({ case: "notice", value: { clientSeqs: [1n], code: 1, message: "too long" } });
    await log.until("notice");
    server.session("alice").stream.end();
    await log.untilState("connected", 2);
    expect(server.session("alice").hello.displayName).toBe("Alice");
  });
});
