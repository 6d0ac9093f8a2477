/** Limits of the server that tests bring to its limits; see shared-stacks.ts. */
export const TIGHT = {
  maxRooms: 2,
  maxRoomMembers: 3,
  timeToHelloMs: 400,
  heartbeatMs: 300,
  deadAfterMs: 1500,
} as const;

/** The same as options of the server. */
export const TIGHT_SERVER: readonly string[] = ["--tight", "1"];
