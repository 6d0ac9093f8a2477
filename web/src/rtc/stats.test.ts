import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkStats, type StatsEntry, statsTotals } from "./stats.js";

function report(at: number, ...entries: (Record<string, unknown> & { type: string })[]): StatsEntry[] {
  return entries.map((entry, index) => ({ id: `${index}`, timestamp: at, ...entry }));
}

const inbound = (bytesReceived: number, packetsReceived: number, packetsLost: number) => ({
  type: "inbound-rtp",
  bytesReceived,
  packetsReceived,
  packetsLost,
  framesDecoded: packetsReceived,
});

describe("linkStats", () => {
  it("compares two reports", () => {
    const then = report(
      1_000,
      inbound(1_000, 10, 0),
      inbound(500, 5, 0),
      { type: "outbound-rtp", bytesSent: 0, packetsSent: 0 },
      { type: "remote-inbound-rtp", packetsLost: 0 },
    );
    const now = report(
      3_000,
      inbound(2_000, 19, 1),
      inbound(1_500, 14, 1),
      { type: "outbound-rtp", bytesSent: 500, packetsSent: 10 },
      { type: "remote-inbound-rtp", packetsLost: 5 },
    );
    expect(linkStats(now, statsTotals(then))).toMatchObject({
      at: 3_000,
      inbound: { bitsPerSecond: 8_000, lossRatio: 0.1 },
      outbound: { bitsPerSecond: 2_000, lossRatio: 0.5 },
      framesDecoded: 33,
    });
  });

  it("claims nothing at the first report, nor about an empty one", () => {
    const nothing = { bitsPerSecond: 0, lossRatio: undefined };
    const first = linkStats(report(1_000, inbound(5_000, 10, 3)), undefined);
    expect(first).toMatchObject({ inbound: nothing, outbound: nothing, path: "unknown", roundTripMs: undefined });
    expect(linkStats([], undefined)).toMatchObject({ at: 0, inbound: nothing, framesDecoded: 0 });
  });

  it.each([
    ["host", "host", "direct"],
    ["srflx", "prflx", "direct"],
    ["relay", "host", "relayed"],
    ["host", "relay", "relayed"],
  ])("tells that from %s to %s is %s", (local, remote, path) => {
    const entries = report(
      1,
      { type: "transport", selectedCandidatePairId: "pair" },
      { type: "candidate-pair", id: "other", localCandidateId: "x", remoteCandidateId: "x" },
      {
        type: "candidate-pair",
        id: "pair",
        localCandidateId: "l",
        remoteCandidateId: "r",
        currentRoundTripTime: 0.042,
      },
      { type: "local-candidate", id: "l", candidateType: local },
      { type: "remote-candidate", id: "r", candidateType: remote },
    );
    expect(linkStats(entries, undefined)).toMatchObject({ path, roundTripMs: 42 });
  });

  it("finds the pair of a browser whose transport does not name it", () => {
    const entries = report(
      1,
      { type: "candidate-pair", id: "unused", selected: false },
      { type: "candidate-pair", id: "pair", selected: true, currentRoundTripTime: 0.001 },
    );
    expect(linkStats(entries, undefined)).toMatchObject({ path: "direct", roundTripMs: 1 });
  });

  it("stays within its bounds, also when streams end and totals shrink", () => {
    const totals = fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: -100, max: 10_000 }));
    fc.assert(
      fc.property(totals, totals, fc.nat(5_000), (then, now, ms) => {
        const { inbound: stats } = linkStats(report(ms, inbound(...now)), statsTotals(report(0, inbound(...then))));
        expect(stats.bitsPerSecond).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(stats.bitsPerSecond)).toBe(true);
        expect(stats.lossRatio ?? 0).toBeGreaterThanOrEqual(0);
        expect(stats.lossRatio ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });
});
