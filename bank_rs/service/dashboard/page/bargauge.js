/** A horizontal bar for each series. */

import { colorOf } from "./colors.js";
import { element } from "./element.js";
import { reduced } from "./series.js";
import { formatted } from "./units.js";

export class BarGauge {
  constructor({ fieldConfig, options }, body) {
    this.body = body;
    this.field = fieldConfig.defaults;
    this.calculation = options.reduceOptions.calcs[0];
  }

  draw(series) {
    const bars = series.map((one) => ({ ...one, value: reduced(one.values, this.calculation) }));
    const known = bars.map(({ value }) => value).filter((value) => value !== null);
    if (!known.length) {
      const text = this.field.noValue ?? "нет данных";
      this.body.replaceChildren(element("p", { className: "nothing", textContent: text }));
      return;
    }
    // bars start at 0, so that what falls and what rises lie on two sides
    const least = this.field.min ?? Math.min(0, ...known);
    const most = this.field.max ?? Math.max(0, ...known);
    const list = element("ul", { className: "bars" });
    list.append(...bars.flatMap((bar, index) => this.bar(bar, index, least, most - least || 1)));
    this.body.replaceChildren(list);
  }

  bar({ name, field, value }, index, least, span) {
    const label = element("span", { className: "name", textContent: name, title: name });
    const track = element("span", { className: "track", ariaHidden: "true" });
    const figure = element("span", { className: "value" });
    if (value === null) {
      figure.textContent = "–";
    } else {
      const filled = element("span", { className: "filled" });
      const [from, to] = [Math.min(0, value), Math.max(0, value)].map((end) =>
        Math.min(Math.max((end - least) / span, 0), 1),
      );
      filled.style.marginInlineStart = `${from * 100}%`;
      filled.style.inlineSize = `${(to - from) * 100}%`;
      filled.style.backgroundColor = colorOf(field, index, value);
      track.append(filled);
      figure.textContent = formatted(value, field);
    }
    return element("li", {}, label, track, figure);
  }
}
