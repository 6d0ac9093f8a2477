import { expect, test } from "vitest";
import { Notice_Code } from "../../src/gen/beckon/v1/notice_pb.js";
import { Presence_State } from "../../src/gen/beckon/v1/session_pb.js";
import { bye, watch } from "../support/frames.js";
import { freshId, type Peer } from "../support/peer.js";
import { comeBack, registerResumable } from "../support/resumable.js";
import { throughEveryDoor } from "../support/scenario.js";

const { OFFLINE, LIVE, AWAY } = Presence_State;

throughEveryDoor((door) => {
  async function expectPresence(watcher: Peer, peerId: string, state: Presence_State, sessionId = ""): Promise<void> {
    expect(await watcher.next("presence")).toMatchObject({ peerId, state, sessionId });
  }

  test("whoever watches a peer sees it come, go away, come back and leave", async () => {
    const peerId = freshId("alice");
    const bob = await door.register("bob");
    await bob.send(watch([peerId]));
    await expectPresence(bob, peerId, OFFLINE);
    const alice = await registerResumable(door, "alice", { peerId });
    const { sessionId } = alice.peer;
    await expectPresence(bob, peerId, LIVE, sessionId);
    alice.peer.relay.cut();
    await expectPresence(bob, peerId, AWAY, sessionId);
    const back = await comeBack(alice);
    await expectPresence(bob, peerId, LIVE, sessionId);
    await back.send(bye());
    await expectPresence(bob, peerId, OFFLINE);
  });

  test("the newest list counts, and each of its peers is told", async () => {
    const [alice, bob, carol] = [
      await door.register("alice"),
      await door.register("bob"),
      await door.register("carol"),
    ];
    await bob.send(watch([alice.id]));
    await expectPresence(bob, alice.id, LIVE, alice.sessionId);
    await bob.send(watch([carol.id]));
    await expectPresence(bob, carol.id, LIVE, carol.sessionId);
    await alice.send(bye());
    await alice.end();
    await carol.send(bye());
    await expectPresence(bob, carol.id, OFFLINE);
  });

  test("whoever comes back is told anew of those whom it watches", async () => {
    const [alice, bob] = [await door.register("alice"), await registerResumable(door, "bob")];
    await bob.peer.send(watch([alice.id], 1));
    await expectPresence(bob.peer, alice.id, LIVE, alice.sessionId);
    bob.peer.relay.cut();
    await bob.peer.end();
    await alice.send(bye());
    await alice.end();
    const back = await comeBack(bob);
    await expectPresence(back, alice.id, OFFLINE);
  });

  test("more peers than a session may watch are refused", async () => {
    const bob = await door.register("bob");
    expect(bob.welcome.limits?.maxWatchedPeers).toBe(256);
    await bob.send(
      watch(
        Array.from({ length: 257 }, (_, i) => `peer-${i}`),
        1,
      ),
    );
    expect(await bob.next("notice")).toMatchObject({ code: Notice_Code.TOO_LARGE, clientSeqs: [1n] });
  });
});
