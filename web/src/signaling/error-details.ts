import { fromBinary } from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { DurationSchema, durationMs } from "@bufbuild/protobuf/wkt";
import type { ConnectError } from "@connectrpc/connect";

/** The part of google.rpc.ErrorInfo that clients branch on. */
export interface ErrorInfo {
  /** For instance "PEER_ID_TAKEN". */
  readonly reason: string;
}

const DOMAIN = "beckon.dev";

/**
 * Reads the google.rpc.ErrorInfo of domain "beckon.dev" from the details of a status, if present. Decoded by hand: it
 * has only two strings, and the contract imports nothing beyond google/protobuf.
 */
export function readErrorInfo(error: ConnectError): ErrorInfo | undefined {
  for (const detail of error.details) {
    if ("type" in detail && detail.type === "google.rpc.ErrorInfo") {
      const [reason, domain] = readStrings(detail.value, [1, 2]);
      if (reason && domain === DOMAIN) {
        return { reason };
      }
    }
  }
  return undefined;
}

/** Reads the minimum delay of google.rpc.RetryInfo, in milliseconds, if present. */
export function readRetryDelayMs(error: ConnectError): number | undefined {
  for (const detail of error.details) {
    if ("type" in detail && detail.type === "google.rpc.RetryInfo") {
      return readDuration(detail.value, 1);
    }
  }
  return undefined;
}

function readDuration(bytes: Uint8Array, wanted: number): number | undefined {
  try {
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) {
      const [number, wireType] = reader.tag();
      if (number === wanted && wireType === WireType.LengthDelimited) {
        return durationMs(fromBinary(DurationSchema, reader.bytes()));
      }
      reader.skip(wireType, number);
    }
  } catch {
    // An invalid message is treated as absent.
  }
  return undefined;
}

/** Reads the string fields with the given numbers; undefined for absent fields and for invalid bytes. */
function readStrings(bytes: Uint8Array, numbers: readonly number[]): (string | undefined)[] {
  const found = new Map<number, string>();
  try {
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) {
      const [number, wireType] = reader.tag();
      if (numbers.includes(number)) {
        found.set(number, reader.string());
      } else {
        reader.skip(wireType, number);
      }
    }
  } catch {
    return [];
  }
  return numbers.map((number) => found.get(number));
}
