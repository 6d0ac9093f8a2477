// Samples the quality of each connection once a second.
import { batch } from "@preact/signals";

import type { Call, LinkStats, PeerLink } from "../../src/rtc/index.js";
import type { Sample } from "../state/model";
import { addSample, changeCall, samples, sideTab } from "../state/store";
import { readFacts } from "./facts";
import { isPoor } from "./quality";

const PERIOD_MS = 1000;

/** Samples every link of the call until the returned function is called. */
export function sampleEverySecond(call: Call): () => void {
  const timer = setInterval(() => {
    for (const link of call.links.values()) {
      if (link.state === "connected") void sample(link);
    }
  }, PERIOD_MS);
  return () => clearInterval(timer);
}

async function sample(link: PeerLink): Promise<void> {
  const stats = await link.stats();
  // Codec and addresses only while they are displayed, because they need a second report.
  const facts = sideTab.peek() === "connection" ? await readFacts(link.connection) : {};
  if (link.state === "closed") return;
  batch(() => {
    addSample(link.peerId, sampleOf(stats));
    changeCall(link.peerId, { route: stats.path, isPoor: isPoor(samples.peek().get(link.peerId) ?? []), ...facts });
  });
}

function sampleOf(stats: LinkStats): Sample {
  const { inbound, outbound, roundTripMs } = stats;
  return {
    at: stats.at,
    receiveRate: inbound.bitsPerSecond / 1000,
    sendRate: outbound.bitsPerSecond / 1000,
    loss: inbound.lossRatio === undefined ? null : inbound.lossRatio * 100,
    roundTrip: roundTripMs ?? null,
  };
}
