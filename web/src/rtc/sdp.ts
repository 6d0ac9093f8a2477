/**
 * Returns the ICE username fragments of a session description (RFC 8839, section 5.4): one, or one per m-line if the
 * media are not bundled.
 */
export function iceUsernameFragments(sdp: string): ReadonlySet<string> {
  return new Set(valuesOf(sdp, /^a=ice-ufrag:([^\s]+)/gm));
}

/** What tells which RTCPeerConnection a description is of. */
export interface Origin {
  /** The certificate fingerprints (RFC 8122, section 5). */
  readonly fingerprints: ReadonlySet<string>;
  /** User and session id of the `o=` line (RFC 8829, section 5.2.1). */
  readonly sessions: ReadonlySet<string>;
  /** The ICE username fragments. */
  readonly fragments: ReadonlySet<string>;
}

/** Undefined if the description has neither a fingerprint nor an `o=` line. */
export function originOf(sdp: string): Origin | undefined {
  const fingerprints = fingerprintsOf(sdp);
  const sessions = sessionsOf(sdp);
  return fingerprints.size + sessions.size === 0
    ? undefined
    : { fingerprints, sessions, fragments: iceUsernameFragments(sdp) };
}

/**
 * Whether a description that arrived after the end of a connection belongs to that connection. A common fingerprint
 * alone does not tell, because some servers use one certificate for all their connections: the session id or the
 * username fragment must be the same as well. One of the two is enough, because aiortc creates a new session id for
 * each description, and an ICE restart changes the fragment.
 */
export function isOfEnded(origin: Origin, ended: Origin): boolean {
  const isSameSession = overlap(origin.sessions, ended.sessions);
  const isSameCertificate = overlap(origin.fingerprints, ended.fingerprints);
  if (isSameCertificate === undefined) {
    return isSameSession === true;
  }
  return isSameCertificate && (isSameSession === true || overlap(origin.fragments, ended.fragments) !== false);
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
