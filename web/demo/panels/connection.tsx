import { hangUp } from "../calls/meeting";
import { HangUpIcon } from "../icons";
import { formatDuration, formatPercent, formatRate } from "../state/format";
import type { Call } from "../state/model";
import { calls, samples, selectedPeer } from "../state/store";
import { isolate, shorten } from "../state/text";
import { keepFocus } from "../state/views";
import { CallPill } from "./call-pill";
import { Plot } from "./plot";
import { ProblemNote } from "./problem-note";
import { SourceLink } from "./source-link";

/** A select element is as wide as its longest option. */
const LONGEST_CHOICE = 40;

/** The quality of the connection with one person: text, three plots and details. */
export function Connection() {
  const all = [...calls.value.values()];
  const call = all.find((one) => one.peerId === selectedPeer.value) ?? all[0];
  if (!call) {
    return (
      <div class="chat-empty">
        <h2>No connection yet</h2>
        <p class="note">Call somebody in the room to see the quality of the connection.</p>
      </div>
    );
  }
  return (
    <div class="connection">
      {all.length > 1 && <PeerChoice all={all} current={call.peerId} />}
      <div class="connection-title">
        <h2 dir="auto">{call.name}</h2>
        <CallPill call={call} />
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            hangUp(call.peerId);
            keepFocus();
          }}
        >
          <HangUpIcon class="icon" aria-hidden="true" /> Hang up
        </button>
      </div>
      {call.problem && <ProblemNote problem={call.problem} tone="bad" />}
      <Plots call={call} />
      <Facts call={call} />
      <SourceLink file="connection.tsx" />
    </div>
  );
}

function PeerChoice({ all, current }: { readonly all: readonly Call[]; readonly current: string }) {
  return (
    <label class="peer-choice">
      <span class="note">Connection with</span>
      <select
        class="field"
        value={current}
        onChange={(event) => {
          selectedPeer.value = event.currentTarget.value;
        }}
      >
        {all.map((call) => (
          <option key={call.peerId} value={call.peerId}>
            {isolate(shorten(call.name, LONGEST_CHOICE))}
          </option>
        ))}
      </select>
    </label>
  );
}

function Plots({ call }: { readonly call: Call }) {
  const rows = samples.value.get(call.peerId) ?? [];
  const last = rows.at(-1);
  const known = (value: number | null | undefined, format: (value: number) => string) =>
    value === null || value === undefined ? "–" : format(value);
  return (
    <div class="plots">
      <Plot
        title="Bitrate"
        value={
          <>
            <i class="key" /> in {known(last?.receiveRate, formatRate)} <i class="key dashed" /> out{" "}
            {known(last?.sendRate, formatRate)}
          </>
        }
        samples={rows}
        lines={["receiveRate", "sendRate"]}
        format={formatRate}
      />
      <Plot
        title="Packets lost"
        value={known(last?.loss, formatPercent)}
        samples={rows}
        lines={["loss"]}
        format={formatPercent}
      />
      <Plot
        title="Round trip"
        value={known(last?.roundTrip, formatDuration)}
        samples={rows}
        lines={["roundTrip"]}
        format={formatDuration}
      />
      <p class="note">The last minute.</p>
    </div>
  );
}

function Facts({ call }: { readonly call: Call }) {
  return (
    <details class="more">
      <summary>Details</summary>
      <dl class="facts">
        <dt>Peer id</dt>
        <dd>{call.peerId}</dd>
        <dt>Path</dt>
        <dd>{call.path || "not known yet"}</dd>
        <dt>Video</dt>
        <dd>{call.video || "none"}</dd>
        <dt>Connection state</dt>
        <dd>{call.phase}</dd>
      </dl>
    </details>
  );
}
