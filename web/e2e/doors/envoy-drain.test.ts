import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GoAway_Reason } from "../../src/gen/beckon/v1/session_pb.js";
import { type BeckonServer, startBeckonServer } from "../support/beckon-server.js";
import { type Envoy, startEnvoy } from "../support/envoy.js";
import { bye, data, signal } from "../support/frames.js";
import { dial, freshId, type Peer } from "../support/peer.js";
import { registerResumable } from "../support/resumable.js";
import { doorOf } from "../support/scenario.js";
import { eventually } from "../support/waiting.js";

// "Until it goes, its session works as always": a node that is going down behind Envoy, with Envoy's health checks.

const ENVOY = "Open+Send through Envoy";
/** Longer than the tests: every session leaves by itself. */
const DRAIN = ["--drain", "10m", "--drain-spread", "9m"];
const NO_HEARTBEATS = ["--browser-heartbeat", "10m", "--browser-client-heartbeat", "10m", "--browser-dead-after", "1h"];
/** So many that all on one node, by chance, would be once in eight million runs. */
const PEERS = 24;
/** After so many health checks Envoy knows what it can know. */
const CHECKS = 5;

describe.each([2, 1])("of %d nodes one is told to end", (count) => {
  let nodes: BeckonServer[];
  let envoy: Envoy;

  beforeEach(async () => {
    nodes = await Promise.all(Array.from({ length: count }, () => startBeckonServer([...DRAIN, ...NO_HEARTBEATS])));
    envoy = await startEnvoy({
      upstreamPorts: nodes.map(({ grpcPort }) => grpcPort),
      healthCheckInterval: "0.2s",
    });
  });

  afterEach(async () => {
    await envoy.stop();
    await Promise.all(nodes.map((node) => node.stop()));
  });

  test("its sessions are served until they leave, and nobody new gets in there", async () => {
    const urls = { Connect: "", "Open+Send": "", [ENVOY]: envoy.url };
    const door = doorOf(urls, ENVOY);
    const peers: Peer[] = [];
    for (let i = 0; i < PEERS; i++) {
      peers.push((await registerResumable(door, "peer")).peer);
    }
    const [ending] = nodes as [BeckonServer];
    const stopped = ending.stop();
    const staying: Peer[] = [];
    await eventually("the node is not ready", async () => {
      expect((await fetch(`http://127.0.0.1:${ending.webPort}/readyz`)).status).toBe(503);
    });
    await healthChecks(envoy, CHECKS);

    // Where a node is gone for Envoy, each of these fails.
    for (const peer of peers) {
      await peer.send(signal(freshId("nobody"), data("still here"), {}, 1));
      const { event } = await peer.reader.nextOf("goAway", "notice");
      if (event.case === "goAway") {
        expect(event.value.reason).toBe(GoAway_Reason.SHUTDOWN);
        await peer.next("notice");
      } else {
        staying.push(peer);
      }
      await peer.acked(1);
    }
    expect(staying.length > 0).toBe(count > 1);
    expect(staying.length).toBeLessThan(PEERS);

    for (let i = 0; i < PEERS; i++) {
      if (count === 1) {
        const refused = await (await dial(urls, ENVOY, { peerId: freshId("new") })).end();
        expect(refused).toMatchObject({ code: "UNAVAILABLE", reason: "SHUTDOWN" });
      } else {
        const fresh = await door.register("new");
        await fresh.send(signal(freshId("nobody"), data("new here"), {}, 1));
        await fresh.next("notice");
        peers.push(fresh);
      }
    }
    for (const peer of peers) {
      await peer.send(bye());
      expect(await peer.end()).toMatchObject({ code: "OK" });
    }
    await stopped;
  });
});

/** Resolves when Envoy has asked the nodes how they are, so many times more. */
async function healthChecks(envoy: Envoy, more: number): Promise<void> {
  const count = async () => {
    const stats = await (await fetch(`${envoy.adminUrl}/stats?filter=cluster.beckon.health_check.attempt`)).text();
    return Number(/attempt: (\d+)/.exec(stats)?.[1]);
  };
  const before = await count();
  await eventually(`${more} health checks`, async () => expect(await count()).toBeGreaterThan(before + 2 * more));
}
