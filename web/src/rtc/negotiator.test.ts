import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SignalBody } from "../signaling/signal.js";
import { sdpOf } from "../testing/fake-peer-connection.js";
import { NegotiatingPair, type Side } from "../testing/negotiating-pair.js";

function stepsOf({ steps }: Side): string[] {
  return steps.map((step) => ("offerId" in step ? `${step.step} ${step.offerId}` : step.step));
}

function offersOf({ sent }: Side): Extract<SignalBody, { type: "offer" }>[] {
  return sent.filter((body) => body.type === "offer");
}

async function untilAgreed(pair: NegotiatingPair): Promise<void> {
  await expect
    .poll(() => ({
      isIdle: pair.isIdle,
      a: [pair.a.connection.agreedTracks, pair.b.connection.remoteTracks],
      b: [pair.b.connection.agreedTracks, pair.a.connection.remoteTracks],
      failures: [...pair.a.failures, ...pair.b.failures],
    }))
    .toEqual({
      isIdle: true,
      a: [pair.a.connection.tracks, pair.a.connection.tracks],
      b: [pair.b.connection.tracks, pair.b.connection.tracks],
      failures: [],
    });
}

/** The candidates of the newest generation of one side have all reached the other, and none was refused there. */
function expectCandidates(from: Side, to: Side): void {
  const { fragment } = from.connection;
  const sent = from.sent.filter((body) => body.type === "candidate" && body.usernameFragment === fragment);
  const added = to.connection.added.filter(
    (candidate) => candidate.usernameFragment === fragment && candidate.candidate,
  );
  expect(added.map(({ candidate }) => candidate)).toEqual(
    sent.map((body) => (body.type === "candidate" ? body.candidate : "")),
  );
  expect(sent).toHaveLength(2);
  expect(to.connection.refused).toEqual([]);
}

