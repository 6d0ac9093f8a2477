import { toJson } from "@bufbuild/protobuf";
import { EventSchema } from "../../src/gen/beckon/v1/signaling_pb.js";
import { type CallEnd, endOfError, OK } from "./call-end.js";
import type { Event, EventKind, EventOf, ServerFrame } from "./frames.js";
import { PATIENCE_MS, within } from "./waiting.js";

/** Reads a stream of server frames, and hands its events out one by one. */
export class EventReader {
  /** Resolves when the stream has ended, whichever way. */
  readonly ended: Promise<CallEnd>;
  /** The frames as they came. */
  readonly frames: ServerFrame[] = [];
  private readonly waiting: Event[] = [];
  private readonly history: string[] = [];
  private wakeUps: (() => void)[] = [];
  private end: CallEnd | undefined;
  private highestAck = 0n;

  constructor(
    private readonly name: string,
    frames: AsyncIterable<ServerFrame>,
  ) {
    this.ended = this.read(frames);
  }

  /** The next event, which must be of this kind: a test that passes has seen every event. */
  async next<K extends EventKind>(kind: K, timeoutMs = PATIENCE_MS): Promise<EventOf<K>> {
    const { event } = await this.take([kind], timeoutMs);
    return event.value as EventOf<K>;
  }

  /** The same, with its number. */
  nextEvent(kind: EventKind): Promise<Event> {
    return this.take([kind], PATIENCE_MS);
  }

  /** The next event, which must be of one of these kinds. */
  async nextOf<K extends EventKind>(...kinds: K[]): Promise<{ event: Extract<Event["event"], { case: K }> }> {
    const { event } = await this.take(kinds, PATIENCE_MS);
    return { event: event as Extract<Event["event"], { case: K }> };
  }

  private async take(kinds: readonly EventKind[], timeoutMs: number): Promise<Event> {
    await this.until(
      () => this.waiting.length > 0,
      () => `${this.name} gets ${kinds.join(" or ")}`,
      timeoutMs,
    );
    const event = this.waiting.shift() as Event;
    if (!event.event.case || !kinds.includes(event.event.case)) {
      throw new Error(`${this.name} expected ${kinds.join(" or ")} next, got ${shortened(event)}. ${this.story()}`);
    }
    return event;
  }

  /** Waits until the server's ack covers `seq`, then returns the ack. */
  async acked(seq: bigint): Promise<bigint> {
    await this.until(
      () => this.highestAck >= seq,
      () => `${this.name} gets ack ${seq}, has ${this.highestAck}`,
    );
    return this.highestAck;
  }

  /** Counts an ack that came another way than by the stream. */
  onAck(ack: bigint): void {
    if (ack > this.highestAck) {
      this.highestAck = ack;
    }
    this.wakeUp();
  }

  /** Events that came and that no test asked for. */
  unread(): readonly Event[] {
    return this.waiting;
  }

  private async until(done: () => boolean, what: () => string, timeoutMs = PATIENCE_MS): Promise<void> {
    const waiting = async () => {
      while (!done()) {
        if (this.end) {
          throw new Error(`${what()}: the stream has ended with ${JSON.stringify(this.end)}. ${this.story()}`);
        }
        await new Promise<void>((resolve) => this.wakeUps.push(resolve));
      }
    };
    await within(waiting(), timeoutMs, () => `${what()}. ${this.story()}`);
  }

  private async read(frames: AsyncIterable<ServerFrame>): Promise<CallEnd> {
    let end = OK;
    try {
      for await (const frame of frames) {
        this.frames.push(frame);
        for (const event of frame.events) {
          this.waiting.push(event);
          this.history.push(shortened(event));
        }
        this.onAck(frame.ack);
      }
    } catch (error) {
      end = endOfError(error);
    }
    this.end = end;
    this.wakeUp();
    return end;
  }

  private wakeUp(): void {
    const wakeUps = this.wakeUps;
    this.wakeUps = [];
    wakeUps.forEach((wakeUp) => void wakeUp());
  }

  private story(): string {
    return `Its latest events:\n${this.history.slice(-5).join("\n") || "none"}`;
  }
}

function shortened(event: Event): string {
  const json = JSON.stringify(toJson(EventSchema, event));
  return json.length > 600 ? `${json.slice(0, 600)}...` : json;
}
