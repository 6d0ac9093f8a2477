import { describe, inject } from "vitest";
import { DOOR_NAMES, type DoorName, type DoorUrls } from "./door.js";
import type { HelloFields } from "./frames.js";
import { dial, freshId, type Peer } from "./peer.js";

/** A peer's hello without the parts that rarely matter. */
export type HelloOptions = Omit<HelloFields, "peerId" | "$typeName"> & { readonly peerId?: string };

/** What a scenario has at hand: one door of one stack. */
export interface DoorUnderTest {
  readonly name: DoorName;
  readonly urls: DoorUrls;
  /** Registers a peer through this door, under an id that begins with `name` and that no other test has. */
  register(name: string, hello?: HelloOptions): Promise<Peer>;
  /** Says hello through this door and leaves the answer to the test. */
  dial(hello: HelloFields | undefined, seq?: number): Promise<Peer>;
}

/** Writes scenarios once and runs them through each of the three doors. */
export function throughEveryDoor(
  scenarios: (door: DoorUnderTest) => void,
  stack: "plain" | "tight" | "brief" = "plain",
  doors: readonly DoorName[] = DOOR_NAMES,
): void {
  describe.each(doors)("%s", (name) => scenarios(doorOf(inject(stack).urls, name)));
}

/** One door of a stack. */
export function doorOf(urls: DoorUrls, name: DoorName): DoorUnderTest {
  return {
    name,
    urls,
    register: async (peerName, hello = {}) => {
      const peer = await dial(urls, name, { peerId: freshId(peerName), ...hello });
      return await peer.welcomed();
    },
    dial: (hello, seq) => dial(urls, name, hello, seq),
  };
}
