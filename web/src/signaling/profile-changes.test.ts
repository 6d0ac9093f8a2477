import { describe, expect, it } from "vitest";
import { ProfileChanges } from "./profile-changes.js";

const alice = { displayName: "Alice", attributes: { color: "red" } };

describe("ProfileChanges", () => {
  it("take out a refused change and keep those before and after it", () => {
    const changes = new ProfileChanges(alice);
    changes.apply({ displayName: "Al" }, 1n);
    changes.apply({ attributes: { color: "x".repeat(9_000) } }, 2n);
    changes.apply({ attributes: { hat: "yes" } }, 3n);
    changes.onRefused([2n]);
    expect(changes.profile).toEqual({ displayName: "Al", attributes: { color: "red", hat: "yes" } });
  });

  it("take out a refused change that a later one was built upon", () => {
    const changes = new ProfileChanges(alice);
    changes.apply({ displayName: "refused" }, 1n);
    changes.apply({ displayName: "taken" }, 2n);
    changes.onRefused([1n]);
    expect(changes.profile.displayName).toBe("taken");
    changes.onRefused([2n]);
    expect(changes.profile).toEqual(alice);
  });

  it("keep what is decided, whatever is refused later", () => {
    const changes = new ProfileChanges(alice);
    changes.apply({ displayName: "Al" }, 1n);
    changes.onDecided(1n);
    changes.apply({ displayName: "refused" }, 2n);
    changes.onRefused([1n, 2n]);
    expect(changes.profile.displayName).toBe("Al");
  });

  it("begin the next session with all that was asked for", () => {
    const changes = new ProfileChanges(alice);
    changes.apply({ displayName: "Al" }, 1n);
    changes.onSessionEnded();
    changes.onRefused([1n]);
    expect(changes.profile.displayName).toBe("Al");
  });
});
