import { isPassing, type Notice } from "./notice.js";
import { isSameProfile, type Profile, withMemberChange } from "./profile.js";
import type { MemberChange } from "./signaling-client.js";

/** What {@link ProfileChanges} needs of the client. */
export interface ProfilePort {
  /** Sends the change in the session. @returns its number; undefined without a session. */
  readonly say: (change: MemberChange) => bigint | undefined;
}

/** How long a change that the server could not take waits before it is sent again, when the server gives no time. */
const RETRY_MS = 1_000;

/**
 * What others see of this peer. A change counts at once; one that the server refuses for good is undone, and one that it
 * cannot take now is sent again. Whatever is changed while a hello is on its way, the server has it once a session has begun.
 */
export class ProfileChanges {
  readonly #port: ProfilePort;
  #confirmed: Profile;
  /** Refused for now. Older than all that is pending. */
  #delayed: MemberChange | undefined;
  /** Sent, and not decided, by number. */
  readonly #pending = new Map<bigint, MemberChange>();
  /** The profiles of the hellos since the last welcome, without repetitions: the session may begin with any of them. */
  #inHellos: Profile[] = [];
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(profile: Profile, port: ProfilePort) {
    this.#confirmed = profile;
    this.#port = port;
  }

  get profile(): Profile {
    const open = [...(this.#delayed ? [this.#delayed] : []), ...this.#pending.values()];
    return open.reduce(withMemberChange, this.#confirmed);
  }

  /** @throws SignalingError `QUEUE_FULL`, `FRAME_TOO_LARGE`; nothing has changed then. */
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

  /** A new session has begun, with the profile of one of the hellos. */
  onSessionStarted(): void {
    const inHellos = this.#inHellos.splice(0);
    const { profile } = this;
    if (inHellos.every((each) => isSameProfile(each, profile))) {
      return;
    }
    const keys = inHellos.flatMap(({ attributes }) => Object.keys(attributes));
    const removed = Object.fromEntries(keys.map((key) => [key, ""]));
    this.apply({ displayName: profile.displayName, attributes: { ...removed, ...profile.attributes } });
  }

  /** The session goes on: it has the profile that it had, and the changes that were sent since. */
  onSessionResumed(): void {
    this.#inHellos = [];
  }

  /** The server refused the frame with this number. */
  onRefused(seq: bigint, notice: Notice): void {
    const change = this.#pending.get(seq);
    if (change === undefined) {
      return;
    }
    this.#pending.delete(seq);
    if (isPassing(notice)) {
      this.#delayed = mergeChanges(this.#delayed, change);
      clearTimeout(this.#retryTimer);
      this.#retryTimer = setTimeout(() => this.#sendDelayed(), notice.retryAfterMs ?? RETRY_MS);
    }
  }

  /** All refusals of frames up to `seq` have been told: what is left of them was taken. */
  onDecided(seq: bigint): void {
    for (const [each, change] of this.#pending) {
      if (each <= seq) {
        this.#confirmed = withMemberChange(this.#confirmed, change);
        this.#delayed = this.#delayed && withoutChanged(this.#delayed, change);
        this.#pending.delete(each);
      }
    }
  }

  /** The next session begins with all of it. */
  onSessionEnded(): void {
    clearTimeout(this.#retryTimer);
    this.#confirmed = this.profile;
    this.#delayed = undefined;
    this.#pending.clear();
  }

  /** Sends the present values of what was refused for now: newer changes may have been taken meanwhile. */
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
    this.#confirmed = withMemberChange(this.#confirmed, this.#delayed);
    this.#delayed = undefined;
    this.apply(change);
  }

  #record(change: MemberChange, seq: bigint | undefined): void {
    if (seq === undefined) {
      this.#confirmed = withMemberChange(this.#confirmed, change);
    } else {
      this.#pending.set(seq, change);
    }
  }
}

/** What of an older change still counts after a newer one. */
function withoutChanged({ displayName, attributes = {} }: MemberChange, newer: MemberChange): MemberChange {
  const kept = Object.entries(attributes).filter(([key]) => newer.attributes?.[key] === undefined);
  const isNamed = displayName !== undefined && newer.displayName === undefined;
  return { ...(isNamed ? { displayName } : {}), attributes: Object.fromEntries(kept) };
}

/** One change in place of two. */
function mergeChanges(older: MemberChange | undefined, newer: MemberChange): MemberChange {
  return { ...older, ...newer, attributes: { ...older?.attributes, ...newer.attributes } };
}
