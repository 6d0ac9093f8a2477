/** Creates a session key: 16 random bytes. It is a secret of this client; see `SignalingOptions.sessionKey`. */
export function createSessionKey(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(16));
}

/**
 * Creates an affinity key: random text by which a proxy can route a client's Open and Send to the same server. It is
 * not a secret and grants nothing.
 */
export function createAffinityKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
