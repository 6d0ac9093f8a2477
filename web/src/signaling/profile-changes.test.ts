import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Notice, NoticeCode } from "./notice.js";
import { type Profile, withMemberChange } from "./profile.js";
import { ProfileChanges } from "./profile-changes.js";
import type { MemberChange } from "./signaling-client.js";

const alice = { displayName: "Alice", attributes: { color: "red" } };

/** A server that has a session or none, and decides when it is told to. */
class FakeServer {
  seq: bigint | undefined = 0n;
  shown: Profile | undefined;
  sent: { readonly seq: bigint; readonly change: MemberChange }[] = [];

  say(change: MemberChange): bigint | undefined {
    if (this.seq !== undefined) {
      this.seq += 1n;
      this.sent.push({ seq: this.seq, change });
    }
    return this.seq;
  }

  /** Decides all that was sent: takes what is not refused. */
  decide(changes: ProfileChanges, refuse: (index: number) => NoticeCode | undefined = () => undefined): void {
    for (const [index, { seq, change }] of this.sent.splice(0).entries()) {
      const code = refuse(index);
      if (code !== undefined) {
        changes.onRefused(seq, notice(code));
      } else if (this.shown !== undefined) {
        this.shown = withMemberChange(this.shown, change);
      }
      changes.onDecided(seq);
    }
  }
}

function notice(code: NoticeCode): Notice {
  return { code, message: "", peerId: "", room: "", connectionId: "", fieldViolations: [], retryAfterMs: 500 };
}

let server: FakeServer;
let changes: ProfileChanges;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  changes = new ProfileChanges(alice, server);
});

afterEach(() => {
  vi.useRealTimers();
});

describe("ProfileChanges", () => {
  it("take out a refused change and keep those before and after it", () => {
    changes.apply({ displayName: "Al" });
    changes.apply({ attributes: { color: "x".repeat(9_000) } });
    changes.apply({ attributes: { hat: "yes" } });
    changes.onRefused(2n, notice("TOO_LARGE"));
    expect(changes.profile).toEqual({ displayName: "Al", attributes: { color: "red", hat: "yes" } });
  });

  it("take out a refused change that a later one was built upon", () => {
    changes.apply({ displayName: "refused" });
    changes.apply({ displayName: "taken" });
    changes.onRefused(1n, notice("INVALID_FRAME"));
    expect(changes.profile.displayName).toBe("taken");
    changes.onRefused(2n, notice("INVALID_FRAME"));
    expect(changes.profile).toEqual(alice);
  });

  it("keep what is decided, whatever is refused later", () => {
    changes.apply({ displayName: "Al" });
    changes.onDecided(1n);
    changes.apply({ displayName: "refused" });
    changes.onRefused(2n, notice("INVALID_FRAME"));
    expect(changes.profile.displayName).toBe("Al");
  });

  it("begin the next session with all that was asked for", () => {
    changes.apply({ displayName: "Al" });
    changes.onSessionEnded();
    changes.onRefused(1n, notice("INVALID_FRAME"));
    expect(changes.profile.displayName).toBe("Al");
  });

  it("send what was refused for now again, with the values that count then", () => {
    changes.apply({ attributes: { camera: "on", hat: "yes" } });
    changes.apply({ attributes: { camera: "off" } });
    changes.onRefused(1n, notice("RATE_LIMITED"));
    changes.onDecided(2n);
    expect(changes.profile.attributes).toEqual({ color: "red", camera: "off", hat: "yes" });
    vi.advanceTimersByTime(499);
    expect(server.sent).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(server.sent.at(-1)?.change).toEqual({ attributes: { hat: "yes" } });
    expect(changes.profile.attributes).toEqual({ color: "red", camera: "off", hat: "yes" });
  });

  it("send nothing after a hello that said it all", () => {
    changes.takeForHello();
    changes.onSessionStarted();
    expect(server.sent).toEqual([]);
  });

  it("send what was changed while the hello was on its way, also what was taken away", () => {
    server.seq = undefined;
    changes.takeForHello();
    changes.apply({ attributes: { camera: "on", color: "" } });
    server.seq = 0n;
    changes.onSessionStarted();
    expect(server.sent.map(({ change }) => change)).toEqual([
      { displayName: "Alice", attributes: { color: "", camera: "on" } },
    ]);
  });

  it("converge, whichever of the hellos the session began with, whatever is changed, refused for now, and lost when", () => {
    const key = fc.constantFrom("camera", "color", "hat");
    const change = fc.record(
      { displayName: fc.constantFrom("Al", "Bo"), attributes: fc.dictionary(key, fc.constantFrom("", "on", "off")) },
      { requiredKeys: [] },
    );
    const step = fc.oneof(
      fc.record({ type: fc.constant("change" as const), change }),
      fc.constantFrom({ type: "hello" as const }, { type: "lose" as const }, { type: "decide" as const }),
      fc.record({ type: fc.constant("welcome" as const), of: fc.nat(5) }),
      fc.constantFrom({ type: "refuse for now" as const }, { type: "wait" as const }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const world = new FakeServer();
        world.seq = undefined;
        const mine = new ProfileChanges(alice, world);
        let wanted: Profile = alice;
        let hellos: Profile[] = [];
        const welcome = (of: number) => {
          world.shown = hellos[of % hellos.length];
          hellos = [];
          world.seq = 0n;
          mine.onSessionStarted();
        };
        for (const each of steps) {
          const isLive = world.seq !== undefined;
          if (each.type === "change") {
            wanted = withMemberChange(wanted, each.change);
            mine.apply(each.change);
          } else if (each.type === "hello" && !isLive) {
            hellos.push(mine.takeForHello());
          } else if (each.type === "welcome" && !isLive && hellos.length > 0) {
            welcome(each.of);
          } else if (each.type === "lose" && isLive) {
            world.seq = undefined;
            world.sent = [];
            mine.onSessionEnded();
          } else if (each.type === "decide" && isLive) {
            world.decide(mine);
          } else if (each.type === "refuse for now" && isLive) {
            world.decide(mine, (index) => (index % 2 === 0 ? "RATE_LIMITED" : undefined));
          } else if (each.type === "wait") {
            vi.advanceTimersByTime(1_000);
          }
          expect(mine.profile).toEqual(wanted);
        }
        if (world.seq === undefined) {
          hellos.push(mine.takeForHello());
          welcome(0);
        }
        world.decide(mine);
        vi.advanceTimersByTime(1_000);
        world.decide(mine);
        expect(world.shown).toEqual(wanted);
      }),
    );
  });
});
