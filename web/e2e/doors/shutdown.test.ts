import { expect, test } from "vitest";
import { GoAway_Action, GoAway_Reason } from "../../src/gen/beckon/v1/session_pb.js";
import { DOOR_NAMES } from "../support/door.js";
import { doorOf } from "../support/scenario.js";
import { startStack } from "../support/stack.js";

test("a server that goes down tells everyone, at every door, and ends in good order", async () => {
  const stack = await startStack();
  try {
    const peers = await Promise.all(DOOR_NAMES.map((name) => doorOf(stack.urls, name).register("alice")));
    const stopped = stack.server.stop();
    for (const peer of peers) {
      expect(await peer.next("goAway")).toMatchObject({
        action: GoAway_Action.REGISTER_ANEW,
        reason: GoAway_Reason.SHUTDOWN,
      });
      expect(await peer.end()).toMatchObject({ code: "UNAVAILABLE", reason: "SHUTDOWN" });
    }
    await stopped;
  } finally {
    await stack.stop();
  }
});
