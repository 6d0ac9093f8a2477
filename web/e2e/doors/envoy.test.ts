import { readFileSync } from "node:fs";
import { createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { parse } from "yaml";
import { Signaling } from "../../src/gen/beckon/v1/signaling_pb.js";
import { type BeckonServer, startBeckonServer } from "../support/beckon-server.js";
import { startChild } from "../support/child.js";
import { refusalOf } from "../support/door.js";
import { corsOf, type Envoy, type EnvoyFile, envoyCommand, shippedEnvoyFile, startEnvoy } from "../support/envoy.js";
import { data, signal } from "../support/frames.js";
import { dial, freshId } from "../support/peer.js";
import { doorOf } from "../support/scenario.js";
import { eventually } from "../support/waiting.js";

const ENVOY = "Open+Send through Envoy";
const shipped = parse(readFileSync(shippedEnvoyFile, "utf8")) as EnvoyFile;

describe("the shipped file", () => {
  test("is valid as it is", async () => {
    const validation = startChild("envoy-validate", envoyCommand, ["--mode", "validate", "-c", shippedEnvoyFile]);
    expect(await validation.exited, validation.output()).toBe(0);
    expect(validation.output()).toContain("OK");
  });

  test("listens on loopback only, and has no admin interface", () => {
    const addresses = shipped.static_resources.listeners.map(({ address }) => address.socket_address);
    expect(addresses).toEqual([{ address: "127.0.0.1", port_value: 8081 }]);
    expect(shipped.admin).toBeUndefined();
  });

  test("leads to the server's default port", () => {
    const [endpoint] = shipped.static_resources.clusters[0].load_assignment.endpoints[0].lb_endpoints;
    expect(endpoint?.endpoint.address.socket_address).toEqual({ address: "127.0.0.1", port_value: 50051 });
  });
});

describe("pages of other origins", () => {
  const { envoyUrl } = { envoyUrl: inject("plain").urls[ENVOY] };
  const preflight = (origin: string) =>
    fetch(`${envoyUrl}/beckon.v1.Signaling/Send`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "beckon-affinity,content-type,x-grpc-web",
      },
    });

  test.each(corsOf(shipped).allow_origin_string_match.map(({ exact }) => exact))("%s is let in", async (origin) => {
    const answer = await preflight(origin);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
    expect(answer.headers.get("access-control-allow-methods")).toBe("POST");
    for (const header of ["content-type", "x-grpc-web", "authorization", "beckon-affinity", "grpc-timeout"]) {
      expect(answer.headers.get("access-control-allow-headers")?.split(",")).toContain(header);
    }
  });

  test.each(["https://evil.example", "http://localhost:8080.evil.example", "http://127.0.0.1:8082", "null"])(
    "%s is kept out",
    async (origin) => {
      const answer = await preflight(origin);
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    },
  );

  test("the answer to a page shows it the status", async () => {
    const answer = await fetch(`${envoyUrl}/beckon.v1.Signaling/Send`, {
      method: "POST",
      headers: { origin: "http://localhost:8080", "content-type": "application/grpc-web+proto", "x-grpc-web": "1" },
      body: new Uint8Array(5),
    });
    expect(answer.headers.get("access-control-allow-origin")).toBe("http://localhost:8080");
    const exposed = answer.headers.get("access-control-expose-headers")?.split(",");
    expect(exposed).toEqual(["grpc-status", "grpc-message", "grpc-status-details-bin"]);
    await answer.arrayBuffer();
  });
});

