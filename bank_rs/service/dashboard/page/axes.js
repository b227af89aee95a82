/** The two axes of a chart. */

import { styled } from "./colors.js";
import { timeLabels } from "./time.js";
import { labels, stepsOf } from "./units.js";

const { uPlot } = globalThis;
const FONT = "11px system-ui, sans-serif";
const LETTER = 6.2;

const look = {
  font: FONT,
  stroke: () => styled("--muted"),
  grid: { stroke: () => styled("--grid"), width: 1 },
  ticks: { show: false },
};

export function axesOf(field) {
  const steps = stepsOf(field);
  return [
    {
      ...look,
      size: 26,
      gap: 4,
      space: 70,
      values: (_, marks, axis, space, step) => timeLabels(marks, step),
    },
    {
      ...look,
      gap: 6,
      space: 28,
      ...(steps && { incrs: steps }),
      size: (_, texts) => 14 + LETTER * Math.max(0, ...(texts ?? []).map((text) => text.length)),
      values: (_, marks, axis, space, step) => labels(marks, step, field.unit),
    },
  ];
}

/** From the dashboard's least to its most, else from what the values ask for. */
export function rangeOf({ min, max }) {
  return (_, least, most) => {
    if (least === null) return [min ?? 0, max ?? 1];
    const from = min ?? least;
    // nothing but zeros would be given a hundred
    const [low, high] = uPlot.rangeNum(from, most > from ? most : from + 1, 0.1, true);
    return [min ?? low, max ?? high];
  };
}
