import { formatDuration, formatOffset, formatSize } from "../state/format";
import { isolate, shorten } from "../state/text";
import { Arrow } from "./arrow";
import { GUTTER, type Layout, lifeOf, type Row } from "./layout";
import { type NameOf, shortWords, spoken } from "./words";

/** Next to the size: with several peers, an arrow may end out of view. */
const LONGEST_NAME = 8;

interface Props {
  readonly layout: Layout;
  readonly start: number;
  readonly selected: number | null;
  readonly nameOf: NameOf;
  readonly onSelect: (id: number) => void;
}

/** The sequence diagram itself: time axis, lifelines and arrows. */
export function Picture({ layout, start, selected, nameOf, onSelect }: Props) {
  return (
    <svg class="sequence-picture" role="presentation" width={layout.width} height={layout.height}>
      <Lifelines layout={layout} />
      {layout.pauses.map(({ y, ms }) => (
        <g key={y} class="sequence-pause">
          <line x1={GUTTER} x2={layout.width} y1={y} y2={y} />
          <text x={GUTTER - 12} y={y + 4} text-anchor="end">
            {formatDuration(ms)}
          </text>
        </g>
      ))}
      {layout.rows.map((row) => (
        <StepRow
          key={row.step.id}
          row={row}
          layout={layout}
          start={start}
          isSelected={row.step.id === selected}
          nameOf={nameOf}
          onSelect={onSelect}
        />
      ))}
    </svg>
  );
}

function Lifelines({ layout }: { readonly layout: Layout }) {
  return (
    <g class="sequence-lifelines">
      <line x1={layout.me} x2={layout.me} y1={0} y2={layout.height} />
      <line x1={layout.server} x2={layout.server} y1={0} y2={layout.height} />
      {[...layout.peers].map(([peerId, x]) => {
        const { from, to } = lifeOf(peerId, layout);
        return (
          <g key={peerId}>
            <line class="absent" x1={x} x2={x} y1={0} y2={layout.height} />
            <line x1={x} x2={x} y1={from} y2={to ?? layout.height} />
            {to !== null && <path class="ended" d={`M${x - 5} ${to - 5}l10 10m0 -10l-10 10`} />}
          </g>
        );
      })}
    </g>
  );
}

interface RowProps {
  readonly row: Row;
  readonly layout: Layout;
  readonly start: number;
  readonly isSelected: boolean;
  readonly nameOf: NameOf;
  readonly onSelect: (id: number) => void;
}

function StepRow({ row, layout, start, isSelected, nameOf, onSelect }: RowProps) {
  const { step, top, y } = row;
  const peer = step.peerId ? layout.peers.get(step.peerId) : undefined;
  return (
    <g
      id={`step-${step.id}`}
      class="sequence-step"
      data-family={step.family}
      data-kind={step.kind}
      role="option"
      aria-selected={isSelected}
      aria-label={spoken(step, nameOf)}
      onClick={() => onSelect(step.id)}
      onPointerEnter={(event) => event.pointerType === "mouse" && onSelect(step.id)}
    >
      <rect class="hit" x={0} y={top} width={layout.width} height={layout.rowHeight} rx={8} />
      <text class="time" x={GUTTER - 12} y={y + 4} text-anchor="end">
        {formatOffset(step.at - start)}
      </text>
      <Arrow step={step} y={y} me={layout.me} server={layout.server} peer={peer} />
      <text class="label" x={(layout.me + layout.server) / 2} y={y - 7} text-anchor="middle">
        {shortWords(step, nameOf)}
      </text>
      {peer !== undefined && (
        <text class="size" x={(layout.server + firstAfterServer(layout)) / 2} y={y - 7} text-anchor="middle">
          {layout.peers.size > 1 && step.peerId && `${isolate(shorten(nameOf(step.peerId), LONGEST_NAME))} `}
          {formatSize(step.bytes)}
        </text>
      )}
    </g>
  );
}

function firstAfterServer(layout: Layout): number {
  return Math.min(...layout.peers.values());
}
