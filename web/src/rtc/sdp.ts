/**
 * Returns the ICE username fragments of a session description (RFC 8839, section 5.4): one, or one per m-line if the
 * media are not bundled.
 */
export function iceUsernameFragments(sdp: string): ReadonlySet<string> {
  return new Set(valuesOf(sdp, /^a=ice-ufrag:([^\s]+)/gm));
}

/**
 * Identifies the RTCPeerConnection of a description: user and session id of the `o=` line (RFC 8829, section 5.2.1) and
 * the certificate fingerprints (RFC 8122, section 5). Undefined if it has neither.
 */
export function originOf(sdp: string): string | undefined {
  const parts = [...sessionsOf(sdp), ...[...fingerprintsOf(sdp)].sort()];
  return parts.length === 0 ? undefined : parts.join(" ");
}

/**
 * Whether two descriptions are of the same RTCPeerConnection; undefined if unknown. They are if they have a fingerprint
 * in common: a description may have several, and more with each m-line that is not bundled. The session id decides only
 * if there is no fingerprint, because aiortc creates a new one for each description, and webrtcbin answers with that of
 * the offer.
 */
export function haveSameOrigin(one: string, other: string): boolean | undefined {
  return overlap(fingerprintsOf(one), fingerprintsOf(other)) ?? overlap(sessionsOf(one), sessionsOf(other));
}

function fingerprintsOf(sdp: string): ReadonlySet<string> {
  return new Set(valuesOf(sdp, /^a=fingerprint:(.+?)\s*$/gm).map((each) => each.toLowerCase()));
}

function sessionsOf(sdp: string): ReadonlySet<string> {
  return new Set(valuesOf(sdp, /^o=(\S+ \S+) /gm));
}

/** Undefined if one of the two is empty. */
function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean | undefined {
  return one.size === 0 || other.size === 0 ? undefined : [...one].some((each) => other.has(each));
}

function valuesOf(sdp: string, pattern: RegExp): string[] {
  return [...sdp.matchAll(pattern)].flatMap(([, value]) => value ?? []);
}
