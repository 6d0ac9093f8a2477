import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Child, startChild } from "./child.js";
import { builtModule } from "./files.js";
import { fileContent } from "./waiting.js";

const MAIN_CLASS = "dev.beckon.server.main.Main";

/** Nobody who is still connected when a test ends its server is waited for. */
const SHORT_DRAIN = ["--drain", "1s", "--drain-spread", "300ms"];

/** A Beckon server in a process of its own. */
export interface BeckonServer {
  readonly child: Child;
  /** Port of gRPC on 127.0.0.1. */
  readonly grpcPort: number;
  /** Port of gRPC-Web and the demo on 127.0.0.1. */
  readonly webPort: number;
  /** Ends it and makes sure that it ended in good order. */
  stop(): Promise<void>;
}

/** Starts the server that was built, by default on free ports; resolves when it serves. */
export async function startBeckonServer(
  options: readonly string[] = [],
  grpcPort = 0,
  webPort = 0,
): Promise<BeckonServer> {
  const folder = mkdtempSync(join(tmpdir(), "beckon-server-"));
  const readyFile = join(folder, "ready");
  const others = ["--admin-port", "0", "--metrics-port", "0"];
  const ports = ["--grpc-port", String(grpcPort), "--web-port", String(webPort), ...others];
  const drain = options.includes("--drain") ? [] : SHORT_DRAIN;
  const args = [...javaOptions(), MAIN_CLASS, ...ports, ...drain, "--ready-file", readyFile, ...options];
  const child = startChild("beckon-server", javaCommand(), args, { env: withoutSettings(process.env) });
  try {
    const ready = await child.alive(fileContent(readyFile, (content) => /^pid=\d+$/m.test(content)));
    return {
      child,
      grpcPort: numberIn(ready, "grpc.port"),
      webPort: numberIn(ready, "web.port"),
      stop: async () => {
        const code = await child.stop();
        if (code !== 0 && code !== 143) {
          throw new Error(`the server ended with ${code}, log ${child.log}`);
        }
      },
    };
  } catch (error) {
    child.process.kill("SIGKILL");
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Makes a self-signed certificate for localhost in a folder: cert.pem and key.pem. */
export async function makeCertificate(folder: string): Promise<void> {
  const args = [...javaOptions(), MAIN_CLASS, "certificate", folder, "localhost", "127.0.0.1"];
  const child = startChild("certificate", javaCommand(), args, { env: withoutSettings(process.env) });
  if ((await child.exited) !== 0) {
    throw new Error(`no certificate was made:\n${child.output()}`);
  }
}

/** The JDK that ./test chose, else the java on PATH. */
export function javaCommand(): string {
  const home = process.env["JAVA_HOME"];
  return home ? join(home, "bin", "java") : "java";
}

function javaOptions(): readonly string[] {
  const target = builtModule("server");
  const jar = existsSync(target)
    ? readdirSync(target).find((name) => /^beckon-server-[\d.]+.*\.jar$/.test(name))
    : null;
  if (!jar) {
    throw new Error(`${target} holds no beckon-server jar. ./test builds it, and so does mvn package.`);
  }
  const classPath = [join(target, jar), join(target, "lib", "*")].join(delimiter);
  return ["-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", classPath];
}

/** The environment of a test may hold settings for another server. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("BECKON_")));
}

function numberIn(properties: string, key: string): number {
  const value = properties.split("\n").find((line) => line.startsWith(`${key}=`));
  if (!value) {
    throw new Error(`the ready file has no ${key}: ${properties}`);
  }
  return Number(value.slice(key.length + 1));
}
