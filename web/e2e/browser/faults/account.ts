import type { SignalOutcome } from "../../../src/signaling/index.js";

/** Where a page stands still: before a Send, before its response is read, before a description of the other is applied. */
export type Point = "request" | "response" | "description";

/** What a page tells the test. */
export type Account =
  /** A new page; what the one before it still waited for, nobody hears. */
  | { readonly type: "began" }
  | { readonly type: "held"; readonly at: Point }
  /** The library took a signal under this id; names are the same on both sides. */
  | { readonly type: "sent"; readonly id: number; readonly kind: string; readonly name: string }
  | { readonly type: "outcome"; readonly id: number; readonly outcome: SignalOutcome }
  | { readonly type: "got"; readonly name: string }
  | { readonly type: "state"; readonly words: string }
  /** Who is in the room and not away: peer id and session id. */
  | { readonly type: "members"; readonly sessions: readonly string[] }
  | { readonly type: "chat"; readonly isOpen: boolean }
  | { readonly type: "heard"; readonly text: string };

interface Sent {
  readonly name: string;
  readonly outcomes: Set<SignalOutcome>;
  /** Its page is gone, and with it whoever is owed a notice. */
  isOrphaned: boolean;
}

/** What became of all signals of a trial, counted where apps give and get them. */
export interface Totals {
  readonly sent: number;
  /** Said to be taken so far: that comes with the next frame, for the last ones with a heartbeat. */
  readonly taken: number;
  readonly delivered: number;
  /** Said to have failed, or that nobody knows. */
  readonly noticed: number;
  /** Of a page that ended before it could be told. */
  readonly orphaned: number;
  /** Neither delivered nor noticed nor orphaned. */
  readonly lost: number;
  /** Delivered more often than sent, or delivered and said to be certainly not. */
  readonly doubled: number;
}

/** Counts the signals of all pages of one trial. */
export class Ledger {
  readonly #sent: Sent[] = [];
  readonly #waiting = new Map<string, Map<number, Sent>>();
  readonly #got = new Map<string, number>();
  #hasPageEnded = false;

  add(person: string, entry: Account): void {
    const own = this.#waiting.get(person) ?? new Map<number, Sent>();
    this.#waiting.set(person, own);
    if (entry.type === "began") {
      if (own.size > 0) this.#hasPageEnded = true;
      for (const each of own.values()) each.isOrphaned = true;
      own.clear();
    } else if (entry.type === "sent") {
      const sent: Sent = { name: entry.name, outcomes: new Set(), isOrphaned: false };
      this.#sent.push(sent);
      own.set(entry.id, sent);
    } else if (entry.type === "outcome") {
      own.get(entry.id)?.outcomes.add(entry.outcome);
    } else if (entry.type === "got") {
      this.#got.set(entry.name, (this.#got.get(entry.name) ?? 0) + 1);
    }
  }

  totals(): Totals {
    const byName = new Map<string, Sent[]>();
    for (const each of this.#sent) byName.set(each.name, [...(byName.get(each.name) ?? []), each]);
    const totals = { sent: 0, taken: 0, delivered: 0, noticed: 0, orphaned: 0, lost: 0, doubled: 0 };
    for (const [name, alike] of byName) {
      const delivered = this.#got.get(name) ?? 0;
      const failed = alike.filter(({ outcomes }) => outcomes.has("undelivered") || outcomes.has("refused")).length;
      const noticed = alike.filter(({ outcomes }) => isNoticed(outcomes)).length;
      const orphaned = alike.filter(({ outcomes, isOrphaned }) => isOrphaned && !isNoticed(outcomes)).length;
      totals.sent += alike.length;
      totals.taken += alike.filter(({ outcomes }) => outcomes.has("taken")).length;
      totals.delivered += delivered;
      totals.noticed += noticed;
      totals.orphaned += Math.max(0, Math.min(orphaned, alike.length - delivered - noticed));
      totals.lost += Math.max(0, alike.length - delivered - noticed - orphaned);
      totals.doubled += Math.max(0, delivered + failed - alike.length);
    }
    // A page that ends may not get out any more that it sent something, for instance its last hang-up: once, then.
    const untold = this.#hasPageEnded ? 1 : 0;
    for (const [name, times] of this.#got) if (!byName.has(name)) totals.doubled += times - untold;
    return totals;
  }
}

function isNoticed(outcomes: ReadonlySet<SignalOutcome>): boolean {
  return ["refused", "undelivered", "unconfirmed", "not-sent"].some((each) => outcomes.has(each as SignalOutcome));
}
