import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { startChild } from "./child.js";
import { repo } from "./files.js";
import { eventually } from "./waiting.js";

/** An nginx in a process of its own, before the web port of a server. */
export interface Nginx {
  /** Where pages reach it, for instance "http://127.0.0.1:40123". */
  readonly url: string;
  stop(): Promise<void>;
}

/** The location block that docs/operations.md recommends, word for word. */
export function documentedLocation(): string {
  const page = readFileSync(join(repo, "docs", "operations.md"), "utf8");
  const section = page.slice(page.indexOf("\n### nginx\n"));
  const block = /^ {4}location \/ \{\n(?: {4}.*\n)*? {4}\}\n/m.exec(section);
  if (!block) {
    throw new Error("docs/operations.md has no location block for nginx");
  }
  return block[0];
}

/** Starts nginx with its defaults and one location block, in which only the server's port is changed. */
export async function startNginx(webPort: number, location = documentedLocation()): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), "beckon-nginx-"));
  const port = await freePort();
  const config = join(folder, "nginx.conf");
  writeFileSync(config, configuration(port, location.replace("127.0.0.1:8080", `127.0.0.1:${webPort}`)));
  // Debian has it where only root's PATH leads.
  const env = { ...process.env, PATH: [process.env["PATH"], "/usr/sbin"].join(delimiter) };
  const child = startChild("nginx", "nginx", ["-p", folder, "-c", config, "-e", "stderr"], { env });
  const url = `http://127.0.0.1:${port}`;
  try {
    await child.alive(eventually("nginx answers", async () => (await fetch(`${url}/healthz`)).text()));
    const stop = async () => {
      const code = await child.stop();
      rmSync(folder, { recursive: true });
      if (code !== 0) {
        throw new Error(`nginx ended with ${code}, log ${child.log}`);
      }
    };
    return { url, stop };
  } catch (error) {
    child.process.kill("SIGTERM");
    throw error;
  }
}

/** What nginx needs around the block to run without root; it leaves all that concerns requests at its defaults. */
function configuration(port: number, location: string): string {
  const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `  ${name}_temp_path ${name};`);
  return [
    "daemon off;",
    "worker_processes 1;",
    "pid nginx.pid;",
    "events {}",
    "http {",
    "  access_log off;",
    ...folders,
    "  server {",
    `    listen 127.0.0.1:${port};`,
    location,
    "  }",
    "}",
    "",
  ].join("\n");
}

/** nginx cannot tell which port it got, so it is given one that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
