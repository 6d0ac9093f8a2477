import type { ClientFrame } from "../../gen/beckon/v1/signaling_pb.js";
import type { Environment, EnvironmentChange } from "../../signaling/environment.js";
import type { SignalingOptions } from "../../signaling/options.js";
import { fullJitter } from "../../signaling/reconnect-policy.js";
import { FakeNetwork, type FakeStream } from "./fake-network.js";
import { ScenarioApp } from "./scenario-app.js";
import { type Fields, scenarioEvent, scenarioStatus, welcomeEvent } from "./scenario-events.js";
import type { Scenario, ScenarioConfig, Step } from "./scenario-file.js";

/** The clock of a scenario. */
export interface ScenarioClock {
  /** Lets time pass; timers run in their order, and all that follows from them. */
  readonly advance: (ms: number) => Promise<void>;
  readonly timers: () => number;
}

/** What followed from one step, in the words of the scenarios. */
export type Followed = Record<string, unknown>;

/** Plays one scenario against the library: feeds each step in, and tells what followed. */
export class ScenarioPlayer {
  readonly #network = new FakeNetwork();
  readonly #app: ScenarioApp;
  readonly #clock: ScenarioClock;
  readonly #config: ScenarioConfig;
  readonly #keys = new Map<string, string>();
  readonly #helloCounts = new Map<string, number>();
  readonly #sentNames = new Set<string>();
  #isOnline = true;
  #onChange: (change: EnvironmentChange) => void = () => undefined;
  #tokenAsks = 0;
  #answerToken: { readonly resolve: (token: string) => void; readonly reject: () => void } | undefined;

