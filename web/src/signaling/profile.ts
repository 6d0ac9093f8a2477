import type { MemberChange } from "./signaling-client.js";

/** The display name and attributes of this peer, over all sessions. */
export interface Profile {
  readonly displayName: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** @returns the profile after a change; an attribute with an empty value is removed, as in the server. */
export function withMemberChange(profile: Profile, change: MemberChange): Profile {
  const merged = { ...profile.attributes, ...change.attributes };
  return {
    displayName: change.displayName ?? profile.displayName,
    attributes: Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== "")),
  };
}

export function isSameProfile(one: Profile, other: Profile): boolean {
  const keys = Object.keys(one.attributes);
  return (
    one.displayName === other.displayName &&
    keys.length === Object.keys(other.attributes).length &&
    keys.every((key) => one.attributes[key] === other.attributes[key])
  );
}
