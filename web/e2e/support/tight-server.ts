/** What tests need to know of the server that they bring to its limits; see shared-stacks.ts. */
export const TIGHT = {
  maxRooms: 2,
  maxRoomMembers: 3,
  heartbeatMs: 300,
  deadAfterMs: 1500,
  resumeWindowMs: 1000,
  stunUrl: "stun:stun.example.org:3478",
} as const;

const HEARTBEATS = ["native", "browser"].flatMap((door) => [
  ...[`--${door}-heartbeat`, `${TIGHT.heartbeatMs}ms`],
  ...[`--${door}-client-heartbeat`, `${TIGHT.heartbeatMs}ms`],
  ...[`--${door}-dead-after`, `${TIGHT.deadAfterMs}ms`],
]);

/** The same as options of the server. */
export const TIGHT_SERVER: readonly string[] = [
  ...["--max-rooms", String(TIGHT.maxRooms)],
  ...["--max-room-members", String(TIGHT.maxRoomMembers)],
  ...["--hello-timeout", "400ms"],
  ...["--resume-window-browser", `${TIGHT.resumeWindowMs}ms`],
  ...["--resume-window-native", `${TIGHT.resumeWindowMs}ms`],
  ...["--ice-server", TIGHT.stunUrl],
  ...HEARTBEATS,
];
