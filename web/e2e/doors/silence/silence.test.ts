import { afterAll, beforeAll, expect, test } from "vitest";
import { DOOR_NAMES, type DoorName, type DoorUrls, dialPatientHalves, dials } from "../../support/door.js";
import { data, signal } from "../../support/frames.js";
import { type Nginx, startNginx } from "../../support/nginx.js";
import { dial, freshId, type Peer } from "../../support/peer.js";
import { doorOf } from "../../support/scenario.js";
import { type Stack, startStack } from "../../support/stack.js";

/** Beyond the 5 minutes after which Envoy by default, and many another proxy, ends a silent stream. */
const SILENCE_MS = 6 * 60_000;

let stack: Stack;
let nginx: Nginx;

beforeAll(async () => {
  stack = await startStack();
  nginx = await startNginx(stack.server.webPort);
});

afterAll(async () => {
  await nginx.stop();
  await stack.stop();
});

test(`streams that were silent for ${SILENCE_MS / 60_000} minutes are alive at every door, and behind nginx`, async () => {
  // Without a session key there are no heartbeats, so not a byte passes.
  const peers = await Promise.all([
    ...DOOR_NAMES.map((door) => registerSilent(stack.urls, door)),
    registerSilent({ ...stack.urls, "Open+Send": nginx.url }, "Open+Send"),
  ]);
  await new Promise((resolve) => setTimeout(resolve, SILENCE_MS));
  expect(peers.flatMap(({ reader }) => reader.unread())).toEqual([]);

  const caller = await doorOf(stack.urls, "Connect").register("caller");
  for (const peer of peers) {
    await caller.send(signal(peer.id, data("still there?")));
    expect(await peer.next("signal")).toMatchObject({ from: caller.id });
    // The sending half has been silent for as long.
    await peer.send(signal(caller.id, data("yes")));
    expect(await caller.next("signal")).toMatchObject({ from: peer.id });
  }
});

async function registerSilent(urls: DoorUrls, door: DoorName): Promise<Peer> {
  const begin = door === "Connect" ? dials.Connect : dialPatientHalves;
  return await (await dial(urls, door, { peerId: freshId("silent") }, 0, begin)).welcomed();
}
