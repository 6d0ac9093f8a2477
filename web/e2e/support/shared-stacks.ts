import type { TestProject } from "vitest/node";
import { BRIEF_SERVER } from "./brief-server.js";
import type { DoorUrls } from "./door.js";
import { type Stack, startStack } from "./stack.js";
import { TIGHT_SERVER } from "./tight-server.js";

/** What the test files of a run share: starting a server for each file would take longer than all tests. */
export interface SharedStack {
  readonly urls: DoorUrls;
  /** Paths of what its processes print. */
  readonly logs: readonly string[];
}

declare module "vitest" {
  interface ProvidedContext {
    /** As a user starts it. */
    plain: SharedStack;
    /** With limits so low and intervals so short that tests reach them. */
    tight: SharedStack;
    /** With sessions and mailboxes that end soon. */
    brief: SharedStack;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [plain, tight, brief] = await Promise.all([startStack(), startStack(TIGHT_SERVER), startStack(BRIEF_SERVER)]);
  project.provide("plain", shared(plain));
  project.provide("tight", shared(tight));
  project.provide("brief", shared(brief));
  return async () => {
    await Promise.all([plain.stop(), tight.stop(), brief.stop()]);
  };
}

function shared({ urls, server, envoy }: Stack): SharedStack {
  return { urls, logs: [server.child.log, envoy.child.log] };
}
