import type { Client } from "@connectrpc/connect";
import type { Signaling } from "../../gen/beckon/v1/signaling_pb.js";
import { BeckonClient } from "../../signaling/beckon-client.js";
import type { SignalingEvent } from "../../signaling/events.js";
import { isPassing, type Notice } from "../../signaling/notice.js";
import type { SignalingOptions } from "../../signaling/options.js";
import type { RoomChange } from "../../signaling/room-view.js";
import { SignalingError } from "../../signaling/signaling-error.js";
import type { SignalingState } from "../../signaling/state.js";

/** What the app learnt since it was last asked, in the words of the scenarios. */
export interface Learnt {
  readonly results: [what: string, result: string][];
  readonly tells: Record<string, unknown>[];
}

/** What the app's runner knows of the frames that left. */
export interface FramesThatLeft {
  /** Whether the frame with this number was a join, a leave or a watch, which have a result. */
  readonly hasResult: (seq: bigint) => boolean;
  /** Whether the frame with this number was a watch. */
  readonly isWatch: (seq: bigint) => boolean;
  /** Whether the signal with this text left. */
  readonly hasSignal: (name: string) => boolean;
}

/** The app of a scenario: one library after the other, and what it hears from them. */
export class ScenarioApp {
  learnt: Learnt = { results: [], tells: [] };
  why = "";
  /** Watches of the app that have no result yet. */
  #openWatches = 0;
  #client: BeckonClient;
  #hasStarted = false;
  readonly #names = new Map<number, string>();
  readonly #refusals = new Map<number, Notice>();
  /** Callbacks of tracked events that have not returned, by the number of the event, oldest first. */
  readonly #open = new Map<string, { readonly promise: Promise<void>; readonly resolve: () => void }[]>();
  readonly #make: (more: Partial<SignalingOptions>) => BeckonClient;
  readonly #left: FramesThatLeft;

  constructor(
    options: Omit<SignalingOptions, "url" | "peerId">,
    rpc: Client<typeof Signaling>,
    framesThatLeft: FramesThatLeft,
  ) {
    this.#left = framesThatLeft;
    this.#make = (more) => new BeckonClient({ url: "http://localhost", peerId: "alice", ...options, ...more }, rpc);
    this.#client = this.#listenTo(this.#make({}));
  }

  get sessionId(): string {
    return this.#client.sessionId ?? "";
  }

  get state(): string {
    return this.#hasStarted ? stateWords(this.#client.state) : "IDLE";
  }

  takeLearnt(): Learnt {
    const { learnt } = this;
    this.learnt = { results: [], tells: [] };
    return learnt;
  }

  /** After its end a client is not used again: the next one shows its key. */
  connect(): void {
    if (this.#client.state.status === "closed") {
      this.#client = this.#listenTo(this.#make({ replacedSessionKey: this.#client.sessionKey }));
    }
    this.#hasStarted = true;
    this.#client.start();
  }

  send(name: string, bytes: number): void {
    try {
      const content = name.padEnd(bytes);
      this.#names.set(this.#client.send({ to: "bob", body: { type: "data", label: "", content } }), name);
    } catch (thrown) {
      this.#result(name, whyNot(thrown));
    }
  }

  join(room: string): void {
    this.#await(`join ${room}`, this.#client.join(room));
  }

  leave(room: string): void {
    this.#await(`leave ${room}`, this.#client.leave(room));
  }

