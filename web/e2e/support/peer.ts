import { expect, onTestFinished } from "vitest";
import { type CallEnd, endOfError } from "./call-end.js";
import { type DoorName, type DoorUrls, dials, type Line } from "./door.js";
import { EventReader } from "./event-reader.js";
import { type EventKind, type EventOf, type Frame, type HelloFields, signal } from "./frames.js";
import { type Relay, startRelay } from "./relay.js";
import { eventually, PATIENCE_MS, within } from "./waiting.js";

type Welcome = EventOf<"welcome">;

/** A peer at one door, with a connection of its own. It ends with its test. */
export class Peer {
  readonly ended: Promise<CallEnd>;
  private greeting: Welcome | undefined;

  constructor(
    readonly id: string,
    readonly door: DoorName,
    readonly urls: DoorUrls,
    readonly relay: Relay,
    private readonly line: Line,
    readonly reader: EventReader,
  ) {
    this.ended = reader.ended;
  }

  get welcome(): Welcome {
    if (!this.greeting) {
      throw new Error(`${this.id} was not welcomed yet`);
    }
    return this.greeting;
  }

  get sessionId(): string {
    return this.welcome.sessionId;
  }

  async welcomed(): Promise<this> {
    this.greeting = await this.reader.next("welcome");
    return this;
  }

  next<K extends EventKind>(kind: K): Promise<EventOf<K>> {
    return this.reader.next(kind);
  }

  /** Sends frames; rejects when their call was refused. */
  async send(...frames: Frame[]): Promise<void> {
    this.reader.onAck(await this.sendWith(this.greeting?.attachmentToken ?? "", frames));
  }

  sendWith(token: string, frames: readonly Frame[]): Promise<bigint> {
    return within(this.line.send(frames, token), PATIENCE_MS, () => `${this.id} can send`);
  }

  /** Sends frames whose call is refused: the stream itself at Connect, the Send elsewhere. */
  async sendRefused(...frames: Frame[]): Promise<CallEnd> {
    const sent = this.line.send(frames, this.greeting?.attachmentToken ?? "");
    if (this.door === "Connect") {
      return await this.end();
    }
    const refused = sent.then(
      () => {
        throw new Error(`Send of ${this.id} was not refused`);
      },
      (error: unknown) => endOfError(error),
    );
    return await within(refused, PATIENCE_MS, () => `Send of ${this.id} is refused`);
  }

  /** How the stream ended, once it has. */
  end(timeoutMs = PATIENCE_MS): Promise<CallEnd> {
    return within(this.ended, timeoutMs, () => `the stream of ${this.id} ends`);
  }

  acked(seq: number): Promise<bigint> {
    return this.reader.acked(BigInt(seq));
  }

  halfClose(): void {
    this.line.halfClose();
  }

  cancel(): void {
    this.line.cancel();
  }

  getIceServers() {
    return this.line.getIceServers({});
  }

  async close(): Promise<void> {
    this.line.close();
    await this.relay.close();
  }
}

let dialled = 0;

/** A peer id that no other test has. */
export function freshId(name: string): string {
  return `${name}-${process.pid}-${++dialled}`;
}

/** Begins a stream through a door of a stack, and does not wait for any answer. */
export async function dial(
  urls: DoorUrls,
  door: DoorName,
  hello: HelloFields | undefined,
  helloSeq = 0,
  begin = dials[door],
): Promise<Peer> {
  const relay = await startRelay(urls[door]);
  const line = begin(relay.url, hello, BigInt(helloSeq));
  const id = hello?.peerId ?? "nobody";
  const peer = new Peer(id, door, urls, relay, line, new EventReader(id, line.frames));
  onTestFinished(() => peer.close());
  return peer;
}

/**
 * Registers the peer id of a session that has ended, through the same door. The others see it leave, and it sees its end,
 * a moment before the id is free: only then nothing of it can overtake its successor.
 */
export async function registerAgain({ id, door, urls }: Pick<Peer, "id" | "door" | "urls">): Promise<Peer> {
  return await eventually(`${id} is free`, async () => {
    const peer = await dial(urls, door, { peerId: id });
    try {
      return await peer.welcomed();
    } catch (error) {
      expect(await peer.end()).toMatchObject({ reason: "PEER_ID_TAKEN" });
      throw error;
    }
  });
}

/**
 * Proves that nothing else reached `receiver`: something sent now arrives next. Signals of one sender arrive in order, so
 * this also says that what `sender` sent before was not handed on.
 */
export async function nothingElseReached(receiver: Peer, sender: Peer): Promise<void> {
  const text = freshId("sentinel");
  await sender.send(signal(receiver.id, { case: "data", value: { content: { case: "text", value: text } } }));
  const { body } = await receiver.next("signal");
  if (body.case !== "data" || body.value.content.value !== text) {
    throw new Error(`${receiver.id} got something else before the sentinel: ${JSON.stringify(body)}`);
  }
}
