// What stands between a page and its server answers in the server's place for some seconds, keeps calls waiting, or is slow.
import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { connectSignaling, type OutgoingSignal, type SignalingOptions } from "../../src/signaling/index.js";
import { EventLog } from "../../src/testing/event-log.js";
import { HttpProxy, type ProxyAnswer } from "../support/http-proxy.js";
import { freshId } from "../support/peer.js";

const DOORS = ["Open+Send", "Open+Send through Envoy"] as const;
const PATIENCE = { timeout: 20_000, interval: 20 };

const html = { "content-type": "text/html" };
const grpc = (status: number) => ({ "content-type": "application/grpc-web+proto", "grpc-status": `${status}` });

const ANSWERS: readonly (readonly [what: string, answer: ProxyAnswer])[] = [
  [
    "404 of a route that is gone",
    { status: 404, headers: { "content-type": "text/plain" }, body: "404 page not found\n" },
  ],
  ["403 of a VPN that dropped", { status: 403, headers: html, body: "<h1>Forbidden</h1>" }],
  ["401 of a proxy that wants a login", { status: 401, headers: html, body: "<h1>Log in</h1>" }],
  ["429 of a rate limiter", { status: 429 }],
  ["502 of a proxy without its server", { status: 502, headers: html, body: "<h1>Bad Gateway</h1>" }],
  ["503", { status: 503 }],
  ["505", { status: 505 }],
  ["a captive portal's redirect", { status: 302, headers: { location: "/login" } }],
  ["a captive portal's page", { status: 200, headers: html, body: "<h1>Welcome to the train</h1>" }],
  ["gRPC's UNAVAILABLE without details", { status: 200, headers: grpc(14) }],
  ["gRPC's UNIMPLEMENTED without details", { status: 200, headers: grpc(12) }],
  ["gRPC's PERMISSION_DENIED without details", { status: 200, headers: grpc(7) }],
];

/** google.rpc.Status with the ErrorInfo and the RetryInfo of the server's own RATE_LIMITED, in base64. */
function rateLimited(): string {
  const info = new BinaryWriter().tag(1, 2).string("RATE_LIMITED").tag(2, 2).string("beckon.dev").finish();
  const delay = new BinaryWriter().tag(2, 0).int32(50_000_000).finish();
  const retry = new BinaryWriter().tag(1, 2).bytes(delay).finish();
  const any = (type: string, value: Uint8Array) =>
    new BinaryWriter().tag(1, 2).string(`type.googleapis.com/google.rpc.${type}`).tag(2, 2).bytes(value).finish();
  const status = new BinaryWriter().tag(1, 0).int32(8).tag(2, 2).string("Too many requests");
  status.tag(3, 2).bytes(any("ErrorInfo", info)).tag(3, 2).bytes(any("RetryInfo", retry));
  return Buffer.from(status.finish()).toString("base64");
}

function text(to: string, content: string): OutgoingSignal {
  return { to, body: { type: "data", label: "", content } };
}

function textsOf(log: EventLog): string[] {
  return log.of("signal").map(({ signal }) => (signal.body.type === "data" ? String(signal.body.content) : ""));
}

