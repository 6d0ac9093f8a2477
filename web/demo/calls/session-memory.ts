// Lets a reloaded page replace the page before it. The key is stored when the page unloads and removed when the next
// one loads, so that a duplicated tab, which copies the storage of an open page, finds nothing and becomes a new peer.

export interface RememberedSession {
  readonly name: string;
  readonly peerId: string;
  readonly sessionKey: Uint8Array;
}

const KEY = "beckon.session";

export function rememberSession(session: RememberedSession): void {
  const key = btoa(String.fromCharCode(...session.sessionKey));
  try {
    sessionStorage.setItem(KEY, JSON.stringify([session.name, session.peerId, key]));
  } catch {
    // If storage is disabled, the old session ends by itself.
  }
}

/** Returns the session of the previous page, once. */
export function takeSession(): RememberedSession | null {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    if (!text) return null;
    const parts: unknown = JSON.parse(text);
    if (!Array.isArray(parts)) return null;
    const [name, peerId, key] = parts.map(String);
    if (!name || !peerId || !key) return null;
    return { name, peerId, sessionKey: Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0)) };
  } catch {
    return null;
  }
}
