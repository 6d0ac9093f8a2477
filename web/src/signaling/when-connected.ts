import { whenAborted } from "./abort.js";
import type { SignalingClient } from "./signaling-client.js";
import { SignalingError } from "./signaling-error.js";
import type { SignalingState } from "./state.js";

/** See `SignalingClient.connected`. */
export function whenConnected(client: Pick<SignalingClient, "state" | "on">, signal: AbortSignal | undefined) {
  return new Promise<void>((resolve, reject) => {
    const settled = new AbortController();
    const settle = (error?: SignalingError) => {
      settled.abort();
      error === undefined ? resolve() : reject(error);
    };
    const check = (state: SignalingState) => {
      if (state.status === "connected") {
        settle();
      } else if (state.status === "closed") {
        settle(state.error ?? new SignalingError("CLOSED"));
      }
    };
    client.on((event) => event.type === "state" && check(event.state), settled);
    const unwatch = whenAborted(signal, settle);
    whenAborted(settled.signal, unwatch);
    check(client.state);
  });
}
