import { createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { Signaling } from "../gen/beckon/v1/signaling_pb.js";
import { whenAborted } from "./abort.js";
import { BeckonClient } from "./beckon-client.js";
import type { SignalingOptions } from "./options.js";
import type { SignalingClient } from "./signaling-client.js";

/**
 * Connects to a Beckon server and stays connected until `close()`.
 *
 * Returns at once; what becomes of it is told by events and by `connected()`:
 *
 *     const signaling = connectSignaling({ url: location.origin, peerId: "alice" });
 *     signaling.on((event) => { ... });
 *     await signaling.connected();
 */
export function connectSignaling(options: SignalingOptions): SignalingClient {
  const transport = options.transport ?? createGrpcWebTransport({ baseUrl: options.url });
  const client = new BeckonClient(options, createClient(Signaling, transport));
  client.start();
  whenAborted(options.signal, () => void client.close());
  return client;
}
