/** Large figures, one for each series. */

import { colorOf } from "./colors.js";
import { element } from "./element.js";
import { reduced } from "./series.js";
import { formatted } from "./units.js";

export class Stat {
  constructor({ fieldConfig, options }, body) {
    this.body = body;
    this.empty = fieldConfig.defaults.noValue ?? "нет данных";
    this.calculation = options.reduceOptions.calcs[0];
  }

  draw(series) {
    const figures = series.map((one, index) => this.figure(one, index, series.length > 1));
    this.body.replaceChildren(...(figures.length ? figures : [this.nothing()]));
  }

  figure({ name, field, values }, index, named) {
    const value = reduced(values, this.calculation);
    if (value === null) return this.nothing();
    const text = formatted(value, field);
    const shown = element("p", { className: "figure", textContent: text });
    shown.style.color = colorOf(field, index, value);
    // the longer the text, the smaller it has to be
    shown.style.setProperty("--length", text.length);
    if (named) shown.prepend(element("span", { className: "name", textContent: name }));
    return shown;
  }

  nothing() {
    return element("p", { className: "nothing", textContent: this.empty });
  }
}
