import { type Profile, withMemberChange } from "./profile.js";
import type { MemberChange } from "./signaling-client.js";

/**
 * The profile that the next hello tells: what the server has confirmed, and on top, in order, the changes whose outcome is
 * open. A change counts at once; one that the server refuses is taken out, and the others stay.
 */
export class ProfileChanges {
  #confirmed: Profile;
  readonly #pending = new Map<bigint, MemberChange>();

  constructor(profile: Profile) {
    this.#confirmed = profile;
  }

  get profile(): Profile {
    return [...this.#pending.values()].reduce(withMemberChange, this.#confirmed);
  }

  /** @param seq the number under which the server was told; undefined without a session. */
  apply(change: MemberChange, seq: bigint | undefined): void {
    if (seq === undefined) {
      this.#confirmed = withMemberChange(this.#confirmed, change);
    } else {
      this.#pending.set(seq, change);
    }
  }

  /** The server refused the frames with these numbers. */
  onRefused(seqs: readonly bigint[]): void {
    for (const seq of seqs) {
      this.#pending.delete(seq);
    }
  }

  /** All refusals of frames up to `seq` have been told: what is left of them was taken. */
  onDecided(seq: bigint): void {
    for (const [each, change] of this.#pending) {
      if (each <= seq) {
        this.#confirmed = withMemberChange(this.#confirmed, change);
        this.#pending.delete(each);
      }
    }
  }

  /** The next session begins with all of it. */
  onSessionEnded(): void {
    this.#confirmed = this.profile;
    this.#pending.clear();
  }
}
