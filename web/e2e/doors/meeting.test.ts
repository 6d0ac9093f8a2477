import { expect, inject, test } from "vitest";
import { Notice_Code } from "../../src/gen/beckon/v1/notice_pb.js";
import { Hangup_Reason } from "../../src/gen/beckon/v1/signal_pb.js";
import { DOOR_NAMES } from "../support/door.js";
import { data, offer, type SignalBody, sdp, signal } from "../support/frames.js";
import { nothingElseReached, type Peer } from "../support/peer.js";
import { type DoorUnderTest, doorOf, throughEveryDoor } from "../support/scenario.js";

const LINE = "candidate:1 1 UDP 2122252543 10.98.0.1 50000 typ host ufrag abcd";

/** Each kind of body, with what is easily lost on the way: absent beside empty, index 0, bytes, names of many scripts. */
const BODIES: Readonly<Record<string, SignalBody>> = {
  answer: { case: "answer", value: { sdp: sdp("answer"), offerId: 7 } },
  "provisional answer": { case: "answer", value: { sdp: sdp("pranswer"), offerId: 4_294_967_295, provisional: true } },
  "candidate with mid and index": {
    case: "candidate",
    value: { candidate: LINE, sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "abcd" },
  },
  "candidate with an empty mid": { case: "candidate", value: { candidate: LINE, sdpMid: "" } },
  "candidate with an index only": { case: "candidate", value: { candidate: LINE, sdpMLineIndex: 65_535 } },
  "end of candidates": { case: "endOfCandidates", value: {} },
  "end of candidates of one m-line": {
    case: "endOfCandidates",
    value: { sdpMid: "audio", sdpMLineIndex: 0, usernameFragment: "wxyz" },
  },
  hangup: { case: "hangup", value: {} },
  "hangup with a reason": { case: "hangup", value: { reason: Hangup_Reason.NO_ANSWER } },
  text: { case: "data", value: { label: "chat", content: { case: "text", value: "Grüße, 你好 👋\n\tline 2" } } },
  "empty text": { case: "data", value: { content: { case: "text", value: "" } } },
  bytes: { case: "data", value: { content: { case: "bytes", value: new Uint8Array([0, 255, 128, 10]) } } },
};

throughEveryDoor((door) => {
  test.each(Object.entries(BODIES))("%s arrives as it was sent, both ways", async (_, body) => {
    const [alice, bob] = await twoPeers(door);
    await expectHandedOn(alice, bob, body);
    await expectHandedOn(bob, alice, body);
  });

  test("a whole call: offer, answer, candidates, end of candidates and hangup, in order", async () => {
    const [alice, bob] = await twoPeers(door);
    await alice.send(signal(bob.id, offer("call", 1)));
    const { body, fromSessionId } = await bob.next("signal");
    expect(body).toMatchObject({ case: "offer", value: { sdp: sdp("call"), offerId: 1 } });
    const toSessionId = fromSessionId;
    for (const kind of ["answer", "candidate with mid and index", "end of candidates", "hangup"]) {
      await bob.send(signal(alice.id, BODIES[kind] as SignalBody, { toSessionId }));
    }
    const kinds = [];
    for (let i = 0; i < 4; i++) {
      kinds.push((await alice.next("signal")).body.case);
    }
    expect(kinds).toEqual(["answer", "candidate", "endOfCandidates", "hangup"]);
  });

  test("the lower peer id is the polite one, whoever offers", async () => {
    const [alice, bob] = await twoPeers(door);
    expect(await politenessOf(alice, bob)).toBe(false);
    expect(await politenessOf(bob, alice)).toBe(true);
  });

  test("a peer that cannot roll back is impolite, whatever its id", async () => {
    const [alice, bob] = [await door.register("alice", { noRollback: true }), await door.register("bob")];
    expect(await politenessOf(bob, alice)).toBe(false);
    expect(await politenessOf(alice, bob)).toBe(true);
  });

  test("of two peers that cannot roll back only the lower may offer", async () => {
    const alice = await door.register("alice", { noRollback: true });
    const bob = await door.register("bob", { noRollback: true });
    await bob.send(signal(alice.id, offer(), { connectionId: "screen" }, 1));
    expect(await bob.next("notice")).toMatchObject({
      code: Notice_Code.PERMISSION_DENIED,
      peerId: alice.id,
      connectionId: "screen",
      clientSeqs: [1n],
    });
    await nothingElseReached(alice, bob);
    expect(await politenessOf(alice, bob)).toBe(false);
  });

  test("the label of a connection is handed on, as long as allowed", async () => {
    const [alice, bob] = await twoPeers(door);
    const connectionId = "c".repeat(128);
    await alice.send(signal(bob.id, offer(), { connectionId }));
    expect(await bob.next("signal")).toMatchObject({ connectionId });
  });

  test("a session description and data of the greatest size arrive whole", async () => {
    const [alice, bob] = await twoPeers(door);
    const large = sdp().padEnd(262_144, "x");
    await alice.send(signal(bob.id, { case: "offer", value: { sdp: large } }));
    expect((await bob.next("signal")).body).toMatchObject({ case: "offer", value: { sdp: large } });
    const bytes = new Uint8Array(65_536).fill(3);
    await alice.send(signal(bob.id, { case: "data", value: { content: { case: "bytes", value: bytes } } }));
    const { body } = await bob.next("signal");
    expect(body.case === "data" && body.value.content.value).toEqual(bytes);
  });

  test("1,000 signals keep their order, in both directions at once", async () => {
    const [alice, bob] = await twoPeers(door);
    await Promise.all([sendThousand(alice, bob), sendThousand(bob, alice), expectThousand(bob), expectThousand(alice)]);
  });
});

