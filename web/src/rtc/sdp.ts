/**
 * The ICE username fragments of a session description (RFC 8839, section 5.4): one, or one per m-line when the media are
 * not bundled.
 */
export function iceUsernameFragments(sdp: string): ReadonlySet<string> {
  return new Set(valuesOf(sdp, /^a=ice-ufrag:([^\s]+)/gm));
}

/**
 * What all descriptions of one RTCPeerConnection have in common and those of no other have: user and session id of the
 * `o=` line (RFC 8829, section 5.2.1) and the certificate fingerprints (RFC 8122, section 5). Undefined when the
 * description tells neither.
 */
export function originOf(sdp: string): string | undefined {
  const sessions = valuesOf(sdp, /^o=(\S+ \S+) /gm);
  const fingerprints = valuesOf(sdp, /^a=fingerprint:(.+?)\s*$/gm).map((each) => each.toLowerCase());
  const parts = [...sessions, ...[...new Set(fingerprints)].sort()];
  return parts.length === 0 ? undefined : parts.join(" ");
}

/** Whether two descriptions are of the same RTCPeerConnection; undefined when one does not tell. */
export function haveSameOrigin(one: string, other: string): boolean | undefined {
  const [a, b] = [originOf(one), originOf(other)];
  return a === undefined || b === undefined ? undefined : a === b;
}

function valuesOf(sdp: string, pattern: RegExp): string[] {
  return [...sdp.matchAll(pattern)].flatMap(([, value]) => value ?? []);
}
