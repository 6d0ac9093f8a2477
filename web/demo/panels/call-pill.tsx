import type { Call } from "../state/model";

type Tone = "good" | "wait" | "warn" | "bad";

function wordsFor(call: Call): readonly [Tone, string] {
  switch (call.phase) {
    case "connecting":
      return ["wait", "Connecting…"];
    case "interrupted":
      return ["wait", "Reconnecting…"];
    case "failed":
      return ["bad", "Not connected"];
    case "connected":
      if (call.isPoor) return ["warn", "Poor"];
      if (call.route === "relayed") return ["good", "Relayed"];
      return ["good", call.route === "direct" ? "Direct" : "Connected"];
  }
}

/** The state of the connection with one person: direct, relayed, poor. */
export function CallPill({ call }: { readonly call: Call }) {
  const [tone, words] = wordsFor(call);
  return (
    <span class="pill" data-tone={tone} data-testid="call-pill">
      <span class="dot" aria-hidden="true" />
      {words}
    </span>
  );
}