describe("Negotiator", () => {
  it("offers when its connection asks for it, and the other side answers", async () => {
    const pair = new NegotiatingPair();
    pair.b.connection.wantTrack();
    await untilAgreed(pair);
    expect(stepsOf(pair.b)).toEqual(["offer-sent 1", "answer-applied 1"]);
    expect(stepsOf(pair.a)).toEqual(["offer-applied 1", "answer-sent 1"]);
    expect(pair.a.sent.filter(({ type }) => type === "answer")).toMatchObject([{ offerId: 1, provisional: false }]);
    await expect.poll(() => pair.b.connection.added.length).toBe(3);
    expectCandidates(pair.a, pair.b);
    expectCandidates(pair.b, pair.a);
  });

  it("counts its offers", async () => {
    const pair = new NegotiatingPair();
    for (const offerId of [1, 2, 3]) {
      pair.a.connection.wantTrack();
      await untilAgreed(pair);
      expect(offersOf(pair.a).at(-1)).toMatchObject({ offerId });
    }
  });

  it("of two offers that cross: the polite side's is rolled back, the impolite side's wins", async () => {
    const pair = new NegotiatingPair();
    pair.a.connection.wantTrack();
    pair.b.connection.wantTrack();
    await untilAgreed(pair);
    expect(stepsOf(pair.a)).toContain("offer-rolled-back 1");
    expect(stepsOf(pair.b)).toContain("offer-ignored 1");
    expect(stepsOf(pair.b)).not.toContain("offer-rolled-back 1");
    expectCandidates(pair.a, pair.b);
    expectCandidates(pair.b, pair.a);
  });

  it("settles a collision in the middle of a connection as well", async () => {
    const pair = new NegotiatingPair();
    pair.a.connection.wantTrack();
    await untilAgreed(pair);
    pair.a.connection.restartIce();
    pair.b.connection.wantTrack();
    await untilAgreed(pair);
    expect(stepsOf(pair.b).some((step) => step.startsWith("offer-ignored"))).toBe(true);
    expectCandidates(pair.a, pair.b);
  });

  it("counts an offer that is still being made as a collision", async () => {
    const pair = new NegotiatingPair();
    pair.filter = () => false;
    const { b } = pair;
    b.connection.dispatchEvent(new Event("negotiationneeded"));
    b.negotiator.receive({ type: "offer", sdp: sdpOf("x", 1), offerId: 5, polite: false });
    await expect.poll(() => stepsOf(b)).toEqual(["offer-ignored 5", "offer-sent 1"]);
  });

  it("does not send an offer that gave way while it was being made", async () => {
    const { a } = new NegotiatingPair();
    a.connection.dispatchEvent(new Event("negotiationneeded"));
    a.negotiator.receive({ type: "offer", sdp: sdpOf("x", 1), offerId: 5, polite: true });
    await a.negotiator.whenHandled();
    expect(stepsOf(a)).toEqual(["offer-rolled-back 1", "offer-applied 5", "answer-sent 5"]);
    expect(offersOf(a)).toEqual([]);
  });

  it("takes the offer of a side that never heard of an offer of its own, whatever it says of politeness", async () => {
    const { b } = new NegotiatingPair();
    b.negotiator.receive({ type: "offer", sdp: sdpOf("x", 1), offerId: 7, polite: false });
    await b.negotiator.whenHandled();
    expect(stepsOf(b)).toEqual(["offer-applied 7", "answer-sent 7"]);
  });

  it("drops an answer to an offer that it took back", async () => {
    const pair = new NegotiatingPair();
    pair.filter = (body, from) => from === "b" || body.type !== "offer";
    pair.a.connection.wantTrack();
    await expect.poll(() => offersOf(pair.a).length).toBe(1);
    pair.a.negotiator.receive({ type: "offer", sdp: sdpOf("x", 1), offerId: 1, polite: true });
    pair.a.negotiator.receive({ type: "answer", sdp: sdpOf("y", 1), offerId: 1, provisional: false });
    await expect.poll(() => stepsOf(pair.a)).toContain("answer-dropped 1");
    expect(pair.a.connection.remoteDescription?.sdp).toBe(sdpOf("x", 1));
    expect(pair.a.failures).toEqual([]);
  });

  it("drops an answer to an older offer, one that comes twice, and one that nobody asked for", async () => {
    const pair = new NegotiatingPair();
    pair.a.negotiator.receive({ type: "answer", sdp: sdpOf("y", 1), offerId: 1, provisional: false });
    await expect.poll(() => stepsOf(pair.a)).toEqual(["answer-dropped 1"]);
    pair.a.connection.wantTrack();
    await untilAgreed(pair);
    pair.filter = () => false;
    pair.a.connection.wantTrack();
    await expect.poll(() => offersOf(pair.a).length).toBe(2);
    pair.a.negotiator.receive({ type: "answer", sdp: sdpOf("old", 1), offerId: 1, provisional: false });
    await pair.a.negotiator.whenHandled();
    expect(pair.a.connection.signalingState).toBe("have-local-offer");
    expect(pair.a.connection.remoteDescription?.sdp).not.toContain("old");
    pair.a.negotiator.receive({ type: "answer", sdp: sdpOf("new", 1), offerId: 2, provisional: false });
    pair.a.negotiator.receive({ type: "answer", sdp: sdpOf("again", 1), offerId: 2, provisional: false });
    await pair.a.negotiator.whenHandled();
    expect(pair.a.connection.remoteDescription?.sdp).toContain("new");
    expect(pair.a.failures).toEqual([]);
  });

  it("takes a provisional answer and then the final one", async () => {
    const pair = new NegotiatingPair();
    pair.filter = () => false;
    pair.a.connection.wantTrack();
    await expect.poll(() => offersOf(pair.a).length).toBe(1);
    pair.a.negotiator.receive({ type: "answer", sdp: sdpOf("p", 1), offerId: 1, provisional: true });
    await pair.a.negotiator.whenHandled();
    expect(pair.a.connection.signalingState).toBe("have-remote-pranswer");
    pair.a.negotiator.receive({ type: "answer", sdp: sdpOf("f", 1), offerId: 1, provisional: false });
    await pair.a.negotiator.whenHandled();
    expect(pair.a.connection).toMatchObject({ signalingState: "stable", agreedTracks: 1 });
  });

  it("takes an answer without a number for the open offer's", async () => {
    const pair = new NegotiatingPair();
    pair.filter = () => false;
    pair.a.connection.wantTrack();
    await expect.poll(() => offersOf(pair.a).length).toBe(1);
    pair.a.negotiator.receive({ type: "answer", sdp: sdpOf("typed", 1), offerId: 0, provisional: false });
    await pair.a.negotiator.whenHandled();
    expect(pair.a.connection.signalingState).toBe("stable");
  });

  it("keeps candidates that come before their description", async () => {
    const { a } = new NegotiatingPair();
    const at = { sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "x" };
    a.negotiator.receive({ type: "candidate", candidate: "candidate:early", ...at });
    a.negotiator.receive({ type: "end-of-candidates", ...at });
    a.negotiator.receive({ type: "offer", sdp: sdpOf("x", 1), offerId: 1, polite: true });
    await a.negotiator.whenHandled();
    expect(a.connection.added).toEqual([
      { candidate: "candidate:early", ...at },
      { candidate: "", ...at },
    ]);
  });

  it("never gives its connection a candidate of an earlier generation, nor of an ignored offer", async () => {
    const pair = new NegotiatingPair();
    pair.b.connection.wantTrack();
    await untilAgreed(pair);
    const old = pair.b.connection.fragment;
    pair.b.connection.restartIce();
    await expect.poll(() => pair.b.connection.fragment).not.toBe(old);
    await untilAgreed(pair);
    const at = { sdpMid: "0", sdpMLineIndex: 0, usernameFragment: old };
    pair.a.negotiator.receive({ type: "candidate", candidate: "candidate:late", ...at });
    pair.a.negotiator.receive({ type: "end-of-candidates", ...at });
    await pair.a.negotiator.whenHandled();
    expect(pair.a.steps.filter(({ step }) => step === "candidate-dropped")).toEqual(
      Array(2).fill({ step: "candidate-dropped", why: "stale" }),
    );
    expect(pair.a.connection.refused).toEqual([]);
  });

  it("goes on when one candidate is refused", async () => {
    const { a } = new NegotiatingPair();
    a.negotiator.receive({ type: "offer", sdp: sdpOf("x", 1), offerId: 1, polite: true });
    await a.negotiator.whenHandled();
    a.connection.addIceCandidate = () => Promise.reject(new Error("no such name"));
    a.negotiator.receive({
      type: "candidate",
      candidate: "candidate:?",
      sdpMid: "0",
      sdpMLineIndex: 0,
      usernameFragment: "x",
    });
    await a.negotiator.whenHandled();
    expect(a.steps.at(-1)).toEqual({ step: "candidate-dropped", why: "refused" });
    expect(a.failures).toEqual([]);
  });

  it("tells when a description cannot be applied", async () => {
    const { a } = new NegotiatingPair();
    a.connection.setRemoteDescription = () => Promise.reject(new Error("line 3 is no SDP"));
    a.negotiator.receive({ type: "offer", sdp: "v=0", offerId: 1, polite: true });
    await a.negotiator.whenHandled();
    expect(a.failures).toEqual(["The other side's offer could not be applied: line 3 is no SDP"]);
  });

  it("does nothing after stop", async () => {
    const pair = new NegotiatingPair();
    pair.a.negotiator.stop();
    pair.a.connection.wantTrack();
    pair.a.negotiator.receive({ type: "offer", sdp: sdpOf("x", 1), offerId: 1, polite: true });
    await pair.a.negotiator.whenHandled();
    pair.b.connection.wantTrack();
    await expect.poll(() => offersOf(pair.b).length).toBe(1);
    expect(pair.a.sent).toEqual([]);
  });

  it("ends in agreement with every candidate in place, whoever asks for what when, in any order of events", async () => {
    const wish = fc.record({ side: fc.constantFrom("a", "b"), what: fc.constantFrom("track", "restart") });
    const property = fc.asyncProperty(fc.scheduler(), fc.array(wish, { minLength: 1, maxLength: 6 }), agreeInAnyOrder);
    await fc.assert(property, { numRuns: 300 });
  });
});

async function agreeInAnyOrder(
  scheduler: fc.Scheduler,
  wishes: readonly { side: "a" | "b"; what: "track" | "restart" }[],
): Promise<void> {
  const pair = new NegotiatingPair(() => scheduler.schedule(Promise.resolve()));
  const doWishes = async () => {
    for (const { side, what } of wishes) {
      await scheduler.schedule(Promise.resolve());
      const { connection } = pair[side];
      what === "track" ? connection.wantTrack() : connection.restartIce();
    }
  };
  await Promise.all([doWishes(), scheduler.waitIdle()]);
  await scheduler.waitIdle();
  const { a, b } = pair;
  expect([...a.failures, ...b.failures]).toEqual([]);
  expect([a.connection.signalingState, b.connection.signalingState]).toEqual(["stable", "stable"]);
  expect([a.connection.agreedTracks, b.connection.remoteTracks]).toEqual([a.connection.tracks, a.connection.tracks]);
  expect([b.connection.agreedTracks, a.connection.remoteTracks]).toEqual([b.connection.tracks, b.connection.tracks]);
  expectCandidates(a, b);
  expectCandidates(b, a);
}
