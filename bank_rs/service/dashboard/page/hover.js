/** What the series say at the moment under the pointer, or under the arrow keys. */

import { element } from "./element.js";
import { moment } from "./time.js";
import { formatted } from "./units.js";

const BESIDE = 14;
const NEAR = 6;

export class Hover {
  constructor(plot, options) {
    this.plot = plot;
    this.sorted = options.sort === "desc";
    this.box = element("div", { className: "hover", hidden: true });
    document.body.append(this.box);
    plot.addEventListener("pointerleave", () => this.hide());
    plot.addEventListener("blur", () => this.hide());
    plot.addEventListener("keydown", (event) => this.step(event));
  }

  hide() {
    this.box.hidden = true;
  }

  show(chart) {
    this.chart = chart;
    const { left, top, idx } = chart.cursor;
    // the other charts' lines follow the pointer, but only one of them speaks
    const mine = this.plot.matches(":hover") || this.plot === document.activeElement;
    const lines = mine && left >= 0 && idx !== null && idx !== undefined ? this.lines(idx) : [];
    this.box.hidden = !lines.length;
    if (!lines.length) return;
    const near = this.marks.filter(
      ({ time }) => Math.abs(chart.valToPos(time, "x") - left) < NEAR,
    );
    this.box.replaceChildren(
      element("b", { textContent: moment(chart.data[0][idx]) }),
      ...near.map(({ text }) => element("i", { textContent: text })),
      element("ul", {}, ...lines),
    );
    this.put(chart.over.getBoundingClientRect(), left, top);
  }

  lines(index) {
    const known = this.series
      .map((one, place) => ({ ...one, value: this.values[place][index] }))
      .filter(({ value }) => value !== null && value !== undefined);
    if (this.sorted) known.sort((one, other) => other.value - one.value);
    return known.map(({ name, field, color, value }) => {
      const key = element("span", { className: "key" });
      key.style.backgroundColor = color;
      const figure = element("span", { className: "value", textContent: formatted(value, field) });
      return element("li", {}, key, element("span", { textContent: name }), figure);
    });
  }

  /** Beside the pointer, on the side that has room. */
  put(over, left, top) {
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const x = over.left + left;
    const right = x + BESIDE + width < innerWidth;
    this.box.style.left = `${Math.max(4, right ? x + BESIDE : x - BESIDE - width)}px`;
    const y = Math.min(over.top + Math.max(top, 0), innerHeight - height - 4);
    this.box.style.top = `${Math.max(4, y)}px`;
  }

  step(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const chart = this.chart;
    if (!by || !chart) return;
    event.preventDefault();
    const times = chart.data[0];
    const from = chart.cursor.idx ?? times.length;
    const index = Math.min(Math.max(from + by, 0), times.length - 1);
    chart.setCursor({ left: chart.valToPos(times[index], "x"), top: 0 });
  }
}
