import { describe, expect, it } from "vitest";
import { CandidateGate, type RemoteCandidate } from "./candidate-gate.js";

function candidate(usernameFragment: string | null, name = "1"): RemoteCandidate {
  return { type: "candidate", candidate: `candidate:${name}`, sdpMid: "0", sdpMLineIndex: 0, usernameFragment };
}

function end(usernameFragment: string | null): RemoteCandidate {
  return { type: "end-of-candidates", sdpMid: null, sdpMLineIndex: null, usernameFragment };
}

describe("CandidateGate", () => {
  it("keeps early candidates in order until their description is set", () => {
    const gate = new CandidateGate();
    const early = [candidate("x", "1"), candidate(null, "2"), candidate("x", "3")];
    expect(early.map((each) => gate.judge(each))).toEqual(["keep", "keep", "keep"]);
    expect(gate.onDescription(new Set(["x"]))).toEqual({ fitting: early, dropped: 0 });
    expect(gate.onDescription(new Set(["x"]))).toEqual({ fitting: [], dropped: 0 });
  });

  it("adds what belongs to any m-line of the description, or does not say", () => {
    const gate = new CandidateGate();
    gate.onDescription(new Set(["x", "y"]));
    expect(
      [candidate("x"), candidate("y"), candidate(null), end("x"), end(null)].map((each) => gate.judge(each)),
    ).toEqual(Array(5).fill("add"));
  });

  it("takes an empty fragment for none, as peers that are no browsers say it", () => {
    const gate = new CandidateGate();
    const early = [candidate(""), end("")];
    expect(early.map((each) => gate.judge(each))).toEqual(["keep", "keep"]);
    expect(gate.onDescription(new Set(["x"]))).toEqual({ fitting: early, dropped: 0 });
    expect(early.map((each) => gate.judge(each))).toEqual(["add", "add"]);
  });

  it("drops late candidates, and the end of them, of a generation that was replaced", () => {
    const gate = new CandidateGate();
    gate.onDescription(new Set(["x"]));
    gate.onDescription(new Set(["y"]));
    expect(gate.judge(candidate("x"))).toBe("stale");
    expect(gate.judge(end("x"))).toBe("stale");
    expect(gate.judge(candidate("y"))).toBe("add");
  });

  it("keeps those of a generation to come apart from those of one that never comes", () => {
    const gate = new CandidateGate();
    gate.onDescription(new Set(["x"]));
    gate.judge(candidate("lost offer"));
    gate.judge(candidate("restart"));
    expect(gate.onDescription(new Set(["restart"]))).toEqual({ fitting: [candidate("restart")], dropped: 1 });
  });

  it("is bounded", () => {
    const gate = new CandidateGate();
    for (let i = 0; i < 256; i += 1) {
      expect(gate.judge(candidate("x", `${i}`))).toBe("keep");
    }
    expect(gate.judge(candidate("x", "one more"))).toBe("overflow");
    expect(gate.onDescription(new Set(["x"])).fitting).toHaveLength(256);
  });
});
