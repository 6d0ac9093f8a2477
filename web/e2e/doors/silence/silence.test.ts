import { afterAll, beforeAll, expect, test } from "vitest";
import { DOOR_NAMES, type DoorName, dialPatientHalves, dials } from "../../support/door.js";
import { data, signal } from "../../support/frames.js";
import { dial, freshId, type Peer } from "../../support/peer.js";
import { doorOf } from "../../support/scenario.js";
import { type Stack, startStack } from "../../support/stack.js";

/** Beyond the 5 minutes after which Envoy by default, and many another proxy, ends a silent stream. */
const SILENCE_MS = 6 * 60_000;

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});

afterAll(() => stack.stop());

test(`streams that were silent for ${SILENCE_MS / 60_000} minutes are alive at every door`, async () => {
  // Without a session key there are no heartbeats, so not a byte passes.
  const peers = await Promise.all(DOOR_NAMES.map(registerSilent));
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

async function registerSilent(door: DoorName): Promise<Peer> {
  const begin = door === "Connect" ? dials.Connect : dialPatientHalves;
  return await (await dial(stack.urls, door, { peerId: freshId("silent") }, 0, begin)).welcomed();
}
