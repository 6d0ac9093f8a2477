import type { SignalingEvent } from "../signaling/events.js";
import type { SignalingClient } from "../signaling/signaling-client.js";

type EventOf<Type extends SignalingEvent["type"]> = Extract<SignalingEvent, { type: Type }>;

/** Every event of a client, to be awaited and looked at. */
export class EventLog {
  readonly events: SignalingEvent[] = [];
  readonly #client: SignalingClient;

  constructor(client: SignalingClient) {
    this.#client = client;
    client.on((event) => this.events.push(event));
  }

  of<Type extends SignalingEvent["type"]>(type: Type): EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type);
  }

  /** Resolves with the first event of the type, past or to come, that fits. */
  until<Type extends SignalingEvent["type"]>(
    type: Type,
    fits: (event: EventOf<Type>) => boolean = () => true,
  ): Promise<EventOf<Type>> {
    const past = this.of(type).find(fits);
    if (past !== undefined) {
      return Promise.resolve(past);
    }
    return new Promise((resolve) => {
      const remove = this.#client.on((event) => {
        if (event.type === type && fits(event as EventOf<Type>)) {
          remove();
          resolve(event as EventOf<Type>);
        }
      });
    });
  }

  /** Resolves when the client is in a state, now or later. */
  untilState(status: "connecting" | "connected" | "waiting" | "closed", times = 1) {
    return this.until("state", ({ state }) => {
      const seen = this.of("state").filter((event) => event.state.status === status).length;
      return state.status === status && seen >= times;
    });
  }
}
