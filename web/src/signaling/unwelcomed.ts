import type { SignalingOptions } from "./options.js";

type Whose = Pick<SignalingOptions, "url" | "peerId">;

/** Session keys of clients that were closed while their hello was in flight, by server and peer. */
const keys = new Map<string, Uint8Array>();

/**
 * Remembers the session that a closed client may have started without knowing it. A page that mounts a component twice
 * closes its first client within milliseconds, and the second one must not find its peer id taken.
 *
 * @returns a function that forgets the session after it has ended.
 */
export function rememberUnwelcomed(whose: Whose, sessionKey: Uint8Array): () => void {
  const name = nameOf(whose);
  keys.set(name, sessionKey);
  return () => {
    if (keys.get(name) === sessionKey) {
      keys.delete(name);
    }
  };
}

/** The session key that the next client of this peer replaces, if there may be such a session of this page. */
export function findUnwelcomed(whose: Whose): Uint8Array | undefined {
  return keys.get(nameOf(whose));
}

function nameOf({ url, peerId }: Whose): string {
  return `${peerId} ${url}`;
}
