import { expect, inject, test } from "vitest";
import { Notice_Code, Notice_Reason } from "../../src/gen/beckon/v1/notice_pb.js";
import type { Hello_ConflictPolicy } from "../../src/gen/beckon/v1/session_pb.js";
import { data, signal } from "../support/frames.js";
import { dial, freshId } from "../support/peer.js";
import { doorOf, type HelloOptions, throughEveryDoor } from "../support/scenario.js";

interface Case {
  readonly rule: string;
  readonly hello: HelloOptions;
  readonly field: string;
}

const bytes = (length: number) => new Uint8Array(length).fill(7);

const CASES: readonly Case[] = [
  { rule: "a peer id is required", hello: { peerId: "" }, field: "hello.peer_id" },
  { rule: "a peer id has at most 128 bytes", hello: { peerId: "a".repeat(129) }, field: "hello.peer_id" },
  { rule: "a peer id has no spaces", hello: { peerId: "al ice" }, field: "hello.peer_id" },
  { rule: "a peer id has no control characters", hello: { peerId: "al\u007fice" }, field: "hello.peer_id" },
  { rule: "a peer id is ASCII", hello: { peerId: "ålice" }, field: "hello.peer_id" },
  { rule: "a leading $ is the server's own", hello: { peerId: "$alice" }, field: "hello.peer_id" },
  { rule: "a name has at most 256 bytes", hello: { displayName: `${"ü".repeat(128)}x` }, field: "hello.display_name" },
  { rule: "a name has no control characters", hello: { displayName: "a\nb" }, field: "hello.display_name" },
  { rule: "an attribute has a key", hello: { attributes: { "": "x" } }, field: "hello.attributes" },
  {
    rule: "the key of an attribute has at most 128 bytes",
    hello: { attributes: { ["k".repeat(129)]: "" } },
    field: "hello.attributes",
  },
  {
    rule: "attributes have at most 8 KiB in all",
    hello: { attributes: { k: "v".repeat(8_192) } },
    field: "hello.attributes",
  },
  { rule: "a session key has at least 16 bytes", hello: { sessionKey: bytes(15) }, field: "hello.session_key" },
  { rule: "a session key has at most 64 bytes", hello: { sessionKey: bytes(65) }, field: "hello.session_key" },
  {
    rule: "the key of the replaced session has at least 16 bytes",
    hello: { replacedSessionKey: bytes(15) },
    field: "hello.replaced_session_key",
  },
  {
    rule: "the key of the replaced session has at most 64 bytes",
    hello: { replacedSessionKey: bytes(65) },
    field: "hello.replaced_session_key",
  },
  {
    rule: "a policy is one of the contract",
    hello: { onConflict: 99 as Hello_ConflictPolicy },
    field: "hello.on_conflict",
  },
  {
    rule: "the client's name has at most 64 bytes",
    hello: { client: { name: "n".repeat(65) } },
    field: "hello.client.name",
  },
  { rule: "the client's name is one line", hello: { client: { name: "n\u0000" } }, field: "hello.client.name" },
  {
    rule: "the client's version has at most 64 bytes",
    hello: { client: { version: "v".repeat(65) } },
    field: "hello.client.version",
  },
  {
    rule: "the client's version is one line",
    hello: { client: { version: "1\r2" } },
    field: "hello.client.version",
  },
  {
    rule: "the client's platform has at most 128 bytes",
    hello: { client: { platform: "p".repeat(129) } },
    field: "hello.client.platform",
  },
  {
    rule: "the client's platform is one line",
    hello: { client: { platform: "\u001b[31m" } },
    field: "hello.client.platform",
  },
];

throughEveryDoor((door) => {
  test.each(CASES)("$rule", async ({ hello, field }) => {
    const alice = await door.dial({ peerId: freshId("alice"), ...hello });
    const end = await alice.end();
    expect(end).toMatchObject({ code: "INVALID_ARGUMENT", reason: "INVALID_HELLO", domain: "beckon.dev" });
    expect(Object.keys(end.fields)).toEqual([field]);
    expect(end.fields[field]).toMatch(/expected/);
    expect(alice.reader.frames).toEqual([]);
  });

  test("every field that breaks a rule is named", async () => {
    const alice = await door.dial({ peerId: "", sessionKey: bytes(1), client: { name: "\n" } });
    const { fields } = await alice.end();
    expect(Object.keys(fields).sort()).toEqual(["hello.client.name", "hello.peer_id", "hello.session_key"]);
  });

  test("a secret is never repeated in the refusal", async () => {
    const alice = await door.dial({ peerId: freshId("alice"), sessionKey: Buffer.from("hush-hush") });
    expect(JSON.stringify(await alice.end())).not.toMatch(/hush|aHVza/);
  });

  test("a refused hello registers nobody", async () => {
    const peerId = freshId("alice");
    const bob = await door.register("bob");
    await (await door.dial({ peerId, displayName: "\n" })).end();
    await bob.send(signal(peerId, data("anybody there?")));
    expect(await bob.next("notice")).toMatchObject({
      code: Notice_Code.PEER_UNAVAILABLE,
      reason: Notice_Reason.NOT_REGISTERED,
    });
    await door.register("", { peerId });
  });

  test("a second hello is refused by a notice, and the session goes on", async () => {
    const alice = await door.register("alice");
    await alice.send({ frame: { case: "hello", value: { peerId: freshId("other") } } });
    const { code, fieldViolations } = await alice.next("notice");
    expect(code).toBe(Notice_Code.INVALID_FRAME);
    expect(fieldViolations.map(({ field }) => field)).toEqual(["hello"]);
    await alice.send(signal("nobody", data("still here")));
    expect((await alice.next("notice")).code).toBe(Notice_Code.PEER_UNAVAILABLE);
  });
});

throughEveryDoor(
  (door) => {
    test("an Open without a hello is an invalid hello", async () => {
      const end = await (await door.dial(undefined)).end();
      expect(end).toMatchObject({ code: "INVALID_ARGUMENT", reason: "INVALID_HELLO" });
      expect(Object.keys(end.fields)).toEqual(["hello.peer_id"]);
    });
  },
  "plain",
  ["Open+Send", "Open+Send through Envoy"],
);

test("the first frame of Connect must be hello", async () => {
  const alice = await doorOf(inject("plain").urls, "Connect").dial(undefined);
  const end = await alice.sendRefused(signal("bob", data("too early")));
  expect(end).toMatchObject({ code: "INVALID_ARGUMENT", reason: "HELLO_EXPECTED" });
});

test("the hello of Connect has no seq", async () => {
  const alice = await dial(inject("plain").urls, "Connect", { peerId: freshId("alice") }, 1);
  const end = await alice.end();
  expect(end).toMatchObject({ code: "INVALID_ARGUMENT", reason: "INVALID_HELLO" });
  expect(Object.keys(end.fields)).toEqual(["seq"]);
});

test("a Connect that says nothing ends when the time to hello is over", async () => {
  const alice = await doorOf(inject("tight").urls, "Connect").dial(undefined);
  expect(await alice.end()).toMatchObject({ code: "INVALID_ARGUMENT", reason: "HELLO_TIMEOUT" });
});

test("a Connect that is half-closed before its hello ends with HELLO_EXPECTED", async () => {
  const alice = await doorOf(inject("plain").urls, "Connect").dial(undefined);
  alice.halfClose();
  expect(await alice.end()).toMatchObject({ code: "INVALID_ARGUMENT", reason: "HELLO_EXPECTED" });
});