test.each(DOOR_NAMES.flatMap((a) => DOOR_NAMES.filter((b) => b !== a).map((b) => [a, b] as const)))(
  "a peer at %s meets one at %s",
  async (nameA, nameB) => {
    const { urls } = inject("plain");
    const alice = await doorOf(urls, nameA).register("alice");
    const bob = await doorOf(urls, nameB).register("bob");
    await alice.send(signal(bob.id, offer("across", 3)));
    expect(await bob.next("signal")).toMatchObject({ from: alice.id, body: { value: { offerId: 3, polite: false } } });
    await bob.send(signal(alice.id, { case: "answer", value: { sdp: sdp("back"), offerId: 3 } }));
    expect(await alice.next("signal")).toMatchObject({ from: bob.id, body: { value: { sdp: sdp("back") } } });
  },
);

async function twoPeers(door: DoorUnderTest): Promise<[Peer, Peer]> {
  return [await door.register("alice"), await door.register("bob")];
}

async function expectHandedOn(from: Peer, to: Peer, body: SignalBody): Promise<void> {
  await from.send(signal(to.id, body));
  const delivered = await to.next("signal");
  expect(delivered).toMatchObject({
    from: from.id,
    fromSessionId: from.sessionId,
    to: "",
    toSessionId: "",
    room: "",
    connectionId: "",
    body,
  });
  // toMatchObject lets a field pass that was absent before: null and "" are different things to a browser.
  const sent = Object.keys(body.value ?? {}).concat("$typeName");
  const optional = ["sdpMid", "sdpMLineIndex", "usernameFragment"].filter((name) => !sent.includes(name));
  for (const name of optional) {
    expect((delivered.body.value as unknown as Record<string, unknown>)[name]).toBeUndefined();
  }
}

async function politenessOf(offerer: Peer, receiver: Peer): Promise<boolean | undefined> {
  await offerer.send(signal(receiver.id, offer()));
  const { body } = await receiver.next("signal");
  return body.case === "offer" ? body.value.polite : undefined;
}

async function sendThousand(from: Peer, to: Peer): Promise<void> {
  for (let start = 0; start < 1_000; start += 250) {
    await from.send(
      ...Array.from({ length: 250 }, (_, i) => signal(to.id, data(String(start + i)), {}, start + i + 1)),
    );
  }
}

async function expectThousand(receiver: Peer): Promise<void> {
  const texts: unknown[] = [];
  while (texts.length < 1_000) {
    const { body } = await receiver.next("signal");
    texts.push(body.case === "data" ? body.value.content.value : body.case);
  }
  expect(texts).toEqual(Array.from({ length: 1_000 }, (_, i) => String(i)));
  expect(await receiver.acked(1_000)).toBe(1_000n);
}
