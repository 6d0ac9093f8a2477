import { createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { Signaling } from "../gen/beckon/v1/signaling_pb.js";
import { whenAborted } from "./abort.js";
import { BeckonClient } from "./beckon-client.js";
import { browserEnvironment } from "./environment.js";
import { checkOptions } from "./option-checks.js";
import type { SignalingOptions } from "./options.js";
import type { SignalingClient } from "./signaling-client.js";
import { findUnwelcomed } from "./unwelcomed.js";

/**
 * Connects to a Beckon server and stays connected until `close()`.
 *
 * Returns at once; events and `connected()` report the progress:
 *
 *     const signaling = connectSignaling({ url: location.origin, peerId: "alice" });
 *     signaling.on((event) => { ... });
 *     await signaling.connected();
 *
 * @throws SignalingError `INVALID_ARGUMENT` at once if the URL or another option is invalid, with a message for the
 *     developer.
 */
export function connectSignaling(options: SignalingOptions): SignalingClient {
  checkOptions(options);
  const environment = options.environment ?? browserEnvironment(options.url);
  const baseUrl = options.url;
  const transport =
    options.transport ?? createGrpcWebTransport({ baseUrl, fetch: createFetch(() => client.isPageLeaving) });
  const replacedSessionKey = options.replacedSessionKey ?? findUnwelcomed(options);
  const client: BeckonClient = new BeckonClient(
    {
      ...options,
      ...(environment === undefined ? {} : { environment }),
      ...(replacedSessionKey === undefined ? {} : { replacedSessionKey }),
    },
    createClient(Signaling, transport),
  );
  client.start();
  whenAborted(options.signal, () => void client.close());
  return client;
}

/** Requests that are sent while the page unloads, such as bye, must arrive although nothing waits for the response. */
function createFetch(isLeaving: () => boolean): typeof fetch {
  return (input, init) => (isLeaving() ? fetchWhileLeaving(input, init) : fetch(input, init));
}

/** The part of a browser's `navigator` that is used here. */
interface BeaconSender {
  sendBeacon?(url: string, data: Blob): boolean;
}

/**
 * Firefox before 133 has no `keepalive` and would abort the request. A beacon cannot have custom headers and needs none
 * here.
 */
function fetchWhileLeaving(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): Promise<Response> {
  const { navigator } = globalThis as { readonly navigator?: BeaconSender };
  if ("keepalive" in Request.prototype || navigator?.sendBeacon === undefined || !(init?.body instanceof Uint8Array)) {
    return fetch(input, { ...init, keepalive: true });
  }
  const type = new Headers(init.headers).get("content-type") ?? "";
  navigator.sendBeacon(`${input}`, new Blob([init.body as Uint8Array<ArrayBuffer>], { type }));
  // The page is gone before a response arrives.
  return new Promise(() => undefined);
}
