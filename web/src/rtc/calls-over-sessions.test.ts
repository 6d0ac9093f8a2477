import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CallHub, type Page } from "../testing/call-hub.js";
import type { FakePeerConnection } from "../testing/fake-peer-connection.js";

beforeEach(() => {
  // What waits for time waits for the test; what waits for the next task goes on.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Lets everything happen that can happen without time passing. */
async function settle(hub: CallHub, whenIdle: () => Promise<void> = waitForTasks): Promise<void> {
  for (let rounds = 0; rounds < 100; rounds += 1) {
    await whenIdle();
    if (!hub.settleMedia()) {
      return;
    }
  }
  throw new Error("connections change their state for ever");
}

async function waitForTasks(): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function hubWithCall(): Promise<{ hub: CallHub; a: Page; b: Page }> {
  const hub = new CallHub();
  const a = hub.open("a");
  const b = hub.open("b");
  await settle(hub);
  expectAgreement(hub);
  expect(stateOf(a, "b")).toBe("connected");
  return { hub, a, b };
}

function stateOf({ call }: Page, peerId: string) {
  return call.links.get(peerId)?.state;
}

/** The page's connections and their ICE generations. */
function generationsOf({ connections }: Page) {
  return connections.map(({ fragment }) => fragment);
}

/** Each two pages have connected links with each other that agree on everything, or neither has one. */
function expectAgreement({ pages, log }: CallHub): void {
  const [a, b] = [...pages.values()];
  const [ofA, ofB] = [a?.call.links.get("b"), b?.call.links.get("a")];
  expect([ofA?.state, ofB?.state], log.join("\n")).toEqual(
    ofA === undefined ? [undefined, undefined] : ["connected", "connected"],
  );
  if (ofA !== undefined && ofB !== undefined) {
    const [x, y] = [fakeOf(a, ofA.connection), fakeOf(b, ofB.connection)];
    expect([x?.agreedTracks, y?.remoteTracks]).toEqual([x?.tracks, x?.tracks]);
    expect([y?.agreedTracks, x?.remoteTracks]).toEqual([y?.tracks, y?.tracks]);
  }
}

function fakeOf(page: Page | undefined, connection: RTCPeerConnection): FakePeerConnection | undefined {
  return page?.connections.find((fake) => fake.asConnection() === connection);
}

describe("a call", () => {
  it("goes on with the same connections when the server is restarted, in whatever order the two come back", async () => {
    for (const order of ["a b", "b a"]) {
      const { hub, a, b } = await hubWithCall();
      const before = [generationsOf(a), generationsOf(b)];
      hub.crash();
      await settle(hub);
      for (const peerId of order.split(" ")) {
        hub.begin(hub.pages.get(peerId)?.port ?? a.port);
        await settle(hub);
      }
      expect([generationsOf(a), generationsOf(b)]).toEqual(before);
      a.connections[0]?.wantTrack();
      b.connections[0]?.wantTrack();
      await settle(hub);
      expectAgreement(hub);
      expect([generationsOf(a), generationsOf(b)]).toEqual(before);
    }
  });

  it("goes on with the same connections when one side's session ended and it comes back", async () => {
    const { hub, a, b } = await hubWithCall();
    for (const { port } of [a, b]) {
      const before = [generationsOf(a), generationsOf(b)];
      hub.cut(port, "gone");
      await settle(hub);
      hub.begin(port);
      await settle(hub);
      a.connections[0]?.wantTrack();
      b.connections[0]?.wantTrack();
      await settle(hub);
      expectAgreement(hub);
      expect([generationsOf(a), generationsOf(b)]).toEqual(before);
    }
  });

  it("goes on when all are asked to go because the server goes down, and come back one by one", async () => {
    const { hub, a, b } = await hubWithCall();
    const before = [generationsOf(a), generationsOf(b)];
    for (const { port } of [a, b]) {
      hub.cut(port, "shutdown");
      await settle(hub);
    }
    for (const { port } of [b, a]) {
      hub.begin(port);
      await settle(hub);
    }
    expectAgreement(hub);
    expect([generationsOf(a), generationsOf(b)]).toEqual(before);
  });

  it("goes on with a member whose token expired and who comes back with another one", async () => {
    const { hub, a, b } = await hubWithCall();
    const before = [generationsOf(a), generationsOf(b)];
    hub.cut(a.port, "token-expired");
    await settle(hub);
    hub.begin(a.port);
    await settle(hub);
    expectAgreement(hub);
    expect([generationsOf(a), generationsOf(b)]).toEqual(before);
  });

  it("ends at once with a member that an operator disconnected", async () => {
    const { hub, a, b } = await hubWithCall();
    hub.cut(a.port, "disconnected");
    await settle(hub);
    expect(b.call.links.size).toBe(0);
  });

  it("is made anew when a page was reloaded, whatever its old session ended of", async () => {
    for (const reason of ["replaced", "bye", "gone"] as const) {
      const { hub, b } = await hubWithCall();
      const [first] = b.connections;
      const reloaded = hub.open("a", reason);
      await settle(hub);
      expectAgreement(hub);
      expect(stateOf(reloaded, "b")).toBe("connected");
      expect(first?.signalingState).toBe("closed");
    }
  });

  it("is made anew by the side that kept its connection, when the other one did not", async () => {
    const { hub, a, b } = await hubWithCall();
    hub.cut(a.port, "replaced");
    // That it did is told before ICE of the other one fails.
    await waitForTasks();
    expect(b.call.links.size).toBe(0);
    hub.begin(a.port);
    await waitForTasks();
    expect(a.connections.map(({ signalingState }) => signalingState)).toEqual(["closed", "stable"]);
    await settle(hub);
    expectAgreement(hub);
    expect(stateOf(b, "a")).toBe("connected");
  });

  it("goes on after a restart in which the first leaves at once, and returns after all else took its longest", async () => {
    const { hub, a, b } = await hubWithCall();
    const before = generationsOf(a);
    const drainMs = 30_000;
    const startMs = 15_000;
    const backoffMs = 20_000;
    hub.cut(a.port, "shutdown");
    await settle(hub);
    await vi.advanceTimersByTimeAsync(drainMs);
    hub.crash();
    await vi.advanceTimersByTimeAsync(startMs);
    hub.begin(b.port);
    await settle(hub);
    await vi.advanceTimersByTimeAsync(backoffMs);
    hub.begin(a.port);
    await settle(hub);
    expectAgreement(hub);
    expect(stateOf(b, "a")).toBe("connected");
    expect(generationsOf(a)).toEqual(before);
  });

  it("ends when the other side does not come back in time", async () => {
    const { hub, a, b } = await hubWithCall();
    hub.crash();
    hub.begin(b.port);
    await settle(hub);
    await vi.advanceTimersByTimeAsync(89_000);
    expect(stateOf(b, "a")).toBe("connected");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(b.call.links.size).toBe(0);
    expect(a.call.links.size).toBe(1);
  });

  it("ends with a peer whose session is gone as soon as media stop as well", async () => {
    const { hub, a, b } = await hubWithCall();
    hub.cut(a.port, "gone");
    await settle(hub);
    expect(stateOf(b, "a")).toBe("connected");
    b.connections[0]?.setConnectionState("disconnected");
    expect(b.call.links.size).toBe(0);
  });

  it("that is over is not brought back by who missed the hang-up", async () => {
    const { hub, a, b } = await hubWithCall();
    hub.cut(a.port, "gone");
    await settle(hub);
    b.call.links.get("a")?.hangUp();
    hub.begin(a.port);
    await settle(hub);
    expect([a.call.links.size, b.call.links.size]).toEqual([0, 0]);
  });

  it("is set up although signaling was lost in the middle", async () => {
    for (let steps = 0; steps < 40; steps += 1) {
      const hub = new CallHub();
      const a = hub.open("a");
      const b = hub.open("b");
      for (let i = 0; i < steps; i += 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      hub.crash();
      hub.begin(a.port);
      await settle(hub);
      hub.begin(b.port);
      await settle(hub);
      expectAgreement(hub);
      expect([a, b].map(({ call }) => call.links.size)).toEqual([1, 1]);
    }
  });

  it("ends in agreement, whatever happens to sessions, pages and people, in any order of events", async () => {
    const happening = fc.record({
      peerId: fc.constantFrom("a", "b"),
      what: fc.constantFrom(...HAPPENINGS),
    });
    const property = fc.asyncProperty(
      fc.scheduler(),
      fc.constantFrom("everyone" as const, "nobody" as const),
      fc.array(happening, { minLength: 1, maxLength: 8 }),
      agreeInAnyOrder,
    );
    await fc.assert(property, { numRuns: 1_000 });
    // A minute is too short on a busy machine.
  }, 300_000);
});

const HAPPENINGS = [
  "track",
  "call",
  "hang up",
  "gone",
  "replaced",
  "shutdown",
  "token-expired",
  "crash",
  "back",
  "reload",
  "reload by bye",
] as const;

function happen(hub: CallHub, page: Page, other: string, what: (typeof HAPPENINGS)[number]): void {
  const { port, call } = page;
  switch (what) {
    case "track":
      page.connections.at(-1)?.wantTrack();
      break;
    case "call":
      call.call(other);
      break;
    case "hang up":
      call.links.get(other)?.hangUp();
      break;
    case "gone":
    case "replaced":
    case "shutdown":
    case "token-expired":
      hub.cut(port, what);
      break;
    case "crash":
      hub.crash();
      break;
    case "back":
      hub.begin(port);
      break;
    case "reload":
      hub.open(port.peerId, "replaced");
      break;
    case "reload by bye":
      hub.open(port.peerId, "bye");
      break;
  }
}

async function agreeInAnyOrder(
  scheduler: fc.Scheduler,
  calls: "everyone" | "nobody",
  happenings: readonly { readonly peerId: string; readonly what: (typeof HAPPENINGS)[number] }[],
): Promise<void> {
  const hub = new CallHub(calls, () => scheduler.schedule(Promise.resolve()));
  hub.open("a");
  hub.open("b").call.call("a");
  const doAll = async () => {
    for (const { peerId, what } of happenings) {
      await scheduler.schedule(Promise.resolve());
      const page = hub.pages.get(peerId);
      if (page !== undefined) {
        hub.log.push(`${peerId}: ${what}`);
        happen(hub, page, peerId === "a" ? "b" : "a", what);
        hub.settleMedia();
      }
    }
  };
  await Promise.all([doAll(), scheduler.waitIdle()]);
  const whenIdle = () => scheduler.waitIdle();
  await settle(hub, whenIdle);
  for (const { port } of hub.pages.values()) {
    hub.begin(port);
  }
  await settle(hub, whenIdle);
  await vi.advanceTimersByTimeAsync(120_000);
  await settle(hub, whenIdle);
  expectAgreement(hub);
}
