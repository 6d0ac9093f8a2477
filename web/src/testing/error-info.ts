import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { type Code, ConnectError } from "@connectrpc/connect";

/** A status as the server sends it: with a google.rpc.ErrorInfo among its details. */
export function statusWithReason(code: Code, reason: string, message: string, domain = "beckon.dev"): ConnectError {
  const error = new ConnectError(message, code);
  const value = new BinaryWriter().tag(1, 2).string(reason).tag(2, 2).string(domain).finish();
  error.details.push({ type: "google.rpc.ErrorInfo", value });
  return error;
}
