/** Series over time. */

import { axesOf, rangeOf } from "./axes.js";
import { colorOf, faded } from "./colors.js";
import { element } from "./element.js";
import { Hover } from "./hover.js";
import { Legend } from "./legend.js";
import { drawMarks } from "./marks.js";
import { hasValues, reduced } from "./series.js";
import { stacked } from "./stacking.js";
import { formatted } from "./units.js";

const { uPlot } = globalThis;

export class TimeSeries {
  constructor({ title, fieldConfig, options }, body) {
    this.title = title;
    this.field = fieldConfig.defaults;
    this.custom = this.field.custom;
    this.alone = null;
    this.plot = element("div", { className: "plot", tabIndex: 0 });
    this.plot.setAttribute("role", "img");
    this.empty = element("p", { className: "nothing" });
    this.empty.textContent = this.field.noValue ?? "нет данных";
    this.legend = new Legend(options.legend, (name) => this.leave(name));
    this.hover = new Hover(this.plot, options.tooltip);
    body.append(this.plot, this.empty, this.legend.element);
    body.classList.toggle("beside", options.legend.placement === "right");
    new ResizeObserver(() => this.chart?.setSize(this.size())).observe(this.plot);
  }

  /** Show one series without the others, or all for null. */
  leave(name) {
    this.alone = name;
    this.draw(this.series, this.span, this.marks);
  }

  draw(series, span, marks) {
    Object.assign(this, { series, span, marks });
    const full = series.filter(hasValues);
    full.forEach((one, index) => (one.color = colorOf(one.field, index)));
    if (!full.some(({ name }) => name === this.alone)) this.alone = null;
    const shown = this.alone === null ? full : full.filter(({ name }) => name === this.alone);
    this.plot.hidden = !shown.length;
    this.empty.hidden = shown.length > 0;
    this.legend.draw(full, this.alone);
    this.plot.ariaLabel = this.described(shown);
    this.hover.series = shown;
    this.hover.marks = marks;
    this.paint(shown);
  }

  paint(shown) {
    const drawn = shown.map(({ name, color }) => `${color} ${name}`).join("\n");
    const tables = shown.map(({ times, values }) => [times, values]);
    const [times, ...columns] = tables.length ? uPlot.join(tables) : [[]];
    this.hover.values = columns;
    const data = [times, ...(this.stacks() ? stacked(columns) : columns)];
    if (this.chart && drawn === this.drawn) {
      this.chart.setData(data);
      return;
    }
    this.drawn = drawn;
    this.chart?.destroy();
    this.chart = shown.length ? new uPlot(this.options(shown), data, this.plot) : undefined;
  }

  options(shown) {
    const lines = this.stacks() ? shown.toReversed() : shown;
    const bands = lines.slice(1).map((_, index) => ({ series: [index + 1, index + 2] }));
    return {
      ...this.size(),
      legend: { show: false },
      padding: [8, 16, 0, 0],
      scales: {
        x: { range: () => [this.span.from, this.span.to] },
        y: { range: rangeOf(this.field) },
      },
      axes: axesOf(this.field),
      series: [{}, ...lines.map((one) => this.line(one))],
      bands: this.stacks() ? bands : [],
      cursor: { y: false, drag: { setScale: false, x: false }, sync: { key: "board" } },
      hooks: {
        setCursor: [(chart) => this.hover.show(chart)],
        draw: [(chart) => drawMarks(chart, this.marks)],
      },
    };
  }

  line({ name, color }) {
    const { drawStyle, lineWidth, fillOpacity } = this.custom;
    const bars = drawStyle === "bars" ? { paths: uPlot.paths.bars({ size: [0.8, 60] }) } : {};
    const fill = fillOpacity ? faded(color, fillOpacity) : undefined;
    return { label: name, stroke: color, width: lineWidth, fill, ...bars };
  }

  stacks() {
    return this.custom.stacking?.mode === "normal";
  }

  size() {
    return { width: this.plot.clientWidth, height: this.plot.clientHeight };
  }

  /** What a reader who does not see the lines is told. */
  described(shown) {
    const latest = shown.map(({ name, field, values }) => {
      return `${name} ${formatted(reduced(values, "lastNotNull"), field)}`;
    });
    const changed = this.marks.length ? ` Отметок на графике: ${this.marks.length}.` : "";
    return `${this.title}, последние значения: ${latest.join("; ")}.${changed}`;
  }
}
