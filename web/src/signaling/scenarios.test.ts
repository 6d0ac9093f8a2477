import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readScenarios, type Scenario } from "../testing/scenarios/scenario-file.js";
import { ScenarioPlayer } from "../testing/scenarios/scenario-player.js";

const clock = {
  advance: async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
  },
  timers: () => vi.getTimerCount(),
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

async function play(scenario: Scenario): Promise<void> {
  const player = new ScenarioPlayer(scenario, clock);
  let state = "IDLE";
  for (const [index, step] of scenario.steps.entries()) {
    const { state: next, why, idle, ...followed } = step.then ?? {};
    const where = `step ${index + 1}: ${JSON.stringify(step)}`;
    expect(await player.play(step), where).toEqual(followed);
    // A step that begins goes as far as a welcome.
    state = next ?? ("begin" in step ? "LIVE" : state);
    expect(player.app.state, where).toBe(state);
    if (why !== undefined) {
      expect(player.app.why, where).toBe(why);
    }
    if (idle) {
      expect(clock.timers(), where).toBe(0);
    }
  }
}

for (const [title, scenarios] of readScenarios()) {
  describe(title, () => {
    it.each(scenarios)("$name", play);
  });
}
