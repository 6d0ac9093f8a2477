// The layout of the sequence diagram. Pure arithmetic in CSS pixels: time runs down, lifelines are side by side.
import type { Step } from "./steps";

/** Left of the lifelines: the time axis. */
export const GUTTER = 68;
const EDGE = 44;
const FIRST_GAP = 136;
const SECOND_GAP = 104;
const NEXT_GAP = 76;
const TOP = 20;
/** The heads of the lifelines, above the diagram in the same frame. */
const HEADS_HEIGHT = 73;
/** Two or three lifelines are not spread any wider than this. */
const MOST_STRETCH = 2.2;
const PAUSE_HEIGHT = 28;
const PAUSE_MS = 1500;

export interface Row {
  readonly step: Step;
  /** The arrow's height. */
  readonly y: number;
  readonly top: number;
}

export interface Pause {
  readonly y: number;
  readonly ms: number;
}

export interface Space {
  /** The scrolling frame around the diagram. */
  readonly frame: { readonly width: number; readonly height: number };
  readonly rowHeight: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly me: number;
  readonly server: number;
  readonly peers: ReadonlyMap<string, number>;
  readonly rows: readonly Row[];
  readonly pauses: readonly Pause[];
}

/**
 * Lifelines share the available width but keep the distance that their labels need; if that is wider than the frame,
 * the diagram scrolls. The name of a message is between me and the server, its size between the server and the first
 * peer: these two gaps are the widest.
 */
export function layOut(steps: readonly Step[], peerIds: readonly string[], { frame, rowHeight }: Space): Layout {
  const offsets = [FIRST_GAP, ...peerIds.map((_peerId, index) => FIRST_GAP + SECOND_GAP + NEXT_GAP * index)];
  const me = GUTTER + EDGE / 2;
  const stretch = Math.max(1, Math.min(MOST_STRETCH, (frame.width - me - EDGE) / (offsets.at(-1) ?? FIRST_GAP)));
  const [server = me, ...places] = offsets.map((offset) => me + offset * stretch);
  const { rows, pauses, bottom } = stack(steps, rowHeight);
  return {
    width: Math.max((places.at(-1) ?? server) + EDGE, frame.width),
    height: Math.max(bottom, frame.height - HEADS_HEIGHT),
    rowHeight,
    me,
    server,
    peers: new Map(peerIds.map((peerId, index) => [peerId, places[index] ?? server])),
    rows,
    pauses,
  };
}

/**
 * One row per step in order of time. A silence of more than 1.5 s is shown as a pause of fixed height with its
 * duration.
 */
function stack(steps: readonly Step[], rowHeight: number) {
  const rows: Row[] = [];
  const pauses: Pause[] = [];
  let y = TOP;
  let before = steps[0]?.at ?? 0;
  for (const step of steps) {
    if (step.at - before > PAUSE_MS) {
      pauses.push({ y: y + PAUSE_HEIGHT / 2, ms: step.at - before });
      y += PAUSE_HEIGHT;
    }
    rows.push({ step, top: y, y: y + rowHeight - 8 });
    y += rowHeight;
    before = step.until;
  }
  return { rows, pauses, bottom: y + TOP };
}

/** The span in which a peer's lifeline is drawn solid: from its first step, or its joining, to its leaving. */
export function lifeOf(peerId: string, layout: Layout): { readonly from: number; readonly to: number | null } {
  let from: number | null = null;
  let to: number | null = null;
  for (const { step, y } of layout.rows) {
    if (step.peerId !== peerId && step.about !== peerId) continue;
    from ??= step.kind === "peer-joined" ? y : 0;
    if (step.kind === "peer-left") to = y;
    else if (step.kind === "peer-joined") to = null;
  }
  return { from: from ?? 0, to };
}
