import { create } from "@bufbuild/protobuf";
import { type Hello, Hello_ConflictPolicy, HelloSchema } from "../gen/beckon/v1/session_pb.js";
import type { SignalingOptions } from "./options.js";
import type { Profile } from "./profile.js";

/** The fields of a hello about sessions. */
export interface SessionClaim {
  readonly sessionKey: Uint8Array;
  readonly replacedSessionKey: Uint8Array | undefined;
  /** Number of this hello among those with this key, from 1; 0 if unknown. */
  readonly attempt: number;
  /** The session to resume; empty for a new one. */
  readonly sessionId: string;
  /** The highest event of that session that was handled. */
  readonly lastSeq: bigint;
}

export function buildHello(options: SignalingOptions, profile: Profile, claim: SessionClaim): Hello {
  const { peerId, onConflict } = options;
  return create(HelloSchema, {
    peerId,
    displayName: profile.displayName,
    attributes: { ...profile.attributes },
    sessionKey: new Uint8Array(claim.sessionKey),
    replacedSessionKey: new Uint8Array(claim.replacedSessionKey ?? []),
    attempt: claim.attempt,
    sessionId: claim.sessionId,
    lastSeq: claim.lastSeq,
    onConflict: onConflict === "replace" ? Hello_ConflictPolicy.REPLACE : Hello_ConflictPolicy.REJECT,
    client: { name: "beckon-web", version: "0.1.0" },
  });
}
