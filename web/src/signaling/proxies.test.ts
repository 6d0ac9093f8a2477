import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EventLog } from "../testing/event-log.js";
import { type ProxyAnswer, TestServer } from "../testing/test-server.js";
import { connectSignaling } from "./client.js";
import type { SignalingOptions } from "./options.js";
import type { SignalingClient } from "./signaling-client.js";

// What stands between a page and its server answers in the server's place for a while: during a deploy, after a lost VPN, on a
// train whose Wi-Fi wants a login.

const page = { "content-type": "text/html" };
const trailers = { "content-type": "application/grpc-web+proto" };

const ANSWERS: readonly (readonly [what: string, answer: ProxyAnswer])[] = [
  ["404 of a route that is gone", { status: 404, body: "404 page not found\n" }],
  ["403 of a VPN that dropped", { status: 403, headers: page, body: "<h1>Forbidden</h1>" }],
  ["401 of a login proxy", { status: 401, headers: page, body: "<h1>Log in</h1>" }],
  ["400", { status: 400, body: "Bad Request" }],
  ["407", { status: 407, body: "" }],
  ["429", { status: 429, headers: { "retry-after": "1" } }],
  ["502", { status: 502, headers: page, body: "<h1>Bad Gateway</h1>" }],
  ["503", { status: 503 }],
  ["505", { status: 505 }],
  ["a captive portal's page", { status: 200, headers: page, body: "<h1>Welcome to the train</h1>" }],
  ["an empty answer", { status: 200, headers: trailers }],
  ["a body cut short", { status: 200, headers: trailers, body: "\0\0\0\0\u0040half of it" }],
  ["UNIMPLEMENTED of a gRPC proxy", { status: 200, headers: { ...trailers, "grpc-status": "12" } }],
  ["PERMISSION_DENIED of a gRPC proxy", { status: 200, headers: { ...trailers, "grpc-status": "7" } }],
  ["UNAUTHENTICATED of a gRPC proxy", { status: 200, headers: { ...trailers, "grpc-status": "16" } }],
  ["NOT_FOUND of a gRPC proxy", { status: 200, headers: { ...trailers, "grpc-status": "5" } }],
  ["UNAVAILABLE of a gRPC proxy", { status: 200, headers: { ...trailers, "grpc-status": "14" } }],
  ["CANCELLED of a gRPC proxy", { status: 200, headers: { ...trailers, "grpc-status": "1" } }],
];

let server: TestServer;
let client: SignalingClient | undefined;

beforeEach(async () => {
  server = await new TestServer().start();
  server.areSessionsResumable = true;
});

afterEach(async () => {
  await client?.close();
  await server.stop();
});

function connect(options: Partial<SignalingOptions> = {}): EventLog {
  client = connectSignaling({ url: server.url, peerId: "alice", reconnect: () => 0, ...options });
  return new EventLog(client);
}

/** Answers the next calls of an rpc in the server's place. */
function answerInstead(rpc: string, answer: ProxyAnswer, times: number): void {
  let left = times;
  server.onProxy = (called) => {
    if (called !== rpc || left === 0) {
      return undefined;
    }
    left -= 1;
    return answer;
  };
}

describe("once a server has welcomed the client", () => {
  it.each(ANSWERS)("%s in place of Open does not end it", async (_, answer) => {
    const log = connect();
    await log.untilState("connected");
    answerInstead("Open", answer, 3);
    server.cutConnections();
    await log.untilState("connected", 2);
    expect(log.of("session-ended")).toEqual([]);
  });

  it.each(ANSWERS)("%s in place of Send does not end it, and the signal arrives once", async (_, answer) => {
    const log = connect();
    await log.untilState("connected");
    answerInstead("Send", answer, 2);
    const signalId = client?.send({ to: "bob", body: { type: "data", label: "", content: "x" } });
    const { signalId: decided } = await log.until("outcome");
    expect(decided).toBe(signalId);
    const signals = server.session("alice").frames.filter(({ frame }) => frame.case === "signal");
    expect(signals).toHaveLength(1);
    expect(log.of("session-ended")).toEqual([]);
  });
});

describe("before the first welcome", () => {
  const HTTP = ANSWERS.filter(([, { headers }]) => headers?.["grpc-status"] === undefined);

  it.each(HTTP)("%s is tried again", async (_, answer) => {
    answerInstead("Open", answer, 3);
    const log = connect();
    await log.untilState("connected");
  });

  it("the state says in words that it was not from a Beckon server", async () => {
    answerInstead("Open", { status: 404, body: "404 page not found\n" }, 1);
    const log = connect();
    const { state } = await log.untilState("waiting");
    expect(state).toMatchObject({ error: { reason: "UNREACHABLE", source: "other" } });
    expect(state.status === "waiting" && state.error.message).toContain("not from a Beckon server");
  });

  it("a gRPC server without this service ends it", async () => {
    answerInstead("Open", { status: 200, headers: { ...trailers, "grpc-status": "12" } }, 1);
    const log = connect();
    const { state } = await log.untilState("closed");
    expect(state).toMatchObject({ error: { reason: "UNSPECIFIED", source: "grpc" } });
  });
});
