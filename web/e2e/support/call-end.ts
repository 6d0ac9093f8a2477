import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { Code, ConnectError } from "@connectrpc/connect";

/** How a call ended: its gRPC status with the details that Beckon promises. */
export interface CallEnd {
  /** Name of the gRPC code, for instance "ALREADY_EXISTS"; "OK" for an end in good order. */
  readonly code: string;
  /** The ErrorInfo's reason, for instance "PEER_ID_TAKEN"; "" without one. */
  readonly reason: string;
  /** The ErrorInfo's domain; "" without one. */
  readonly domain: string;
  /** The ErrorInfo's metadata, for instance expected_seq. */
  readonly metadata: Readonly<Record<string, string>>;
  /** What a BadRequest says: path of a field to the description of what is wrong with it. */
  readonly fields: Readonly<Record<string, string>>;
  /** The status message, for a person. */
  readonly message: string;
}

export const OK: CallEnd = { code: "OK", reason: "", domain: "", metadata: {}, fields: {}, message: "" };

/** A detail of a status: a google.protobuf.Any, its type without the prefix. */
export interface StatusDetail {
  readonly type: string;
  readonly value: Uint8Array;
}

/** Reads the end of a call from what the client library throws. */
export function endOfError(thrown: unknown): CallEnd {
  const error = ConnectError.from(thrown);
  const details = error.details.filter((detail): detail is StatusDetail & typeof detail => "type" in detail);
  return endOf(codeName(error.code), error.rawMessage, details);
}

export function endOf(code: string, message: string, details: readonly StatusDetail[]): CallEnd {
  const info = details.find((detail) => detail.type === "google.rpc.ErrorInfo");
  const badRequest = details.find((detail) => detail.type === "google.rpc.BadRequest");
  const infoFields = info ? lengthDelimited(info.value) : new Map<number, Uint8Array[]>();
  return {
    code,
    reason: text(infoFields, 1),
    domain: text(infoFields, 2),
    metadata: pairs(infoFields.get(3)),
    fields: badRequest ? pairs(lengthDelimited(badRequest.value).get(1)) : {},
    message,
  };
}

/** Reads the details from the content of the trailer grpc-status-details-bin, a google.rpc.Status. */
export function detailsOfTrailer(base64: string): StatusDetail[] {
  const status = lengthDelimited(Buffer.from(base64, "base64"));
  return (status.get(3) ?? []).map((any) => {
    const fields = lengthDelimited(any);
    return { type: text(fields, 1).replace(/^.*\//, ""), value: fields.get(2)?.[0] ?? new Uint8Array() };
  });
}

/** For instance 6 to "ALREADY_EXISTS". */
export function codeName(code: Code | 0): string {
  return code === 0 ? "OK" : Code[code].replace(/(?!^)([A-Z])/g, "_$1").toUpperCase();
}

/**
 * The length-delimited fields of a message by their number. The details are messages of google.rpc with nothing but
 * strings and messages, and for those three no stubs are worth having.
 */
function lengthDelimited(bytes: Uint8Array): Map<number, Uint8Array[]> {
  const fields = new Map<number, Uint8Array[]>();
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (wireType === WireType.LengthDelimited) {
      fields.set(number, [...(fields.get(number) ?? []), reader.bytes()]);
    } else {
      reader.skip(wireType, number);
    }
  }
  return fields;
}

function text(fields: ReadonlyMap<number, Uint8Array[]>, number: number): string {
  return Buffer.from(fields.get(number)?.[0] ?? []).toString("utf8");
}

/** Messages whose fields 1 and 2 are strings: entries of a map, violations of a field. */
function pairs(messages: readonly Uint8Array[] = []): Record<string, string> {
  return Object.fromEntries(
    messages.map((message) => {
      const fields = lengthDelimited(message);
      return [text(fields, 1), text(fields, 2)];
    }),
  );
}
