import { describe, expect, it } from "vitest";
import { Tokens } from "./tokens.js";

/** An app that answers each question when the test does. */
function start() {
  const questions: { readonly answer: (token: string) => void; readonly fail: () => void }[] = [];
  const tokens = new Tokens(
    () =>
      new Promise((resolve, reject) => {
        questions.push({ answer: resolve, fail: () => reject(new Error("API down")) });
      }),
  );
  /** Asks for the metadata of a hello. */
  const ask = async () => (await tokens.obtainHeaders())["authorization"];
  return { tokens, questions, ask };
}

describe("Tokens", () => {
  it("keeps a newer token when an older question is answered last", async () => {
    const { tokens, questions, ask } = start();
    const first = ask();
    tokens.giveUpAsking();
    const second = ask();
    questions[1]?.answer("new");
    expect(await second).toBe("Bearer new");
    questions[0]?.answer("old");
    expect(await first).toBe("Bearer new");
    expect(tokens.token).toBe("new");
  });

  it("takes a late answer while a newer question is open, and the newer answer after it", async () => {
    const { tokens, questions, ask } = start();
    const first = ask();
    tokens.giveUpAsking();
    const second = ask();
    questions[0]?.answer("late");
    expect(await first).toBe("Bearer late");
    expect(await second).toBe("Bearer late");
    questions[1]?.answer("new");
    await expect.poll(() => tokens.token).toBe("new");
  });

  it("fails no newer question when an older one fails late", async () => {
    const { tokens, questions, ask } = start();
    const first = ask();
    tokens.giveUpAsking();
    const second = ask();
    questions[0]?.fail();
    await expect(first).rejects.toMatchObject({ reason: "TOKEN_UNAVAILABLE" });
    questions[1]?.answer("new");
    expect(await second).toBe("Bearer new");
  });

  it("does not bring back an older token when a newer one was refused", async () => {
    const { tokens, questions, ask } = start();
    const first = ask();
    tokens.giveUpAsking();
    const second = ask();
    questions[1]?.answer("new");
    await second;
    tokens.onRefused();
    questions[0]?.answer("old");
    await expect.poll(() => questions.length).toBe(3);
    expect(tokens.token).toBeUndefined();
    questions[2]?.answer("newest");
    expect(await first).toBe("Bearer newest");
  });
});
