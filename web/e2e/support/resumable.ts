import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import type { GoAway_Reason } from "../../src/gen/beckon/v1/session_pb.js";
import { GoAway_Action } from "../../src/gen/beckon/v1/session_pb.js";
import type { DoorName } from "./door.js";
import type { Event, EventKind, EventOf, Frame, HelloFields } from "./frames.js";
import { dial, type Peer } from "./peer.js";
import type { DoorUnderTest, HelloOptions } from "./scenario.js";

/** A peer whose session outlives its stream, with the key that proves it. */
export interface Resumable {
  readonly peer: Peer;
  readonly sessionKey: Uint8Array;
}

export async function registerResumable(door: DoorUnderTest, name: string, hello: HelloOptions = {}) {
  const sessionKey = randomBytes(16);
  return { peer: await door.register(name, { sessionKey, ...hello }), sessionKey } satisfies Resumable;
}

/** Says the hello by which a client comes back to its session, through the same door or another, and awaits no answer. */
export function dialBack(
  { peer, sessionKey }: Resumable,
  hello: Partial<HelloFields> = {},
  door: DoorName = peer.door,
) {
  return dial(peer.urls, door, { peerId: peer.id, sessionKey, sessionId: peer.sessionId, ...hello } as HelloFields);
}

export async function comeBack(resumable: Resumable, hello: Partial<HelloFields> = {}, door?: DoorName): Promise<Peer> {
  return await (await dialBack(resumable, hello, door)).welcomed();
}

/** A bare ack, as clients send it when they have nothing to say. */
export function ackOf(seq: number): Frame {
  return { ack: BigInt(seq) };
}

/** The next event with its number. */
export async function nextNumbered<K extends EventKind>(
  peer: Peer,
  kind: K,
): Promise<[seq: number, value: EventOf<K>]> {
  const event: Event = await peer.reader.nextEvent(kind);
  return [Number(event.seq), event.event.value as EventOf<K>];
}

/** The next events, each a signal with a text, as `1 text`. */
export async function nextTexts(peer: Peer, count: number): Promise<string[]> {
  const texts: string[] = [];
  for (let i = 0; i < count; i++) {
    const [seq, { body }] = await nextNumbered(peer, "signal");
    texts.push(`${seq} ${body.case === "data" ? body.value.content.value : body.case}`);
  }
  return texts;
}

/** The stream was told to stop, and why, and ended so. */
export async function expectStopped(peer: Peer, reason: GoAway_Reason, status: string): Promise<void> {
  const goAway = await peer.next("goAway");
  expect(goAway).toMatchObject({ action: GoAway_Action.STOP, reason });
  expect(goAway.message).not.toBe("");
  expect(await peer.end()).toMatchObject({ code: "ABORTED", reason: status, domain: "beckon.dev" });
}
