import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:http2";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type BeckonServer, makeCertificate, startBeckonServer } from "../support/beckon-server.js";
import { startChild } from "../support/child.js";
import { type Envoy, envoyCommand, shippedEnvoyFile, shippedEnvoyTlsFile, startEnvoy } from "../support/envoy.js";
import { eventually } from "../support/waiting.js";

// A folder like the top of the repository after ./run --tls, so that the shipped files are used as they are.
const top = mkdtempSync(join(tmpdir(), "beckon-envoy-tls-"));
const certificates = join(top, "server", "target", "tls");
const certificate = () => readFileSync(join(certificates, "cert.pem"));

beforeAll(async () => {
  cpSync(dirname(shippedEnvoyTlsFile), join(top, "envoy"), { recursive: true });
  await makeCertificate(certificates);
});
afterAll(() => rmSync(top, { recursive: true }));

describe("the shipped file with TLS", () => {
  test("is valid as it is", async () => {
    const args = ["--mode", "validate", "-c", "envoy/envoy-tls.yaml"];
    const validation = startChild("envoy-validate", envoyCommand, args, { cwd: top });
    expect(await validation.exited, validation.output()).toBe(0);
    expect(validation.output()).toContain("OK");
  });

  test("is the one without it, but for TLS", () => {
    // biome-ignore lint/suspicious/noExplicitAny: a whole Envoy configuration
    const withTls: any = parse(readFileSync(shippedEnvoyTlsFile, "utf8"));
    // biome-ignore lint/suspicious/noExplicitAny: a whole Envoy configuration
    const without: any = parse(readFileSync(shippedEnvoyFile, "utf8"));
    delete withTls.node;
    const [listener] = withTls.static_resources.listeners;
    expect(listener.address.socket_address).toEqual({ address: "127.0.0.1", port_value: 8443 });
    listener.address.socket_address.port_value = 8081;
    expect(listener.filter_chains[0].transport_socket.name).toBe("envoy.transport_sockets.tls");
    delete listener.filter_chains[0].transport_socket;
    expect(withTls.static_resources.clusters[0].transport_socket.name).toBe("envoy.transport_sockets.tls");
    delete withTls.static_resources.clusters[0].transport_socket;
    const http = JSON.stringify(withTls).replaceAll('"https://localhost:8080"', '"http://localhost:8080"');
    expect(JSON.parse(http.replaceAll('"https://127.0.0.1:8080"', '"http://127.0.0.1:8080"'))).toEqual(without);
  });
});

describe("with a server that takes only clients with a certificate", () => {
  let server: BeckonServer;
  let envoy: Envoy;

  beforeAll(async () => {
    const [cert, key] = [join(certificates, "cert.pem"), join(certificates, "key.pem")];
    server = await startBeckonServer(["--tls-cert", cert, "--tls-key", key, "--grpc-client-ca", cert]);
    envoy = await startEnvoy({ upstreamPorts: [server.grpcPort], file: shippedEnvoyTlsFile, cwd: top });
  });
  afterAll(async () => {
    await envoy?.stop();
    await server?.stop();
  });

  test("browsers reach it by HTTP/2 over TLS", async () => {
    const url = envoy.url.replace("http://127.0.0.1", "https://localhost");
    const answer = await eventually("envoy has found the server", async () => {
      const found = await callOverHttp2(url);
      if (found.grpcStatus === "14") throw new Error("not yet");
      return found;
    });
    expect(answer.httpStatus).toBe(200);
    expect(answer.body).toContain("grpc-status:0");
  });

  test("nobody else does", async () => {
    // TLS 1.3 tells a client after its handshake that its certificate is missed.
    const ended = new Promise<string>((resolve) => {
      const socket = connectTls({
        port: server.grpcPort,
        servername: "localhost",
        ca: certificate(),
        ALPNProtocols: ["h2"],
      });
      socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      socket.on("data", () => resolve("data"));
      socket.on("end", () => resolve("end"));
    });
    expect(await ended).toMatch(/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|ECONNRESET/);
  });
});

interface Answer {
  readonly httpStatus: number;
  readonly grpcStatus: string | undefined;
  readonly body: string;
}

/** GetIceServers as a browser would call it, on a connection that must be HTTP/2. */
function callOverHttp2(url: string): Promise<Answer> {
  const session = connect(url, { ca: certificate() });
  const answer = new Promise<Answer>((resolve, reject) => {
    session.on("error", reject);
    const request = session.request({
      ":method": "POST",
      ":path": "/beckon.v1.Signaling/GetIceServers",
      "content-type": "application/grpc-web+proto",
      "x-grpc-web": "1",
    });
    let head = {} as Record<string, unknown>;
    let body = "";
    request.on("response", (headers) => {
      head = headers;
    });
    request.setEncoding("latin1");
    request.on("data", (text: string) => {
      body += text;
    });
    request.on("error", reject);
    request.on("end", () =>
      resolve({ httpStatus: Number(head[":status"]), grpcStatus: head["grpc-status"] as string | undefined, body }),
    );
    request.end(Buffer.alloc(5));
  });
  return answer.finally(() => session.close());
}