describe.each(DOORS)("the library behind a proxy before %s", (door) => {
  async function proxy() {
    const started = await HttpProxy.start(inject("plain").urls[door]);
    onTestFinished(() => started.close());
    return started;
  }

  function connect(url: string, peerId: string, options: Partial<SignalingOptions> = {}) {
    const client = connectSignaling({ url, peerId, reconnect: () => 20, ...options });
    const log = new EventLog(client);
    onTestFinished(() => client.close());
    return { client, log, id: peerId };
  }

  async function connected(name: string) {
    const peer = connect(inject("plain").urls[door], freshId(name));
    await peer.client.connected();
    return peer;
  }

  test.each(ANSWERS)(
    "%s in place of Open and of Send ends no session, and all that was said arrives once",
    async (_, answer) => {
      const [between, bob] = [await proxy(), await connected("bob")];
      const alice = connect(between.url, freshId("alice"));
      await alice.client.connected();
      const room = freshId("room");
      await bob.client.join(room);
      await alice.client.join(room);

      between.answerInstead("Send", answer, 2);
      alice.client.send(text(bob.id, "1"));
      await expect.poll(() => textsOf(bob.log), PATIENCE).toEqual(["1"]);

      const connections = alice.log.of("state").filter(({ state }) => state.status === "connected").length;
      between.answerInstead("Open", answer, 3);
      between.cut();
      alice.client.send(text(bob.id, "2"));
      await alice.log.untilState("connected", connections + 1);
      await expect.poll(() => textsOf(bob.log), PATIENCE).toEqual(["1", "2"]);

      expect(alice.client.state).toMatchObject({ status: "connected", result: "lossless" });
      expect(alice.log.of("session-ended")).toEqual([]);
      expect(bob.client.rooms.get(room)?.members.map(({ peerId }) => peerId)).toEqual([bob.id, alice.id]);
    },
  );

  test("a Send that the server has no room for is repeated, and its stream goes on", async () => {
    const [between, bob] = [await proxy(), await connected("bob")];
    const alice = connect(between.url, freshId("alice"));
    await alice.client.connected();

    between.answerInstead(
      "Send",
      { status: 200, headers: { ...grpc(8), "grpc-status-details-bin": rateLimited() } },
      3,
    );
    alice.client.send(text(bob.id, "1"));
    alice.client.send(text(bob.id, "2"));
    await expect.poll(() => textsOf(bob.log), PATIENCE).toEqual(["1", "2"]);

    expect(alice.log.of("state").filter(({ state }) => state.status === "connected")).toHaveLength(1);
    expect(alice.client.state).toMatchObject({ status: "connected" });
  });

  test("what is said of oneself while Open is on its way is what the others see", async () => {
    for (const what of ["request", "response"] as const) {
      const [between, bob] = [await proxy(), await connected("bob")];
      const room = freshId("room");
      await bob.client.join(room);
      const held = between.hold("Open", what);
      const alice = connect(between.url, freshId("alice"), { attributes: { camera: "off" } });
      await held.arrived;
      alice.client.updateMember({ attributes: { camera: "on" } });
      const joined = alice.client.join(room);
      held.release();
      await joined;
      await expect
        .poll(() => bob.client.rooms.get(room)?.members.find(({ peerId }) => peerId === alice.id)?.attributes, PATIENCE)
        .toMatchObject({ camera: "on" });
    }
  });

  test.each(["request", "response"] as const)(
    "closed while the %s of Open is on its way, and begun anew at once: the second client has the peer id to itself",
    async (what) => {
      const [between, bob] = [await proxy(), await connected("bob")];
      const room = freshId("room");
      await bob.client.join(room);
      const held = between.hold("Open", what);
      const first = connect(between.url, freshId("alice"));
      await held.arrived;
      await first.client.close();
      const second = connect(between.url, first.id);
      held.release();
      await second.client.join(room);
      expect(second.client.state).toMatchObject({ status: "connected" });
      bob.client.send(text(first.id, "for the second"));
      await expect.poll(() => textsOf(second.log), PATIENCE).toEqual(["for the second"]);
      expect(textsOf(first.log)).toEqual([]);
      expect(bob.client.rooms.get(room)?.members.map(({ peerId }) => peerId)).toEqual([bob.id, first.id]);
    },
  );

  test("an uplink that is too slow for a whole batch gets smaller ones, and everything arrives once, in order", async () => {
    const [between, bob] = [await proxy(), await connected("bob")];
    const alice = connect(between.url, freshId("alice"), { sendTimeoutMs: 500 });
    await alice.client.connected();
    between.throttleUploads(100_000);
    const said = Array.from({ length: 20 }, (_, index) => `${index}`.padEnd(10_000, "."));
    for (const content of said) {
      alice.client.send(text(bob.id, content));
    }
    await expect.poll(() => textsOf(bob.log).length, PATIENCE).toBe(said.length);
    expect(textsOf(bob.log)).toEqual(said);
    expect(alice.log.of("session-ended")).toEqual([]);
  });
});