describe("what stays inside", () => {
  test.each([
    "/grpc.health.v1.Health/Check",
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
    "/beckon.v1.Admin/ListPeers",
    "/beckon.v1.Signaling/../../grpc.health.v1.Health/Check",
    "/beckon.v1.Signaling/..%2f..%2fgrpc.health.v1.Health/Check",
    "/",
  ])("%s does not pass", async (path) => {
    const answer = await fetch(`${inject("plain").urls[ENVOY]}${path}`, {
      method: "POST",
      headers: { "content-type": "application/grpc-web+proto" },
      body: new Uint8Array(5),
    });
    // As HTTP or, to gRPC-Web, as a status; and in neither case from Beckon.
    expect([400, 404, 200]).toContain(answer.status);
    if (answer.status === 200) {
      expect(answer.headers.get("grpc-status")).toBe("12");
    }
    expect(answer.headers.get("x-envoy-upstream-service-time")).toBeNull();
    await answer.arrayBuffer();
  });

  test("what a client claims about itself does not reach the access log, its secrets neither", async () => {
    const plain = inject("plain");
    const url = plain.urls[ENVOY];
    const client = createClient(Signaling, createGrpcWebTransport({ baseUrl: url }));
    const call = client.send(
      { attachmentToken: "token-secret" },
      { headers: { authorization: "Bearer header-secret" } },
    );
    expect((await refusalOf(call)).reason).toBe("ATTACHMENT_UNKNOWN");
    const mark = freshId("mark");
    await fetch(`${url}/beckon.v1.Signaling/Send?access_token=query-secret`, {
      method: "POST",
      headers: { "content-type": "application/grpc-web+proto", "beckon-affinity": mark, "user-agent": "agent-secret" },
      body: new Uint8Array(5),
    }).then((answer) => answer.arrayBuffer());
    const log = await eventually("the call is in the log", () => {
      const content = plain.logs.map((path) => readFileSync(path, "utf8")).join("\n");
      expect(content).toContain(mark);
      return content;
    });
    expect(log).not.toMatch(/secret/);
    const line = JSON.parse(log.split("\n").find((each) => each.includes(mark)) ?? "{}") as Record<string, unknown>;
    expect(line).toMatchObject({ method: "POST", path: "/beckon.v1.Signaling/Send", status: 200, affinity: mark });
  });
});

test("a native client passes too", async () => {
  const { urls } = inject("plain");
  const alice = await doorOf({ ...urls, Connect: urls[ENVOY] }, "Connect").register("alice");
  const bob = await doorOf(urls, ENVOY).register("bob");
  await bob.send(signal(alice.id, data("hi")));
  expect(await alice.next("signal")).toMatchObject({ from: bob.id });
});

describe("two nodes", () => {
  let nodes: BeckonServer[];
  let envoy: Envoy;

  beforeAll(async () => {
    nodes = await Promise.all([startBeckonServer(), startBeckonServer()]);
    envoy = await startEnvoy({ upstreamPorts: nodes.map(({ grpcPort }) => grpcPort) });
  });

  afterAll(async () => {
    await Promise.all([envoy.stop(), ...nodes.map((node) => node.stop())]);
  });

  test("both halves of each session reach one node, and both nodes get sessions", async () => {
    const urls = { ...inject("plain").urls, [ENVOY]: envoy.url };
    const found: number[] = [];
    for (let i = 0; i < 24; i++) {
      const peer = await doorOf(urls, ENVOY).register("peer");
      // A Send that reached the other node would be refused with ATTACHMENT_UNKNOWN.
      await peer.send(signal(freshId("nobody"), data("x"), {}, 1));
      await peer.next("notice");
      for (const [number, node] of nodes.entries()) {
        if (await holdsPeer(node, peer.id)) {
          found.push(number);
        }
      }
    }
    expect(found).toHaveLength(24);
    expect(new Set(found)).toEqual(new Set([0, 1]));
  });
});

test("a node that is not well is not used, and its return needs no restart", async () => {
  const first = await startBeckonServer();
  const envoy = await startEnvoy({ upstreamPorts: [first.grpcPort] });
  const urls = { ...inject("plain").urls, [ENVOY]: envoy.url };
  try {
    await doorOf(urls, ENVOY).register("alice");
    await first.stop();
    const refused = await eventually("envoy knows that the node is gone", async () => {
      const end = await (await dial(urls, ENVOY, { peerId: freshId("bob") })).end();
      expect(end.code).toBe("UNAVAILABLE");
      return end;
    });
    expect(refused.code).toBe("UNAVAILABLE");
    const second = await startBeckonServer([], first.grpcPort);
    try {
      await eventually("envoy knows that the node is back", () => doorOf(urls, ENVOY).register("carol"));
    } finally {
      await second.stop();
    }
  } finally {
    await envoy.stop();
  }
});

/** Whether a node knows this peer: a signal to it is not refused. */
async function holdsPeer(node: BeckonServer, peerId: string): Promise<boolean> {
  const urls = { ...inject("plain").urls, Connect: `http://127.0.0.1:${node.grpcPort}` };
  const asker = await doorOf(urls, "Connect").register("asker");
  await asker.send(signal(peerId, data("are you here?")), signal(freshId("nobody"), data("end of the question")));
  const { peerId: refused } = await asker.next("notice");
  return refused !== peerId;
}
