import { isPassing, type Notice } from "./notice.js";
import { isSameProfile, type Profile, withMemberChange } from "./profile.js";
import { Retry } from "./retry.js";
import type { MemberChange } from "./signaling-client.js";

/** What {@link ProfileChanges} needs of the client. */
export interface ProfilePort {
  /** Sends the change in the session. @returns its seq; undefined without a session. */
  readonly say: (change: MemberChange) => bigint | undefined;
}

/**
 * The display name and attributes of this peer. A change takes effect at once. It is undone if the server refuses it
 * permanently, and sent again if the server cannot handle it at the moment. Changes made while a hello is in flight
 * reach the server once a session has started.
 */
export class ProfileChanges {
  readonly #port: ProfilePort;
  #confirmed: Profile;
  /** Temporarily refused, or not sent yet. Older than all pending changes. */
  #delayed: MemberChange | undefined;
  /** Sent and not decided, by seq. */
  readonly #pending = new Map<bigint, MemberChange>();
  /** The distinct profiles of the hellos since the last welcome: the session may start with any of them. */
  #inHellos: Profile[] = [];
  readonly #retry = new Retry();

  constructor(profile: Profile, port: ProfilePort) {
    this.#confirmed = profile;
    this.#port = port;
  }

  get profile(): Profile {
    const open = [...(this.#delayed ? [this.#delayed] : []), ...this.#pending.values()];
    return open.reduce(withMemberChange, this.#confirmed);
  }

  /** @throws SignalingError `QUEUE_FULL`, `FRAME_TOO_LARGE`; the profile is then unchanged. */
  apply(change: MemberChange): void {
    this.#record(change, this.#port.say(change));
  }

  /** @returns the profile for a hello that is sent now. */
  takeForHello(): Profile {
    const { profile } = this;
    if (!this.#inHellos.some((each) => isSameProfile(each, profile))) {
      this.#inHellos.push(profile);
    }
    return profile;
  }

  /** A new session has started, with the profile of one of the hellos. */
  onSessionStarted(): void {
    const inHellos = this.#inHellos.splice(0);
    const { profile } = this;
    if (inHellos.every((each) => isSameProfile(each, profile))) {
      return;
    }
    const keys = inHellos.flatMap(({ attributes }) => Object.keys(attributes));
    const removed = Object.fromEntries(keys.map((key) => [key, ""]));
    this.#delayed = { displayName: profile.displayName, attributes: { ...removed, ...profile.attributes } };
    this.#retry.now(() => this.#sendDelayed());
  }

  /** The session was resumed: it has its earlier profile and the changes sent since. */
  onSessionResumed(): void {
    this.#inHellos = [];
  }

  /** The server refused the frame with this seq. */
  onRefused(seq: bigint, notice: Notice): void {
    const change = this.#pending.get(seq);
    if (change === undefined) {
      return;
    }
    this.#pending.delete(seq);
    if (isPassing(notice)) {
      this.#delayed = mergeChanges(this.#delayed, change);
      this.#retry.later(() => this.#sendDelayed(), notice.retryAfterMs);
    }
  }

  /** All refusals of frames up to `seq` have been reported: the remaining frames were accepted. */
  onDecided(seq: bigint): void {
    for (const [each, change] of this.#pending) {
      if (each <= seq) {
        this.#confirmed = withMemberChange(this.#confirmed, change);
        this.#delayed = this.#delayed && withoutChanged(this.#delayed, change);
        this.#pending.delete(each);
      }
    }
  }

  /** The next session starts with all changes. */
  onSessionEnded(): void {
    this.#retry.stop();
    this.#confirmed = this.profile;
    this.#delayed = undefined;
    this.#pending.clear();
  }

  /**
   * Sends the current values of what is delayed, because newer changes may have been accepted meanwhile.
   */
  #sendDelayed(): void {
    if (this.#delayed === undefined) {
      return;
    }
    const { displayName, attributes = {} } = this.#delayed;
    const now = this.profile;
    const change: MemberChange = {
      ...(displayName === undefined ? {} : { displayName: now.displayName }),
      attributes: Object.fromEntries(Object.keys(attributes).map((key) => [key, now.attributes[key] ?? ""])),
    };
    const seq = this.#port.say(change);
    this.#confirmed = withMemberChange(this.#confirmed, this.#delayed);
    this.#delayed = undefined;
    this.#record(change, seq);
  }

  #record(change: MemberChange, seq: bigint | undefined): void {
    if (seq === undefined) {
      this.#confirmed = withMemberChange(this.#confirmed, change);
    } else {
      this.#pending.set(seq, change);
    }
  }
}

/** The parts of an older change that a newer one does not override. */
function withoutChanged({ displayName, attributes = {} }: MemberChange, newer: MemberChange): MemberChange {
  const kept = Object.entries(attributes).filter(([key]) => newer.attributes?.[key] === undefined);
  const isNamed = displayName !== undefined && newer.displayName === undefined;
  return { ...(isNamed ? { displayName } : {}), attributes: Object.fromEntries(kept) };
}

/** Combines two changes. */
function mergeChanges(older: MemberChange | undefined, newer: MemberChange): MemberChange {
  return { ...older, ...newer, attributes: { ...older?.attributes, ...newer.attributes } };
}
