/** One direction of a link's media. */
export interface DirectionStats {
  /** Bits per second of RTP payload since the previous sample, over all tracks; 0 in the first sample. */
  readonly bitsPerSecond: number;
  /** Share of RTP packets lost since the previous sample, from 0 to 1; undefined if none were expected. */
  readonly lossRatio: number | undefined;
}

/** The network path: directly between the peers, or through a TURN server. */
export type LinkPath = "direct" | "relayed" | "unknown";

/** Statistics of a link at one moment. */
export interface LinkStats {
  /** When the sample was taken, in milliseconds since 1970. */
  readonly at: number;
  readonly inbound: DirectionStats;
  readonly outbound: DirectionStats;
  /** Round trip of the selected candidate pair, in milliseconds; undefined until measured. */
  readonly roundTripMs: number | undefined;
  readonly path: LinkPath;
  /** Video frames decoded since the start, over all tracks. */
  readonly framesDecoded: number;
}

/** One entry of an RTCStatsReport (W3C Identifiers for WebRTC's Statistics API). */
export interface StatsEntry {
  readonly id: string;
  readonly type: string;
  readonly timestamp: number;
}

/** The running totals at one moment, to be compared with the next ones. */
export interface StatsTotals {
  readonly at: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly packetsReceived: number;
  readonly packetsSent: number;
  /** Of the packets sent by the other side. */
  readonly packetsLostInbound: number;
  /** Of the packets sent by this side, as reported by the other side. */
  readonly packetsLostOutbound: number;
}

/** Adds up a report. */
export function statsTotals(entries: readonly StatsEntry[]): StatsTotals {
  return {
    at: Math.max(0, ...entries.map(({ timestamp }) => timestamp)),
    bytesReceived: sum(entries, "inbound-rtp", "bytesReceived"),
    bytesSent: sum(entries, "outbound-rtp", "bytesSent"),
    packetsReceived: sum(entries, "inbound-rtp", "packetsReceived"),
    packetsSent: sum(entries, "outbound-rtp", "packetsSent"),
    packetsLostInbound: sum(entries, "inbound-rtp", "packetsLost"),
    packetsLostOutbound: sum(entries, "remote-inbound-rtp", "packetsLost"),
  };
}

/**
 * Computes the statistics of a report.
 *
 * @param before the totals of the previous report; undefined for the first one.
 */
export function linkStats(entries: readonly StatsEntry[], before: StatsTotals | undefined): LinkStats {
  const now = statsTotals(entries);
  const then = before ?? now;
  const seconds = (now.at - then.at) / 1_000;
  const lostInbound = now.packetsLostInbound - then.packetsLostInbound;
  const lostOutbound = now.packetsLostOutbound - then.packetsLostOutbound;
  const received = now.packetsReceived - then.packetsReceived;
  const sent = now.packetsSent - then.packetsSent;
  return {
    at: now.at,
    inbound: {
      bitsPerSecond: rate(now.bytesReceived - then.bytesReceived, seconds),
      lossRatio: ratio(lostInbound, lostInbound + received),
    },
    outbound: {
      bitsPerSecond: rate(now.bytesSent - then.bytesSent, seconds),
      lossRatio: ratio(lostOutbound, sent),
    },
    ...pathStats(entries),
    framesDecoded: sum(entries, "inbound-rtp", "framesDecoded"),
  };
}

function pathStats(entries: readonly StatsEntry[]): Pick<LinkStats, "roundTripMs" | "path"> {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const transport = entries.find((entry) => entry.type === "transport" && text(entry, "selectedCandidatePairId"));
  const pair = transport
    ? byId.get(text(transport, "selectedCandidatePairId"))
    : entries.find((entry) => entry.type === "candidate-pair" && field(entry, "selected") === true);
  if (pair === undefined) {
    return { roundTripMs: undefined, path: "unknown" };
  }
  const roundTripS = field(pair, "currentRoundTripTime");
  const ends = [byId.get(text(pair, "localCandidateId")), byId.get(text(pair, "remoteCandidateId"))];
  const isRelayed = ends.some((candidate) => candidate && text(candidate, "candidateType") === "relay");
  return {
    roundTripMs: typeof roundTripS === "number" ? roundTripS * 1_000 : undefined,
    path: isRelayed ? "relayed" : "direct",
  };
}

function field(entry: StatsEntry, name: string): unknown {
  return (entry as unknown as Readonly<Record<string, unknown>>)[name];
}

function text(entry: StatsEntry, name: string): string {
  const value = field(entry, name);
  return typeof value === "string" ? value : "";
}

function sum(entries: readonly StatsEntry[], type: string, name: string): number {
  return entries
    .filter((entry) => entry.type === type)
    .map((entry) => field(entry, name))
    .reduce<number>((total, value) => total + (typeof value === "number" ? value : 0), 0);
}

/** When streams end, their totals disappear, but totals must not decrease. */
function rate(bytes: number, seconds: number): number {
  return seconds > 0 ? Math.max(0, (bytes * 8) / seconds) : 0;
}

function ratio(part: number, whole: number): number | undefined {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : undefined;
}
