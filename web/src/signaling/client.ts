import { createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { Signaling } from "../gen/beckon/v1/signaling_pb.js";
import { whenAborted } from "./abort.js";
import { BeckonClient } from "./beckon-client.js";
import { checkOptions } from "./option-checks.js";
import type { SignalingOptions } from "./options.js";
import type { SignalingClient } from "./signaling-client.js";
import { pageSurroundings, type Surroundings } from "./surroundings.js";

/**
 * Connects to a Beckon server and stays connected until `close()`.
 *
 * Returns at once; what becomes of it is told by events and by `connected()`:
 *
 *     const signaling = connectSignaling({ url: location.origin, peerId: "alice" });
 *     signaling.on((event) => { ... });
 *     await signaling.connected();
 *
 * @throws SignalingError `INVALID_ARGUMENT` at once when the address or another option is of no use, with words for the developer.
 */
export function connectSignaling(options: SignalingOptions): SignalingClient {
  checkOptions(options);
  const surroundings = options.surroundings ?? pageSurroundings(options.url);
  const baseUrl = options.url;
  const transport = options.transport ?? createGrpcWebTransport({ baseUrl, fetch: createFetch(surroundings) });
  const client = new BeckonClient(
    surroundings === undefined ? options : { ...options, surroundings },
    createClient(Signaling, transport),
  );
  client.start();
  whenAborted(options.signal, () => void client.close());
  return client;
}

/** What is said while the page ends, such as bye, is to arrive though nobody awaits the answer. */
function createFetch(surroundings: Surroundings | undefined): typeof fetch {
  let isGone = false;
  surroundings?.watch((change) => {
    isGone ||= change === "gone";
  });
  return (input, init) => fetch(input, isGone ? { ...init, keepalive: true } : init);
}
