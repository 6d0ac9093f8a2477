import { Code, ConnectError } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { statusWithReason } from "../testing/error-info.js";
import { SignalingError } from "./signaling-error.js";

/** A status that was received, without details. */
function receivedStatus(code: Code): ConnectError {
  return new ConnectError("said the server", code, { "grpc-status": String(code) });
}

describe("SignalingError.from", () => {
  it("keeps a SignalingError as it is", () => {
    const error = new SignalingError("QUEUE_FULL");
    expect(SignalingError.from(error)).toBe(error);
  });

  it("takes the reason from google.rpc.ErrorInfo, and says in words what to do", () => {
    const error = SignalingError.from(statusWithReason(Code.AlreadyExists, "PEER_ID_TAKEN", "alice is taken"));
    expect(error).toMatchObject({ name: "SignalingError", reason: "PEER_ID_TAKEN", isRetryable: false });
    expect(error.message).toContain("Choose another one");
    expect(error.message).toContain("alice is taken");
  });

  it.each([
    ["SLOW", Code.ResourceExhausted, true],
    ["SEQ_GAP", Code.Aborted, true],
    ["ATTACHMENT_UNKNOWN", Code.Aborted, true],
    ["HEARTBEAT_MISSED", Code.Unavailable, true],
    ["SHUTDOWN", Code.Unavailable, true],
    ["INTERNAL", Code.Internal, true],
    ["REPLACED", Code.Aborted, false],
    ["INVALID_HELLO", Code.InvalidArgument, false],
    ["FRAME_TOO_LARGE", Code.ResourceExhausted, false],
  ])("knows %s", (reason, code, isRetryable) => {
    expect(SignalingError.from(statusWithReason(code, reason, ""))).toMatchObject({ reason, isRetryable });
  });

  it("takes a reason of a newer server for unspecified, and tells its text", () => {
    const error = SignalingError.from(statusWithReason(Code.ResourceExhausted, "TOO_MANY_MOONS", "three moons"));
    expect(error).toMatchObject({ reason: "UNSPECIFIED", isRetryable: true });
    expect(error.message).toContain("three moons");
  });

  it("does not trust an ErrorInfo of another domain, nor an inherited property name", () => {
    const foreign = statusWithReason(Code.AlreadyExists, "PEER_ID_TAKEN", "", "example.org");
    expect(SignalingError.from(foreign).reason).not.toBe("PEER_ID_TAKEN");
    expect(SignalingError.from(statusWithReason(Code.Aborted, "toString", "")).reason).toBe("UNSPECIFIED");
  });

  it("survives details that are no message", () => {
    const error = receivedStatus(Code.Aborted);
    error.details.push({ type: "google.rpc.ErrorInfo", value: new Uint8Array([0xff, 0xff, 0xff]) });
    expect(SignalingError.from(error).reason).toBe("UNSPECIFIED");
  });

  it.each([
    [new TypeError("Failed to fetch"), "UNREACHABLE", true],
    ["missing trailer", "UNREACHABLE", true],
    // What connect-web makes of a response that was cut off in the middle of a message.
    [new ConnectError("incomplete envelope", Code.InvalidArgument), "UNREACHABLE", true],
    [receivedStatus(Code.Unavailable), "UNREACHABLE", true],
    [receivedStatus(Code.InvalidArgument), "UNSPECIFIED", false],
    [receivedStatus(Code.Unimplemented), "UNSPECIFIED", false],
    [receivedStatus(Code.PermissionDenied), "UNSPECIFIED", false],
    [receivedStatus(Code.Unauthenticated), "TOKEN_INVALID", false],
    [new ConnectError("HTTP 404", Code.Unimplemented), "UNREACHABLE", true],
    [new ConnectError("HTTP 403", Code.PermissionDenied), "UNREACHABLE", true],
    [new ConnectError("HTTP 505", Code.Unknown), "UNREACHABLE", true],
    [new ConnectError("HTTP 401", Code.Unauthenticated), "TOKEN_INVALID", true],
    [new ConnectError("unsupported content type", Code.Unknown, { "content-type": "text/html" }), "UNREACHABLE", true],
    [new DOMException("gone", "AbortError"), "ABORTED", false],
    [new ConnectError("gone", Code.Canceled), "ABORTED", false],
    [undefined, "UNREACHABLE", true],
  ])("makes of %s: %s", (thrown, reason, isRetryable) => {
    expect(SignalingError.from(thrown)).toMatchObject({ reason, isRetryable });
  });

  it("keeps what was thrown as its cause", () => {
    const thrown = statusWithReason(Code.Unavailable, "SHUTDOWN", "");
    expect(SignalingError.from(thrown).cause).toBe(thrown);
  });
});
