import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";

import type { Sample } from "../state/model";

type Line = "sendRate" | "receiveRate" | "loss" | "roundTrip";

interface Props {
  readonly title: string;
  /** The newest value as text, for people who do not see the plot. */
  readonly value: ComponentChildren;
  readonly samples: readonly Sample[];
  readonly lines: readonly Line[];
  /** Formats a value of the y axis. */
  readonly format: (value: number) => string;
}

const HEIGHT = 72;
/** Seconds on the time axis, so that the plot moves at a constant speed from its first sample on. */
const SPAN = 60;

/** A small live plot of the last minute. */
export function Plot({ title, value, samples, lines, format }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(options(element, lines, format), [[]], element);
      plot.current.setData(dataOf(samplesNow.current, lines));
    };
    draw();
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", draw);
    const observer = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      scheme.removeEventListener("change", draw);
      observer.disconnect();
      plot.current?.destroy();
    };
  }, [lines.join()]);

  const samplesNow = useRef(samples);
  samplesNow.current = samples;
  useEffect(() => plot.current?.setData(dataOf(samples, lines)), [samples]);

  return (
    <figure class="plot">
      <figcaption>
        <span class="note">{title}</span> <strong>{value}</strong>
      </figcaption>
      <div ref={place} class="plot-canvas" aria-hidden="true" />
    </figure>
  );
}

function dataOf(samples: readonly Sample[], lines: readonly Line[]): uPlot.AlignedData {
  const last = samples.at(-1)?.at ?? 0;
  const times = samples.map((sample) => (sample.at - last) / 1000);
  return [times, ...lines.map((line) => samples.map((sample) => sample[line]))];
}

function options(element: HTMLElement, lines: readonly Line[], format: (value: number) => string): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const ink = [colour("--accent"), colour("--line-strong")];
  const axis = { stroke: colour("--muted"), font: `11px ${style.getPropertyValue("--font")}`, ticks: { show: false } };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 0, 8, 0],
    scales: {
      x: { time: false, range: [-SPAN, 0] },
      y: { range: (_plot, _low, high) => [0, Math.max(high * 1.2, 1)] },
    },
    axes: [
      { ...axis, show: false },
      {
        ...axis,
        size: 64,
        splits: (_plot, _axis, low, high) => [low, high],
        values: (_plot, ends) => ends.map(format),
        grid: { stroke: colour("--line"), width: 1 },
      },
    ],
    series: [
      {},
      ...lines.map((_line, index) => ({
        stroke: ink[index] ?? "",
        width: 2,
        points: { show: false },
        ...(index === 1 ? { dash: [4, 3] } : {}),
      })),
    ],
  };
}
