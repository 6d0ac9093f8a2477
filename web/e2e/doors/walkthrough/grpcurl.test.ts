import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BeckonServer, startBeckonServer } from "../../support/beckon-server.js";
import { repo } from "../../support/files.js";
import { Terminal } from "../../support/terminal.js";

// Follows the walk-through of the README word for word. What a fence says after its language tells what to do with the block:
//   ```sh            run the command to its end          ```text          what that printed
//   ```sh NAME       start it in a terminal              ```json NAME types    ```json NAME sees
// and the comment <!-- NAME: ctrl-D --> ends what runs in a terminal, which must have shown nothing else.
const PAGE = join(repo, "README.md");

let server: BeckonServer;

beforeAll(async () => {
  // The port of the text. It is free because ./test runs this in a network namespace of its own.
  server = await startBeckonServer([], 50_051);
});

afterAll(() => server.stop());

interface Step {
  readonly language: string;
  readonly terminal: string;
  readonly verb: string;
  readonly content: string;
  readonly line: number;
}

test("the walk-through is what grpcurl shows", async () => {
  const steps = stepsOf(readFileSync(PAGE, "utf8"));
  expect(steps.filter(({ verb }) => verb === "sees").length).toBeGreaterThan(8);
  const walk = new Walk();
  try {
    for (const step of steps) {
      await walk.take(step);
    }
    expect([...walk.terminals.keys()]).toEqual([]);
  } finally {
    walk.terminals.forEach((terminal) => void terminal.kill());
  }
});

class Walk {
  readonly terminals = new Map<string, Terminal>();
  private printed = "";
  private readonly written = new Masked();
  private readonly shown = new Masked();

  async take({ language, terminal: name, verb, content, line }: Step): Promise<void> {
    const where = `README.md, line ${line}`;
    const terminal = this.terminals.get(name);
    if (language === "sh" && name) {
      this.terminals.set(name, new Terminal(name, content));
    } else if (language === "sh") {
      this.printed = (await new Terminal("command", content).end()).unread;
    } else if (language === "text") {
      expect(this.shown.mask(this.printed), where).toBe(this.written.mask(content));
    } else if (verb === "types") {
      terminal?.type(content);
    } else if (verb === "sees") {
      const shown = await terminal?.shows(content.split("\n").filter((each) => each === "}" || each === "{}").length);
      expect(this.shown.mask(shown ?? ""), where).toBe(this.written.mask(content));
    } else if (verb === "ctrl-D") {
      expect(await terminal?.end(), where).toEqual({ code: 0, unread: "" });
      this.terminals.delete(name);
    } else {
      throw new Error(`${where}: what to do with '${language} ${name} ${verb}'?`);
    }
  }
}

/** Replaces session ids, which no two runs share, by their number in the order of appearing. */
class Masked {
  private readonly ids = new Map<string, string>();

  mask(text: string): string {
    return text.replace(/("(?:from_)?session_id": )"([^"]*)"/g, (_, key: string, id: string) => {
      const masked = this.ids.get(id) ?? `session ${this.ids.size + 1}`;
      this.ids.set(id, masked);
      return `${key}"${masked}"`;
    });
  }
}

function stepsOf(page: string): Step[] {
  const pattern = /^```(\w+)(?: (\w+))?(?: (\w+))?\n([\s\S]*?)^```$|^<!-- (\w+): ctrl-D -->$/gm;
  const [begin, end] = [page.indexOf("<!-- walk-through:begin -->"), page.indexOf("<!-- walk-through:end -->")];
  const steps = [...page.matchAll(pattern)].filter(({ index }) => index > begin && index < end);
  return steps.map((match) => {
    const [, language = "", terminal = match[5] ?? "", verb = match[5] ? "ctrl-D" : "", content = ""] = match;
    return { language, terminal, verb, content, line: page.slice(0, match.index).split("\n").length };
  });
}
