import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolsBin } from "./files.js";

/** What h2spec found at one port. */
export interface H2specResult {
  /** How many tests ran. */
  readonly tests: number;
  /** The tests that failed: "section: title", such as "http2/5.1: closed: Sends a HEADERS frame". */
  readonly failed: readonly string[];
  /** The tests that h2spec left out, because they do not apply to what the port offers. */
  readonly skipped: readonly string[];
}

/** Runs h2spec, which checks HTTP/2 (RFC 7540, which RFC 9113 replaced) frame by frame, against a port of 127.0.0.1 without TLS. */
export async function runH2spec(port: number, path: string): Promise<H2specResult> {
  const folder = mkdtempSync(join(tmpdir(), "beckon-h2spec-"));
  const report = join(folder, "report.xml");
  const args = ["--port", String(port), "--path", path, "--timeout", "2", "--junit-report", report];
  try {
    await new Promise<void>((resolve, reject) => {
      const child = spawn(join(toolsBin, "h2spec"), args, { stdio: "ignore" });
      child.once("error", reject);
      // Its exit code tells whether all tests passed, and the report tells which did not.
      child.once("exit", () => resolve());
    });
    return parse(readFileSync(report, "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function parse(report: string): H2specResult {
  const cases = [
    ...report.matchAll(/<testcase package="([^"]*)" classname="([^"]*)"[^>]*?(?:\/>|>(.*?)<\/testcase>)/gs),
  ];
  const namesOf = (outcome: RegExp) =>
    cases
      .filter(([, , , content]) => outcome.test(content ?? ""))
      .map(([, section, title]) => `${section}: ${plain(title ?? "")}`);
  return { tests: cases.length, failed: namesOf(/<(failure|error)/), skipped: namesOf(/<skipped/) };
}

function plain(xml: string): string {
  return xml
    .replaceAll("&#34;", '"')
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
