/** What tests need to know of the server whose sessions and mailboxes end soon; see shared-stacks.ts. */
export const BRIEF = {
  resumeWindowMs: 1_000,
  maxMailboxEvents: 8,
  framesBurst: 40,
} as const;

/** The same as options of the server. */
export const BRIEF_SERVER: readonly string[] = [
  ...["--resume-window-browser", `${BRIEF.resumeWindowMs}ms`],
  ...["--resume-window-native", `${BRIEF.resumeWindowMs}ms`],
  ...["--max-mailbox-events", String(BRIEF.maxMailboxEvents)],
  ...["--frames-per-second", "20"],
  ...["--frames-burst", String(BRIEF.framesBurst)],
];
