import { describe, expect, inject, onTestFinished, test } from "vitest";
import type { EnvironmentChange } from "../../src/signaling/index.js";
import { connectSignaling, type OutgoingSignal, type SignalingOptions } from "../../src/signaling/index.js";
import { EventLog } from "../../src/testing/event-log.js";
import { freshId } from "../support/peer.js";
import { startRelay } from "../support/relay.js";

const DOORS = ["Open+Send", "Open+Send through Envoy"] as const;
const PATIENCE = { timeout: 15_000, interval: 20 };

function text(to: string, content: string): OutgoingSignal {
  return { to, body: { type: "data", label: "", content } };
}

function textsOf(log: EventLog): string[] {
  return log.of("signal").map(({ signal }) => (signal.body.type === "data" ? String(signal.body.content) : ""));
}

describe.each(DOORS)("the library at %s", (door) => {
  async function connected(name: string, options: Partial<SignalingOptions> = {}) {
    const relay = await startRelay(inject("plain").urls[door]);
    const client = connectSignaling({ url: relay.url, peerId: freshId(name), checkTimeoutMs: 500, ...options });
    const log = new EventLog(client);
    onTestFinished(async () => {
      await client.close();
      await relay.close();
    });
    await client.connected();
    return { client, log, relay, id: client.peerId };
  }

  test("whatever is cut, everything said arrives once and in order, and is told as taken", async () => {
    const [alice, bob] = [await connected("alice"), await connected("bob")];
    const said = Array.from({ length: 400 }, (_, index) => `${index}`);
    for (const [index, content] of said.entries()) {
      alice.client.send(text(bob.id, content));
      bob.client.send(text(alice.id, content));
      if (index % 80 === 79) {
        // Until some of it is on its way in each direction.
        const arrived = textsOf(bob.log).length;
        await expect.poll(() => textsOf(bob.log).length, PATIENCE).toBeGreaterThan(arrived);
        alice.relay.cut();
        bob.relay.cut();
      }
    }
    await expect.poll(() => textsOf(bob.log).length, PATIENCE).toBe(said.length);
    await expect.poll(() => textsOf(alice.log).length, PATIENCE).toBe(said.length);
    expect(textsOf(bob.log)).toEqual(said);
    expect(textsOf(alice.log)).toEqual(said);
    expect([...alice.log.of("session-ended"), ...bob.log.of("session-ended")]).toEqual([]);
    expect(alice.log.of("state").filter(({ state }) => state.status === "connected").length).toBeGreaterThan(2);
    const taken = () => alice.log.of("outcome").filter(({ outcome }) => outcome === "taken").length;
    // The last acks come with the next word of the server.
    alice.client.send(text(freshId("nobody"), "one more word"));
    await expect.poll(taken, PATIENCE).toBe(said.length);
  });

  test("a network that dies without a word is noticed when the page asks, and nothing is lost", async () => {
    const page: { tell: (change: EnvironmentChange) => void } = { tell: () => undefined };
    const environment = {
      isOnline: true,
      watch: (listener: (change: EnvironmentChange) => void) => {
        page.tell = listener;
        return () => undefined;
      },
    };
    const [alice, bob] = [await connected("alice", { environment }), await connected("bob")];
    alice.relay.freeze();
    bob.client.send(text(alice.id, "into the dark"));
    page.tell("offline");
    alice.relay.thaw();
    alice.relay.freeze();
    page.tell("online");
    const { state } = await alice.log.until("state", (event) => event.state.status === "waiting");
    expect(state).toMatchObject({ error: { reason: "SERVER_SILENT" } });
    alice.relay.thaw();
    alice.relay.cut();
    const again = await alice.log.untilState("connected", 2);
    expect(again.state).toMatchObject({ result: "lossless" });
    await alice.log.until("signal");
    expect(textsOf(alice.log)).toEqual(["into the dark"]);
  });

  test("a reloaded page takes the place of the one before, which is told so", async () => {
    const first = await connected("alice");
    const next = await connected("alice", { peerId: first.id, replacedSessionKey: first.client.sessionKey });
    const { state } = await first.log.untilState("closed");
    expect(state).toMatchObject({ error: { reason: "REPLACED" } });
    expect(next.client.state).toMatchObject({ status: "connected", result: "new" });
  });

  test("rooms and watched peers tell who is away and back", async () => {
    const [alice, bob] = [await connected("alice"), await connected("bob", { reconnect: () => 400 })];
    const room = freshId("room");
    await bob.client.join(room);
    await alice.client.join(room);
    await alice.client.watchPresence([bob.id]);
    const memberStates = () =>
      alice.log.of("room").flatMap(({ change }) => (change.type === "member-updated" ? change.member.state : []));
    bob.relay.cut();
    await expect.poll(memberStates, PATIENCE).toEqual(["away", "live"]);
    const presences = () => alice.log.of("presence").map(({ presence }) => presence.state);
    await expect.poll(presences, PATIENCE).toEqual(["live", "away", "live"]);
    expect(bob.client.rooms.get(room)?.members.map(({ peerId }) => peerId)).toEqual([bob.id, alice.id]);
    await bob.client.close();
    await expect.poll(presences, PATIENCE).toEqual(["live", "away", "live", "offline"]);
  });
});
