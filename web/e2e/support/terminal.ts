import { type ChildProcess, spawn } from "node:child_process";
import { delimiter } from "node:path";
import { toolsBin } from "./files.js";
import { PATIENCE_MS, within } from "./waiting.js";

/** A terminal in which one command runs, with what is typed into it and what it shows. */
export class Terminal {
  private readonly process: ChildProcess;
  private readonly exited: Promise<number>;
  private unread = "";
  private onOutput = () => {};

  constructor(
    private readonly name: string,
    command: string,
  ) {
    const path = `${toolsBin}${delimiter}${process.env["PATH"]}`;
    this.process = spawn("bash", ["-c", `exec ${command}`], { env: { ...process.env, PATH: path } });
    const killNow = () => this.process.kill("SIGKILL");
    process.once("exit", killNow);
    this.exited = new Promise((resolve) => {
      this.process.once("close", (code) => {
        process.off("exit", killNow);
        this.onOutput();
        resolve(code ?? -1);
      });
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.unread += text;
        this.onOutput();
      });
    }
  }

  type(text: string): void {
    this.process.stdin?.write(`${text.trimEnd()}\n`);
  }

  /** Waits until it shows that many lines more that end a JSON document, and returns what came. */
  async shows(documents: number): Promise<string> {
    const complete = () => this.unread.split("\n").filter((line) => line === "}" || line === "{}").length >= documents;
    const waiting = async () => {
      while (!complete()) {
        await new Promise<void>((resolve) => {
          this.onOutput = resolve;
        });
      }
    };
    await within(waiting(), PATIENCE_MS, () => `${this.name} shows ${documents} documents. It shows:\n${this.unread}`);
    const shown = this.unread;
    this.unread = "";
    return shown;
  }

  /** Presses ctrl-D, waits for the end, and returns the exit code and what no one has read. */
  async end(): Promise<{ code: number; unread: string }> {
    this.process.stdin?.end();
    const code = await within(this.exited, PATIENCE_MS, () => `${this.name} ends after ctrl-D`);
    return { code, unread: this.unread };
  }

  kill(): void {
    this.process.kill("SIGKILL");
  }
}
