// Facts for the details of a connection: the network path and the received video.

export interface Facts {
  readonly path?: string;
  readonly video?: string;
}

type Entry = Readonly<Record<string, unknown>>;

/** Reads them from a stats report (W3C WebRTC statistics). Values that the browser does not report are omitted. */
export async function readFacts(connection: RTCPeerConnection): Promise<Facts> {
  const entries = new Map<string, Entry>();
  // RTCStatsReport is a map of dictionaries whose fields depend on their type.
  for (const [id, entry] of (await connection.getStats()) as unknown as Iterable<[string, Entry]>)
    entries.set(id, entry);
  return { path: pathOf(entries), video: videoOf(entries) };
}

function pathOf(entries: ReadonlyMap<string, Entry>): string {
  const transport = [...entries.values()].find((entry) => entry["type"] === "transport");
  const pair = entries.get(String(transport?.["selectedCandidatePairId"]));
  const local = entries.get(String(pair?.["localCandidateId"]));
  const remote = entries.get(String(pair?.["remoteCandidateId"]));
  if (!local || !remote) return "";
  return `${local["candidateType"]} to ${remote["candidateType"]}, ${local["protocol"]}`;
}

function videoOf(entries: ReadonlyMap<string, Entry>): string {
  const inbound = [...entries.values()].find(
    (entry) => entry["type"] === "inbound-rtp" && entry["kind"] === "video" && Number(entry["framesPerSecond"]) > 0,
  );
  if (!inbound) return "";
  const codec = String(entries.get(String(inbound["codecId"]))?.["mimeType"] ?? "").replace("video/", "");
  const size = `${inbound["frameWidth"]} × ${inbound["frameHeight"]}`;
  return [codec, size, `${inbound["framesPerSecond"]} frames a second`].filter(Boolean).join(", ");
}
