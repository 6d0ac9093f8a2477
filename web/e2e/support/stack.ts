import type { BeckonServer } from "./beckon-server.js";
import { startBeckonServer } from "./beckon-server.js";
import type { DoorUrls } from "./door.js";
import { type Envoy, type EnvoyOptions, startEnvoy } from "./envoy.js";

/** A server with an Envoy before it. */
export interface Stack {
  readonly server: BeckonServer;
  readonly envoy: Envoy;
  readonly urls: DoorUrls;
  /** Ends both, and makes sure that they ended. */
  stop(): Promise<void>;
}

/** Starts a server with these options and an Envoy before it; resolves when both serve. */
export async function startStack(
  serverOptions: readonly string[] = [],
  envoyOptions: Omit<EnvoyOptions, "upstreamPorts"> = {},
): Promise<Stack> {
  const server = await startBeckonServer(serverOptions);
  try {
    const envoy = await startEnvoy({ ...envoyOptions, upstreamPorts: [server.grpcPort] });
    return {
      server,
      envoy,
      urls: {
        Connect: `http://127.0.0.1:${server.grpcPort}`,
        "Open+Send": `http://127.0.0.1:${server.webPort}`,
        "Open+Send through Envoy": envoy.url,
      },
      stop: async () => {
        const results = await Promise.allSettled([envoy.stop(), server.stop()]);
        const failed = results.find((result) => result.status === "rejected");
        if (failed) {
          throw failed.reason;
        }
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
