import { readdirSync, readFileSync } from "node:fs";

/** What one step of a scenario feeds in; see proto/scenarios/README.md. */
export interface Step {
  readonly then?: Expectation;
  readonly [input: string]: unknown;
}

export interface Expectation {
  readonly state?: string;
  readonly why?: string;
  readonly idle?: boolean;
  readonly hello?: Readonly<Record<string, unknown>>;
  readonly drops?: boolean;
  readonly checks?: boolean;
  readonly asks_token?: boolean;
  readonly sends?: readonly unknown[];
  readonly results?: readonly unknown[];
  readonly tells?: readonly unknown[];
}

export interface ScenarioConfig {
  readonly jitter?: number;
  readonly max_messages?: number;
  readonly max_bytes?: number;
  readonly token_provider?: boolean;
  readonly earlier_key?: boolean;
}

export interface Scenario {
  readonly name: string;
  readonly config?: ScenarioConfig;
  readonly for_each?: readonly unknown[];
  readonly only?: "java" | "web";
  readonly steps: readonly Step[];
}

const FOLDER = new URL("../../../../proto/scenarios/", import.meta.url);

/** All scenarios by the title of their file; one with `for_each` stands here once for each status. */
export function readScenarios(): ReadonlyMap<string, readonly Scenario[]> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  const read = files.map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")));
  return new Map(read.map(({ title, scenarios }) => [title, scenarios.flatMap(expand)]));
}

function expand(scenario: Scenario): readonly Scenario[] {
  if (scenario.only === "java") {
    return [];
  }
  return (scenario.for_each ?? [undefined]).map((status) => ({
    ...scenario,
    name: status === undefined ? scenario.name : `${scenario.name}: ${Object.values(status as object).join(" ")}`,
    steps: scenario.steps.map((step) => (step["status"] === "each" ? { ...step, status } : step)),
  }));
}
