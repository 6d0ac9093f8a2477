import { create } from "@bufbuild/protobuf";
import { type Hello, Hello_ConflictPolicy, HelloSchema } from "../gen/beckon/v1/session_pb.js";
import type { SignalingOptions } from "./options.js";
import type { MemberChange } from "./signaling-client.js";

/** What others see of this peer; survives sessions. */
export interface Profile {
  readonly displayName: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** @returns the profile after a change; an empty attribute is removed, as the server does it. */
export function withMemberChange(profile: Profile, change: MemberChange): Profile {
  const merged = { ...profile.attributes, ...change.attributes };
  return {
    displayName: change.displayName ?? profile.displayName,
    attributes: Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== "")),
  };
}

export function buildHello(options: SignalingOptions, sessionKey: Uint8Array, profile: Profile): Hello {
  const { peerId, onConflict, replacedSessionKey } = options;
  return create(HelloSchema, {
    peerId,
    displayName: profile.displayName,
    attributes: { ...profile.attributes },
    sessionKey: new Uint8Array(sessionKey),
    replacedSessionKey: new Uint8Array(replacedSessionKey ?? []),
    onConflict: onConflict === "replace" ? Hello_ConflictPolicy.REPLACE : Hello_ConflictPolicy.REJECT,
    client: { name: "beckon-web", version: "0.1.0" },
  });
}
