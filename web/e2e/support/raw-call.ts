import http2 from "node:http2";
import { type CallEnd, codeName, detailsOfTrailer, endOf } from "./call-end.js";
import type { DoorName } from "./door.js";
import { PATIENCE_MS, within } from "./waiting.js";

/** Bytes that are no message of any kind: a field that is longer than the message. */
export const GARBAGE = new Uint8Array([0x0a, 0xff, 0x01, 0x02]);

/**
 * Calls a method with messages that a client library would never write. Resolves with the end of the call; what the
 * server sends before it is skipped.
 */
export function rawCall(
  url: string,
  door: DoorName,
  method: "Connect" | "Open" | "Send",
  messages: readonly Uint8Array[],
): Promise<CallEnd> {
  const path = `/beckon.v1.Signaling/${method}`;
  const body = Buffer.concat(messages.map(envelope));
  const call = door === "Connect" ? grpcCall(url, path, body) : grpcWebCall(`${url}${path}`, body);
  return within(call, PATIENCE_MS, () => `the call of ${method} ends`);
}

/** The frame around every message in gRPC and gRPC-Web: a byte of flags, then the length. */
function envelope(message: Uint8Array): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}

/** The sending half stays open, as in a session that goes on. */
async function grpcCall(url: string, path: string, body: Buffer): Promise<CallEnd> {
  const session = http2.connect(url);
  try {
    const stream = session.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
    });
    stream.write(body);
    stream.resume();
    const trailers = await new Promise<http2.IncomingHttpHeaders>((resolve, reject) => {
      session.once("error", reject);
      stream.once("error", reject);
      stream.once("trailers", resolve);
      stream.once("response", (headers) => (headers["grpc-status"] === undefined ? undefined : resolve(headers)));
    });
    return endOfTrailers((name) => String(trailers[name] ?? ""));
  } finally {
    session.destroy();
  }
}

async function grpcWebCall(url: string, body: Buffer): Promise<CallEnd> {
  const headers = { "content-type": "application/grpc-web+proto", "x-grpc-web": "1" };
  const response = await fetch(url, { method: "POST", headers, body: new Uint8Array(body) });
  const answer = Buffer.from(await response.arrayBuffer());
  if (response.headers.has("grpc-status")) {
    return endOfTrailers((name) => response.headers.get(name) ?? "");
  }
  const trailers = new Headers(trailerLines(answer));
  if (!trailers.has("grpc-status")) {
    throw new Error(`no gRPC status in an answer of HTTP ${response.status}`);
  }
  return endOfTrailers((name) => trailers.get(name) ?? "");
}

/** In gRPC-Web the trailers are the last frame of the body, marked by the highest bit of its flags. */
function trailerLines(body: Buffer): [string, string][] {
  for (let at = 0; at + 5 <= body.length; at += 5 + body.readUInt32BE(at + 1)) {
    if ((body.readUInt8(at) & 0x80) !== 0) {
      const lines = body
        .subarray(at + 5)
        .toString("latin1")
        .split("\r\n")
        .filter(Boolean);
      return lines.map((line) => [line.slice(0, line.indexOf(":")).trim(), line.slice(line.indexOf(":") + 1).trim()]);
    }
  }
  return [];
}

function endOfTrailers(get: (name: string) => string): CallEnd {
  const message = decodeURIComponent(get("grpc-message"));
  return endOf(codeName(Number(get("grpc-status"))), message, detailsOfTrailer(get("grpc-status-details-bin")));
}
