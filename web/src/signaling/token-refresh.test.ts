import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Notice, NoticeCode } from "./notice.js";
import { TokenRefresh } from "./token-refresh.js";
import { type TokenProvider, Tokens } from "./tokens.js";

function notice(code: NoticeCode, retryAfterMs?: number): Notice {
  const delay = retryAfterMs === undefined ? {} : { retryAfterMs };
  return { code, message: "", peerId: "", room: "", connectionId: "", fieldViolations: [], ...delay };
}

/** An app that answers with these, one after the other; an error is thrown, undefined is never answered. */
async function start(...answers: (string | Error | undefined)[]) {
  const asked: string[] = [];
  const sent: string[] = [];
  const provider: TokenProvider = (reason) => {
    asked.push(reason);
    const answer = answers[asked.length - 1];
    if (answer instanceof Error) {
      return Promise.reject(answer);
    }
    return answer === undefined ? new Promise<string>(() => undefined) : Promise.resolve(answer);
  };
  const tokens = new Tokens(provider);
  await tokens.obtainHeaders();
  const say = (token: string) => BigInt(sent.push(token));
  return { asked, sent, tokens, refresh: new TokenRefresh({ say }, tokens, () => 1_000, 10_000) };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("TokenRefresh", () => {
  it("asks again when the app fails, when it gives the same token, and when it does not answer", async () => {
    const { asked, sent, refresh } = await start("old", new Error("API down"), "old", undefined, "new");
    refresh.onExpiring();
    refresh.onExpiring();
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual(["connect", "expiring", "expiring", "expiring"]);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(sent).toEqual(["new"]);
    refresh.onDecided(1n);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(5);
  });

  it("sends the same token again when the server could not check it", async () => {
    const { asked, sent, refresh } = await start("old", "new");
    refresh.onExpiring();
    await vi.advanceTimersByTimeAsync(0);
    refresh.onRefused(1n, notice("UNAVAILABLE", 3_000));
    refresh.onDecided(1n);
    await vi.advanceTimersByTimeAsync(2_999);
    expect(sent).toEqual(["new"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual(["new", "new"]);
    expect(asked).toHaveLength(2);
    refresh.onDecided(2n);
  });

  it("asks for another one when the server does not accept it", async () => {
    const { sent, refresh } = await start("old", "wrong", "right");
    refresh.onExpiring();
    await vi.advanceTimersByTimeAsync(0);
    refresh.onRefused(1n, notice("PERMISSION_DENIED"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual(["wrong", "right"]);
    refresh.onDecided(2n);
  });

  it("goes on with the next stream, unless its hello had a newer token", async () => {
    const { asked, tokens, refresh } = await start("old", new Error("API down"), "new");
    refresh.onExpiring();
    await vi.advanceTimersByTimeAsync(0);
    refresh.onLost();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(2);
    refresh.onWelcome();
    await vi.advanceTimersByTimeAsync(0);
    refresh.onLost();
    expect(tokens.token).toBe("new");
    refresh.onWelcome();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(3);
  });

  it("takes no token that a header cannot carry", async () => {
    for (const token of ["", "two words", "café\n"]) {
      const tokens = new Tokens(() => token);
      await expect(tokens.obtainHeaders()).rejects.toMatchObject({ reason: "TOKEN_UNAVAILABLE" });
    }
  });
});
