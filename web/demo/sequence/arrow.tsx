import type { Step } from "./steps";

const HEAD = 7;
/** Arrows end just before the lifeline. */
const CLEAR = 3;

interface Props {
  readonly step: Step;
  readonly y: number;
  readonly me: number;
  readonly server: number;
  readonly peer: number | undefined;
}

/**
 * One arrow. Kinds differ by line and head as well as by color: an offer is a thick line with a full head, an answer is
 * dashed with an open head, candidates are dots. A message relayed to a peer passes through a knot at the server.
 */
export function Arrow({ step, y, me, server, peer }: Props) {
  const other = peer ?? server;
  const [from, to] = step.isSent ? [me, other] : [other, me];
  const side = Math.sign(to - from);
  const tip = to - CLEAR * side;
  const start = from + CLEAR * side;
  const isOpen = step.family === "answer" || step.family === "session" || step.family === "room";
  const back = tip - HEAD * side;
  return (
    <g class="arrow" data-direction={side > 0 ? "right" : "left"}>
      <path class="line" d={`M${start} ${y}H${isOpen ? tip : back}`} />
      {isOpen ? (
        <path class="head open" d={`M${back} ${y - 5}L${tip} ${y}L${back} ${y + 5}`} />
      ) : (
        <path class="head" d={`M${back} ${y - 5}L${tip} ${y}L${back} ${y + 5}Z`} />
      )}
      {peer !== undefined && <circle class="relay" cx={server} cy={y} r={4} />}
      {step.family === "notice" && <path class="warning" d={`M${server} ${y - 8}l8 14h-16z`} />}
    </g>
  );
}
