import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EventLog } from "../testing/event-log.js";
import { TestServer } from "../testing/test-server.js";
import { connectSignaling } from "./client.js";
import type { SignalingOptions } from "./options.js";
import type { OutgoingSignal } from "./signal.js";
import type { SignalingClient } from "./signaling-client.js";

let server: TestServer;
let clients: SignalingClient[];

beforeEach(async () => {
  clients = [];
  server = await new TestServer().start();
  server.areSessionsResumable = true;
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

function text(to: string, content: string): OutgoingSignal {
  return { to, body: { type: "data", label: "", content } };
}

function textsOf(log: EventLog): string[] {
  return log.of("signal").map(({ signal }) => (signal.body.type === "data" ? String(signal.body.content) : ""));
}

describe("on a real socket", () => {
  it("hundreds of signals in both directions arrive once and in order, however often all connections are cut", async () => {
    const alice = await connected("alice");
    const bob = await connected("bob");
    const said = Array.from({ length: 300 }, (_, index) => `${index}`);
    for (const [index, content] of said.entries()) {
      alice.client.send(text("bob", content));
      bob.client.send(text("alice", content));
      if (index % 60 === 59) {
        // Somewhere in the middle of Opens, Sends and responses.
        await new Promise((resolve) => setImmediate(resolve));
        server.cutConnections();
        server.responsesToLose = 1;
      }
    }
    await expect.poll(() => textsOf(bob.log).length).toBe(300);
    await expect.poll(() => textsOf(alice.log).length).toBe(300);
    expect(textsOf(bob.log)).toEqual(said);
    expect(textsOf(alice.log)).toEqual(said);
    expect(server.sessions).toHaveLength(2);
    expect(server.session("bob").attachments).toBeGreaterThan(1);
    expect([...alice.log.of("session-ended"), ...bob.log.of("session-ended")]).toEqual([]);
  });

  it("an event is acknowledged when the promise of its listener is settled, and comes again when it was not", async () => {
    const alice = await connected("alice");
    const bob = await connected("bob");
    const work = new AbortController();
    const whenDone = new Promise((resolve) => work.signal.addEventListener("abort", resolve));
    bob.client.on((event) => (event.type === "signal" ? whenDone : undefined));
    alice.client.send(text("bob", "one"));
    await bob.log.until("signal");
    server.cutConnections();
    await bob.log.untilState("connected", 2);
    expect(server.session("bob").mailbox).toHaveLength(1);
    work.abort();
    await expect.poll(() => server.session("bob").mailbox.length, { timeout: 5_000 }).toBe(0);
    expect(textsOf(bob.log)).toEqual(["one"]);
  });

  it("a session that is gone on coming back ends, and the app is told what that means", async () => {
    const alice = await connected("alice");
    await alice.client.join("lobby");
    let hasOpened = false;
    server.onOpen = () => {
      if (!hasOpened) {
        hasOpened = true;
        server.expire(server.session("alice"));
      }
    };
    const { sessionId } = alice.client;
    server.cutConnections();
    const { state } = await alice.log.untilState("connected", 2);
    expect(state).toMatchObject({ result: "resync" });
    expect(alice.log.of("session-ended")).toMatchObject([{ sessionId }]);
    await expect.poll(() => alice.client.rooms.get("lobby")?.members[0]?.sessionId).toBe(alice.client.sessionId);
  });
});
