import type { MessageInitShape } from "@bufbuild/protobuf";
import type { ClientFrameSchema } from "../gen/beckon/v1/signaling_pb.js";
import type { OutgoingSignal } from "./signal.js";
import { toWireSignal } from "./wire-signal.js";

/** A frame of a session, except the frames of a connection (hello, heartbeat, bye). */
export type Statement =
  | { readonly type: "signal"; readonly signal: OutgoingSignal }
  | { readonly type: "join-room"; readonly room: string }
  | { readonly type: "leave-room"; readonly room: string }
  | { readonly type: "watch-presence"; readonly peerIds: readonly string[] }
  | { readonly type: "refresh-token"; readonly accessToken: string }
  | {
      readonly type: "update-member";
      readonly displayName: string | undefined;
      readonly attributes: Readonly<Record<string, string>>;
    };

export function toWireFrame(statement: Statement): NonNullable<MessageInitShape<typeof ClientFrameSchema>["frame"]> {
  switch (statement.type) {
    case "signal":
      return { case: "signal", value: toWireSignal(statement.signal) };
    case "join-room":
      return { case: "joinRoom", value: { room: statement.room } };
    case "leave-room":
      return { case: "leaveRoom", value: { room: statement.room } };
    case "watch-presence":
      return { case: "watchPresence", value: { peerIds: [...statement.peerIds] } };
    case "refresh-token":
      return { case: "refreshToken", value: { accessToken: statement.accessToken } };
    case "update-member": {
      const { displayName, attributes } = statement;
      const name = displayName === undefined ? {} : { displayName };
      return { case: "updateMember", value: { ...name, attributes: { ...attributes } } };
    }
  }
}