  watch(peerIds: readonly string[]): void {
    this.#openWatches += 1;
    const decided = this.#client.watchPresence(peerIds).finally(() => {
      this.#openWatches -= 1;
    });
    this.#await("watch", decided);
  }

  update(attributes: Readonly<Record<string, string>>): void {
    this.#client.updateMember({ attributes });
  }

  reconnectNow(): void {
    this.#client.reconnectNow();
  }

  close(): void {
    void this.#client.close();
  }

  /** The callbacks of the oldest tracked events return. */
  returns(count: number): void {
    for (const [seq, callbacks] of [...this.#open].slice(0, count)) {
      this.#open.delete(seq);
      for (const { resolve } of callbacks) {
        resolve();
      }
    }
  }

  #listenTo(client: BeckonClient): BeckonClient {
    client.on((event) => this.#hear(event));
    return client;
  }

  #hear(event: SignalingEvent): Promise<void> | undefined {
    switch (event.type) {
      case "state":
        this.#hearState(event.state);
        return undefined;
      case "signal": {
        const { body } = event.signal;
        if (body.type === "data") {
          this.#tell({ signal: body.content });
          return this.#stayOpen(body.label);
        }
        return undefined;
      }
      case "notice":
        this.#hearNotice(event.notice);
        return this.#stayOpen(event.notice.message.split(" ")[0] ?? "");
      case "outcome":
        this.#result(this.#names.get(event.signalId) ?? "?", this.#outcomeWords(event.outcome, event.signalId));
        return undefined;
      case "presence":
        this.#tell({ presence: event.presence.peerId, state: event.presence.state.toUpperCase() });
        return undefined;
      case "room":
        this.#hearRoom(event.view.room, event.view.members, event.change);
        return undefined;
      default:
        return undefined;
    }
  }

  #hearState(state: SignalingState): void {
    if (state.status === "connected") {
      this.#tell({ session: state.sessionId, result: state.result.toUpperCase() });
    } else if (state.status === "waiting" || state.status === "closed") {
      this.why = state.error?.reason ?? "CLOSED";
    } else if (state.status === "offline" || state.status === "suspended") {
      this.why = state.status.toUpperCase();
    }
  }

  /** Notices about what has a result of its own are that result; a watch that the library repeats later is no news. */
  #hearNotice(notice: Notice): void {
    if (notice.signalId !== undefined) {
      this.#refusals.set(notice.signalId, notice);
      return;
    }
    const about = notice.message.split(" ").slice(1).map(BigInt);
    const isOwnWatch = this.#openWatches === 0 && about.some(this.#left.isWatch);
    const isNews = isOwnWatch ? !isPassing(notice) : !about.some(this.#left.hasResult);
    if (isNews) {
      this.#tell({ notice: notice.code });
    }
  }

  #hearRoom(room: string, members: readonly { readonly peerId: string }[], change: RoomChange): void {
    switch (change.type) {
      case "snapshot":
        this.#tell({ room, members: members.map(({ peerId }) => peerId) });
        break;
      case "peer-joined":
        this.#tell({ joined: change.member.peerId, room });
        break;
      case "member-updated":
        this.#tell({ updated: change.member.peerId, state: change.member.state.toUpperCase(), room });
        break;
      case "peer-left":
        this.#tell({ left: change.member.peerId, room });
        break;
      case "room-left":
        if (change.refusal !== undefined) {
          this.#tell({ room_lost: room, code: change.refusal.code });
        } else if (change.reason !== "left") {
          this.#tell({ room_over: room });
        }
        break;
    }
  }

  #outcomeWords(outcome: string, signalId: number): string {
    switch (outcome) {
      case "refused":
        return `REFUSED ${this.#refusals.get(signalId)?.code}`;
      case "not-sent":
        return "NOT_SENT STOPPED";
      case "unconfirmed":
        // A Send that a stuck network never took is on its way for the library: more it cannot know.
        return this.#left.hasSignal(this.#names.get(signalId) ?? "") ? "UNCONFIRMED" : "NOT_SENT STOPPED";
      default:
        return outcome.toUpperCase();
    }
  }

  /** The callback of a tracked event does not return before the scenario says so. */
  #stayOpen(seq: string): Promise<void> | undefined {
    if (seq === "0") {
      return undefined;
    }
    const made: { resolve: () => void } = { resolve: () => undefined };
    const promise = new Promise<void>((resolve) => {
      made.resolve = resolve;
    });
    const key = `${this.sessionId} ${seq}`;
    this.#open.set(key, [...(this.#open.get(key) ?? []), { promise, resolve: () => made.resolve() }]);
    return promise;
  }

  #await(what: string, promise: Promise<unknown>): void {
    promise.then(
      () => this.#result(what, "TAKEN"),
      (thrown) => this.#result(what, whyNot(thrown)),
    );
  }

  #result(what: string, result: string): void {
    this.learnt.results.push([what, result]);
  }

  #tell(told: Record<string, unknown>): void {
    this.learnt.tells.push(told);
  }
}

function stateWords({ status, ...rest }: SignalingState): string {
  switch (status) {
    case "connecting":
      return "CONNECTING";
    case "connected":
      return "LIVE";
    case "waiting":
    case "offline":
    case "suspended":
      return "WAITING";
    case "closing":
      return "CLOSING";
    case "closed":
      return "error" in rest && rest.error !== undefined ? "STOPPED" : "CLOSED";
  }
}

function whyNot(thrown: unknown): string {
  const { reason, notice } = SignalingError.from(thrown);
  switch (reason) {
    case "REFUSED":
      return `REFUSED ${notice?.code}`;
    case "FRAME_TOO_LARGE":
      return "REFUSED TOO_LARGE";
    case "QUEUE_FULL":
      return "NOT_SENT QUEUE_FULL";
    case "ABORTED":
      return "NOT_SENT LEFT";
    default:
      return "NOT_SENT STOPPED";
  }
}
