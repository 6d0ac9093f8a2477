// Converts trace events to steps of the sequence diagram: sender, receiver and label, with runs of candidates as one
// step.
import type { TraceKind } from "../../src/signaling/index.js";
import type { NumberedTrace } from "../state/model";

/** How a step is drawn. */
export type Family = "session" | "room" | "offer" | "answer" | "candidate" | "data" | "hangup" | "notice";

export interface Step {
  readonly id: number;
  /** Milliseconds since 1970, of the first and the last message of a run. */
  readonly at: number;
  readonly until: number;
  readonly kind: TraceKind;
  readonly family: Family;
  readonly isSent: boolean;
  /** Absent: it ends at the server. */
  readonly peerId: string | undefined;
  /** The subject of a room event or notice. */
  readonly about: string | undefined;
  readonly count: number;
  readonly bytes: number;
  readonly room: string;
  readonly connectionId: string;
  readonly details: readonly string[];
  readonly isRepeated: boolean;
}

const FAMILIES: Record<TraceKind, Family> = {
  hello: "session",
  welcome: "session",
  offer: "offer",
  answer: "answer",
  candidate: "candidate",
  "end-of-candidates": "candidate",
  hangup: "hangup",
  data: "data",
  "join-room": "room",
  "leave-room": "room",
  "watch-presence": "room",
  presence: "room",
  "refresh-token": "session",
  "update-member": "room",
  "room-snapshot": "room",
  "peer-joined": "room",
  "peer-left": "room",
  "member-updated": "room",
  "ice-servers": "session",
  notice: "notice",
  heartbeat: "session",
  ack: "session",
  "go-away": "notice",
  bye: "session",
  unknown: "session",
};

const SIGNALS: ReadonlySet<TraceKind> = new Set([
  "offer",
  "answer",
  "candidate",
  "end-of-candidates",
  "hangup",
  "data",
]);

/** A pause this long starts a new run of candidates. */
const RUN_GAP_MS = 2000;
const MOST_DETAILS = 12;

export function stepsOf(
  traces: readonly NumberedTrace[],
  heartbeats: "with-heartbeats" | "quiet" = "quiet",
): readonly Step[] {
  const steps: Step[] = [];
  for (const trace of traces) {
    if (heartbeats === "quiet" && (trace.kind === "heartbeat" || trace.kind === "ack")) continue;
    const step = stepOf(trace);
    const run = trace.kind === "candidate" ? findRun(steps, step) : -1;
    const before = steps[run];
    if (before) steps[run] = joined(before, step);
    else steps.push(step);
  }
  return steps;
}

function stepOf(trace: NumberedTrace): Step {
  const isSignal = SIGNALS.has(trace.kind);
  return {
    id: trace.id,
    at: trace.at,
    until: trace.at,
    kind: trace.kind,
    family: FAMILIES[trace.kind],
    isSent: trace.direction === "sent",
    peerId: isSignal ? trace.peerId : undefined,
    about: isSignal ? undefined : trace.peerId,
    count: 1,
    bytes: trace.bytes,
    room: trace.room ?? "",
    connectionId: trace.connectionId ?? "",
    details: trace.detail ? [trace.detail] : [],
    isRepeated: trace.repeated,
  };
}

/** Candidates of both sides interleave; a run continues as long as only candidates come between. */
function findRun(steps: readonly Step[], next: Step): number {
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const step = steps[index];
    if (step?.kind !== "candidate") return -1;
    const isSame =
      step.isSent === next.isSent && step.peerId === next.peerId && step.connectionId === next.connectionId;
    if (isSame) return next.at - step.until <= RUN_GAP_MS ? index : -1;
  }
  return -1;
}

function joined(run: Step, next: Step): Step {
  return {
    ...run,
    until: next.at,
    count: run.count + 1,
    bytes: run.bytes + next.bytes,
    details: [...run.details, ...next.details].slice(0, MOST_DETAILS),
    isRepeated: run.isRepeated || next.isRepeated,
  };
}

/**
 * Peers in the order of their first signal; each keeps its lifeline. Other members of the room have none, so that a
 * full room does not push the diagram out of view.
 */
export function peersOf(steps: readonly Step[]): readonly string[] {
  return [...new Set(steps.flatMap((step) => step.peerId ?? []))];
}