  constructor({ config = {} }: Scenario, clock: ScenarioClock) {
    this.#clock = clock;
    this.#config = config;
    this.#app = new ScenarioApp(this.#options(), this.#network.rpc, {
      hasResult: (seq) => ["joinRoom", "leaveRoom", "watchPresence"].includes(this.#network.taken.get(seq)?.case ?? ""),
      isWatch: (seq) => this.#network.taken.get(seq)?.case === "watchPresence",
      hasSignal: (name) => this.#sentNames.has(name),
    });
  }

  get app(): ScenarioApp {
    return this.#app;
  }

  async play(step: Step): Promise<Followed> {
    for (const [input, value] of Object.entries(step)) {
      await this.#feed(input, value, step);
    }
    await this.#settle();
    return this.#followed();
  }

  #options(): Omit<SignalingOptions, "url" | "peerId"> {
    const { jitter = 0.5, max_messages, max_bytes, token_provider, earlier_key } = this.#config;
    return {
      reconnect: fullJitter({ random: () => jitter }),
      environment: this.#environment(),
      ...(max_messages === undefined ? {} : { maxQueuedFrames: max_messages }),
      ...(max_bytes === undefined ? {} : { maxQueuedBytes: max_bytes }),
      ...(token_provider ? { accessToken: () => this.#askToken() } : {}),
      ...(earlier_key ? { replacedSessionKey: new TextEncoder().encode("earlier key of alice") } : {}),
    };
  }

  #environment(): Environment {
    const isOnline = () => this.#isOnline;
    return {
      get isOnline() {
        return isOnline();
      },
      watch: (listener) => {
        this.#onChange = listener;
        return () => {
          this.#onChange = () => undefined;
        };
      },
    };
  }

  #askToken(): Promise<string> {
    this.#tokenAsks += 1;
    return new Promise((resolve, reject) => {
      this.#answerToken = { resolve, reject: () => reject(new Error("no token")) };
    });
  }

  async #feed(input: string, value: unknown, step: Step): Promise<void> {
    const inputs: Record<string, () => void | Promise<void>> = {
      begin: () => this.#begin(String(value), step),
      connect: () => this.#app.connect(),
      send: () => this.#app.send(String(value), Number(step["bytes"] ?? 0)),
      join: () => this.#app.join(String(value)),
      leave: () => this.#app.leave(String(value)),
      watch: () => this.#app.watch(value as string[]),
      update: () => this.#app.update(value as Record<string, string>),
      returns: () => this.#app.returns(Number(value)),
      close: () => this.#app.close(),
      reconnect_now: () => this.#app.reconnectNow(),
      offline: () => this.#change("offline"),
      online: () => this.#change("online"),
      suspend: () => this.#change("suspended"),
      resume: () => this.#change("resumed"),
      token: () => this.#answerToken?.resolve(String(value)),
      token_fails: () => this.#answerToken?.reject(),
      writable: () => this.#network.setWritable(value === true),
      welcome: () => this.#network.tell(this.#network.stream, { events: [welcomeEvent(value as Fields)] }),
      receive: () => this.#receive(this.#network.stream, value as Fields),
      receive_old: () => this.#receive(this.#oldStream, value as Fields),
      status: () => this.#network.end(this.#network.stream, scenarioStatus(value as Fields)),
      status_old: () => this.#network.end(this.#oldStream, scenarioStatus(value as Fields)),
      cut: () => this.#network.end(this.#network.stream, scenarioStatus({ code: "UNAVAILABLE" })),
      check_answered: () => this.#network.answerCheck(),
      advance: () => this.#clock.advance(Number(value)),
    };
    if (["then", "bytes", "welcome_with", "room"].includes(input)) {
      return;
    }
    const feed = inputs[input];
    if (feed === undefined) {
      throw new Error(`no such input: ${input}`);
    }
    await feed();
  }

  get #oldStream(): FakeStream {
    const stream = this.#network.streams.at(-2);
    if (stream === undefined) {
      throw new Error("there was no stream before");
    }
    return stream;
  }

  #change(change: EnvironmentChange): void {
    if (change === "online" || change === "offline") {
      this.#isOnline = change === "online";
    }
    this.#onChange(change);
  }

  #receive(stream: FakeStream, { events = [], ack = 0 }: Fields): void {
    const told = (events as Fields[]).map((event) => scenarioEvent(event, this.#app.sessionId, stream.joins));
    this.#network.tell(stream, { events: told, ack: BigInt(ack as number) });
  }

  /** Connect and welcome in one; what follows is not looked at. */
  async #begin(session: string, step: Step): Promise<void> {
    this.#app.connect();
    await this.#settle();
    this.#answerToken?.resolve("t1");
    await this.#settle();
    this.#network.tell(this.#network.stream, {
      events: [welcomeEvent({ session, ...(step["welcome_with"] as Fields) })],
    });
    await this.#settle();
    if (step["room"] !== undefined) {
      this.#app.join(String(step["room"]));
      await this.#settle();
      this.#receive(this.#network.stream, {
        events: [{ snapshot: step["room"], version: 1, members: ["alice"] }],
        ack: 1,
      });
      await this.#settle();
    }
    this.#followed();
  }

  /** Lets everything happen that is due. */
  async #settle(): Promise<void> {
    for (let i = 0; i < 3; i += 1) {
      await this.#clock.advance(0);
    }
  }

  #followed(): Followed {
    const { hellos, frames, checks, drops } = this.#network.takeSeen();
    const { results, tells } = this.#app.takeLearnt();
    const asks = this.#tokenAsks;
    this.#tokenAsks = 0;
    const sends = frames.map((frame) => this.#sendWords(frame));
    const hello = hellos.map(({ request, authorization }) => this.#helloWords(request.hello, authorization));
    return {
      ...(hello.length > 0 ? { hello: hello.length === 1 ? hello[0] : hello } : {}),
      ...(drops > 0 ? { drops: true } : {}),
      ...(checks > 0 ? { checks: true } : {}),
      ...(asks > 0 ? { asks_token: true } : {}),
      ...(sends.length > 0 ? { sends } : {}),
      ...(results.length > 0 ? { results } : {}),
      ...(tells.length > 0 ? { tells } : {}),
    };
  }

  #helloWords(hello: Fields | undefined, authorization: string): Fields {
    const key = this.#keyWord(hello?.["sessionKey"]);
    const count = (this.#helloCounts.get(key) ?? 0) + 1;
    this.#helloCounts.set(key, count);
    const attempt = Number(hello?.["attempt"]);
    const words: Record<string, unknown> = { key, ...(attempt === count ? {} : { attempt }) };
    const replaces = this.#keyWord(hello?.["replacedSessionKey"]);
    const named = {
      replaces,
      session: hello?.["sessionId"],
      last_seq: Number(hello?.["lastSeq"]),
      token: authorization.replace("Bearer ", ""),
    };
    for (const [name, value] of Object.entries(named)) {
      if (value) {
        words[name] = value;
      }
    }
    return words;
  }

  /** The first key of a scenario is A, the next B. */
  #keyWord(key: unknown): string {
    const hex = Buffer.from(key as Uint8Array).toString("hex");
    if (hex === "") {
      return "";
    }
    if (!this.#keys.has(hex)) {
      this.#keys.set(hex, String.fromCharCode("A".charCodeAt(0) + this.#keys.size));
    }
    return this.#keys.get(hex) ?? "";
  }

  #sendWords({ seq, ack, frame }: ClientFrame): Fields {
    return {
      ...(seq > 0n ? { seq: Number(seq) } : {}),
      ...(ack > 0n ? { ack: Number(ack) } : {}),
      ...this.#armWords(frame),
    };
  }

  #armWords(frame: ClientFrame["frame"]): Fields {
    switch (frame.case) {
      case "signal": {
        const { body } = frame.value;
        const name = body.case === "data" ? String(body.value.content.value).trimEnd() : "?";
        this.#sentNames.add(name);
        return { signal: name };
      }
      case "joinRoom":
        return { join_room: frame.value.room };
      case "leaveRoom":
        return { leave_room: frame.value.room };
      case "watchPresence":
        return { watch_presence: [...frame.value.peerIds] };
      case "updateMember":
        return { update_member: { ...frame.value.attributes } };
      case "refreshToken":
        return { refresh_token: frame.value.accessToken };
      case undefined:
        return {};
      default:
        return { [frame.case]: true };
    }
  }
}
