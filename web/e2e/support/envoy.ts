import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { type Child, startChild } from "./child.js";
import { repo, toolsBin } from "./files.js";
import { eventually, fileContent } from "./waiting.js";

/** The file that Beckon ships. */
export const shippedEnvoyFile = join(repo, "envoy", "envoy.yaml");

/** The variant with TLS on both sides. */
export const shippedEnvoyTlsFile = join(repo, "envoy", "envoy-tls.yaml");

export const envoyCommand = join(toolsBin, "envoy");

/** An Envoy in a process of its own, before one or more servers. */
export interface Envoy {
  readonly child: Child;
  /** Where pages reach it, for instance "http://127.0.0.1:40123". */
  readonly url: string;
  /** Where its admin interface is, which the shipped file does not have. */
  readonly adminUrl: string;
  stop(): Promise<void>;
}

export interface EnvoyOptions {
  /** Which file; by default the shipped one without TLS. */
  readonly file?: string;
  /** Where it is started, for the relative paths in that file. */
  readonly cwd?: string;
  /** gRPC ports of the servers, on 127.0.0.1. */
  readonly upstreamPorts: readonly number[];
  /** Origins that may use it, beside those in the file. */
  readonly allowedOrigins?: readonly string[];
  /** How often the servers are asked whether they are well; the file's own interval is too long to wait for. */
  readonly healthCheckInterval?: string;
}

/**
 * Starts Envoy with the shipped file, in which only this is changed: ports, further origins, the interval of the health
 * checks, and an admin interface, which tells when it is ready. Resolves when it is.
 */
export async function startEnvoy(options: EnvoyOptions): Promise<Envoy> {
  const folder = mkdtempSync(join(tmpdir(), "beckon-envoy-"));
  const config = join(folder, "envoy.json");
  const adminFile = join(folder, "admin");
  const shipped = parse(readFileSync(options.file ?? shippedEnvoyFile, "utf8")) as EnvoyFile;
  writeFileSync(config, JSON.stringify(forTest(shipped, options)));
  const args = [
    ...["-c", config, "--use-dynamic-base-id", "--concurrency", "1", "--log-level", "warning"],
    ...["--admin-address-path", adminFile, "--file-flush-interval-msec", "50"],
    ...["--drain-time-s", "1", "--parent-shutdown-time-s", "2"],
  ];
  const child = startChild("envoy", envoyCommand, args, options.cwd === undefined ? {} : { cwd: options.cwd });
  try {
    const adminUrl = `http://${await child.alive(fileContent(adminFile, (content) => /:\d+/.test(content)))}`;
    const url = await child.alive(eventually("envoy is ready", () => listenerUrl(adminUrl)));
    const stop = async () => {
      const code = await child.stop();
      if (code !== 0) {
        throw new Error(`envoy ended with ${code}, log ${child.log}`);
      }
    };
    return { child, url, adminUrl, stop };
  } catch (error) {
    child.process.kill("SIGKILL");
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface SocketAddress {
  socket_address: { address: string; port_value: number };
}

/** The parts of the shipped file that tests look at. */
export interface EnvoyFile {
  admin?: unknown;
  static_resources: {
    listeners: [{ address: SocketAddress; filter_chains: [{ filters: [{ typed_config: ConnectionManager }] }] }];
    clusters: [
      {
        health_checks: [{ interval: string; no_traffic_interval: string }];
        load_assignment: { endpoints: [{ lb_endpoints: { endpoint: { address: SocketAddress } }[] }] };
      },
    ];
  };
}

interface ConnectionManager {
  route_config: {
    virtual_hosts: [
      {
        typed_per_filter_config: {
          "envoy.filters.http.cors": { allow_origin_string_match: { exact: string }[]; allow_headers: string };
        };
      },
    ];
  };
}

/** The settings that say which pages may use the listener. */
export function corsOf(file: EnvoyFile) {
  const [listener] = file.static_resources.listeners;
  const manager = listener.filter_chains[0].filters[0].typed_config;
  return manager.route_config.virtual_hosts[0].typed_per_filter_config["envoy.filters.http.cors"];
}

function forTest(file: EnvoyFile, options: EnvoyOptions): EnvoyFile {
  const [listener] = file.static_resources.listeners;
  const [cluster] = file.static_resources.clusters;
  file.admin = { address: loopback(0) };
  listener.address.socket_address.port_value = 0;
  corsOf(file).allow_origin_string_match.push(...(options.allowedOrigins ?? []).map((exact) => ({ exact })));
  const interval = options.healthCheckInterval ?? "1s";
  Object.assign(cluster.health_checks[0], { interval, no_traffic_interval: interval });
  cluster.load_assignment.endpoints[0].lb_endpoints = options.upstreamPorts.map((port) => ({
    endpoint: { address: loopback(port) },
  }));
  return file;
}

function loopback(port: number): SocketAddress {
  return { socket_address: { address: "127.0.0.1", port_value: port } };
}

async function listenerUrl(adminUrl: string): Promise<string> {
  const ready = await fetch(`${adminUrl}/ready`);
  const state = (await ready.text()).trim();
  if (state !== "LIVE") {
    throw new Error(`envoy is ${state}`);
  }
  const listeners = await (await fetch(`${adminUrl}/listeners?format=json`)).json();
  const { address, port_value } = (listeners as { listener_statuses: [{ local_address: SocketAddress }] })
    .listener_statuses[0].local_address.socket_address;
  return `http://${address}:${port_value}`;
}
