/**
 * The ICE username fragments of a session description (RFC 8839, section 5.4): one, or one per m-line when the media are
 * not bundled.
 */
export function iceUsernameFragments(sdp: string): ReadonlySet<string> {
  const fragments = new Set<string>();
  for (const [, fragment] of sdp.matchAll(/^a=ice-ufrag:([^\s]+)/gm)) {
    if (fragment !== undefined) {
      fragments.add(fragment);
    }
  }
  return fragments;
}
