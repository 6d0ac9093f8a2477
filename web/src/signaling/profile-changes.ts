import { type Profile, withMemberChange } from "./hello.js";
import type { MemberChange } from "./signaling-client.js";

/** Most changes of one session that can still be taken back. */
const MAX_REMEMBERED = 64;

/**
 * The profile that the next hello tells. A change counts at once, and is taken back when the server refuses it: kept, it
 * would make each later hello invalid.
 */
export class ProfileChanges {
  #profile: Profile;
  readonly #before = new Map<bigint, Profile>();

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  get profile(): Profile {
    return this.#profile;
  }

  /** @param seq the number under which the server was told; undefined without a session. */
  apply(change: MemberChange, seq: bigint | undefined): void {
    if (seq !== undefined) {
      this.#before.set(seq, this.#profile);
      const [oldest] = this.#before.keys();
      if (oldest !== undefined && this.#before.size > MAX_REMEMBERED) {
        this.#before.delete(oldest);
      }
    }
    this.#profile = withMemberChange(this.#profile, change);
  }

  /** The server refused the frames with these numbers. */
  onRefused(seqs: readonly bigint[]): void {
    for (const seq of seqs) {
      this.#profile = this.#before.get(seq) ?? this.#profile;
      this.#before.delete(seq);
    }
  }

  onSessionEnded(): void {
    this.#before.clear();
  }
}
