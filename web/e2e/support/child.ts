import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { logFolder } from "./files.js";
import { within } from "./waiting.js";

/** A process that a test started. Its output goes to a file of its own. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Path of the file with its standard output and standard error. */
  readonly log: string;
  readonly process: ChildProcess;
  /** Resolves when it ends, with its exit code or the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>;
  /** What it printed so far. */
  output(): string;
  /** Runs something that needs the process alive: when it ends instead, that is the error, with what it printed. */
  alive<T>(promise: Promise<T>): Promise<T>;
  /** Asks it to end (SIGTERM) and resolves with its exit code; after 15 s it is killed, and that is an error. */
  stop(): Promise<number | NodeJS.Signals>;
}

let started = 0;

/** Starts a process. It never outlives this one. */
export function startChild(name: string, command: string, args: readonly string[], options: SpawnOptions = {}): Child {
  const log = join(logFolder(), `${name}-${process.pid}-${++started}.log`);
  const output = openSync(log, "w");
  const child = spawn(command, args, { stdio: ["ignore", output, output], ...options });
  closeSync(output);
  const exited = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal ?? -1));
    child.once("error", () => resolve(-1)); // it could not even start
  });
  const killNow = () => child.kill("SIGKILL");
  process.once("exit", killNow);
  exited.then(() => process.off("exit", killNow));
  const read = () => readFileSync(log, "utf8");
  return {
    name,
    pid: child.pid ?? -1,
    log,
    process: child,
    exited,
    output: read,
    alive: (promise) => Promise.race([promise, failure(name, exited, read, log)]),
    stop: async () => {
      child.kill("SIGTERM");
      return await within(exited, 15_000, () => `${name} ends, log ${log}:\n${tail(read())}`).finally(killNow);
    },
  };
}

async function failure(
  name: string,
  exited: Promise<number | NodeJS.Signals>,
  read: () => string,
  log: string,
): Promise<never> {
  const code = await exited;
  throw new Error(`${name} ended (${code}), log ${log}:\n${tail(read())}`);
}

function tail(text: string): string {
  return text.split("\n").slice(-40).join("\n");
}
