// nginx before the web port, with the block of docs/operations.md and its defaults otherwise.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { GoAway_Action, GoAway_Reason } from "../../src/gen/beckon/v1/session_pb.js";
import { connectSignaling } from "../../src/signaling/index.js";
import { EventLog } from "../../src/testing/event-log.js";
import { type BeckonServer, startBeckonServer } from "../support/beckon-server.js";
import { bye, data, heartbeat, signal } from "../support/frames.js";
import { documentedLocation, type Nginx, startNginx } from "../support/nginx.js";
import { freshId } from "../support/peer.js";
import { type DoorUnderTest, doorOf } from "../support/scenario.js";

const HEARTBEAT = ["--browser-heartbeat", "300ms", "--browser-client-heartbeat", "300ms"];

let server: BeckonServer;
let nginx: Nginx;
let behind: DoorUnderTest;
let direct: DoorUnderTest;

beforeAll(async () => {
  server = await startBeckonServer(HEARTBEAT);
  nginx = await startNginx(server.webPort);
  behind = doorBehind(server, nginx);
  direct = doorOf(behind.urls, "Connect");
});

afterAll(async () => {
  await nginx.stop();
  await server.stop();
});

function doorBehind(behindIt: BeckonServer, proxy: Nginx): DoorUnderTest {
  const urls = {
    Connect: `http://127.0.0.1:${behindIt.grpcPort}`,
    "Open+Send": proxy.url,
    "Open+Send through Envoy": "",
  };
  return doorOf(urls, "Open+Send");
}

test("signals pass both ways, each at once", async () => {
  const [alice, bob] = [await behind.register("alice"), await direct.register("bob")];
  for (const text of ["1", "2", "3"]) {
    await bob.send(signal(alice.id, data(text)));
    expect(await alice.next("signal")).toMatchObject({ from: bob.id });
    await alice.send(signal(bob.id, data(text)));
    expect(await bob.next("signal")).toMatchObject({ from: alice.id });
  }
});

test("a heartbeat is not held back until more follows", async () => {
  const alice = await behind.register("alice", { sessionKey: randomBytes(16) });
  for (let i = 0; i < 5; i++) {
    await alice.next("heartbeat");
    await alice.send(heartbeat());
  }
});

test("a page of nginx' own origin is let in, and another one is not", async () => {
  const call = (origin: string) =>
    fetch(`${nginx.url}/beckon.v1.Signaling/Send`, {
      method: "POST",
      headers: { origin, "content-type": "application/grpc-web+proto" },
      body: new Uint8Array(5),
    });
  expect((await call(nginx.url)).status).toBe(200);
  const refused = await call("https://evil.example");
  expect(refused.status).toBe(403);
});

test("the library connects, joins a room and is heard", async () => {
  const bob = await direct.register("bob");
  const client = connectSignaling({ url: nginx.url, peerId: freshId("alice") });
  onTestFinished(() => client.close());
  const log = new EventLog(client);
  await client.join(freshId("room"));
  client.send({ to: bob.id, body: { type: "data", label: "", content: "hello" } });
  await bob.next("signal");
  await bob.send(signal(client.peerId, data("hello back")));
  await expect.poll(() => log.of("signal").length, { timeout: 20_000 }).toBe(1);
});

test("a server that goes down says so through nginx, waits for a bye, and ends who stays", async () => {
  const leavingServer = await startBeckonServer(["--drain", "3s", "--drain-spread", "300ms"]);
  const before = await startNginx(leavingServer.webPort);
  try {
    const door = doorBehind(leavingServer, before);
    const [leaving, staying] = [await door.register("leaving"), await door.register("staying")];
    const stopped = leavingServer.stop();
    for (const peer of [leaving, staying]) {
      const { action, reason } = await peer.next("goAway");
      expect({ action, reason }).toEqual({ action: GoAway_Action.REGISTER_ANEW, reason: GoAway_Reason.SHUTDOWN });
    }
    await leaving.send(bye());
    expect(await leaving.end()).toMatchObject({ code: "OK" });
    expect(await staying.end()).toMatchObject({ code: "UNAVAILABLE", reason: "SHUTDOWN" });
    await stopped;
  } finally {
    await before.stop();
  }
});

test.each([
  ["proxy_http_version", "proxy_http_version 1.0;", 505, "proxy_http_version 1.1"],
  ["the Host", "proxy_set_header Host $proxy_host;", 403, "proxy_set_header Host $http_host"],
])("without the line on %s a call is refused, and the text names the line", async (_, instead, status, line) => {
  const name = instead.split(" ").slice(0, -1).join(" ");
  const lines = documentedLocation().split("\n");
  const changed = lines.map((each) => (each.includes(`${name} `) ? instead : each));
  expect(changed).not.toEqual(lines);
  const wrong = await startNginx(server.webPort, changed.join("\n"));
  try {
    const answer = await fetch(`${wrong.url}/beckon.v1.Signaling/Send`, {
      method: "POST",
      headers: { origin: wrong.url, "content-type": "application/grpc-web+proto" },
      body: new Uint8Array(5),
    });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(line);
  } finally {
    await wrong.stop();
  }
});
