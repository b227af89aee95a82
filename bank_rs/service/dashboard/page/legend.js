/** Names and colours of the series in a chart; a click leaves one of them alone. */

import { element } from "./element.js";
import { reduced } from "./series.js";
import { formatted } from "./units.js";

export class Legend {
  constructor(options, choose) {
    this.options = options;
    this.choose = choose;
    const table = options.displayMode === "table";
    this.element = element("ul", { className: table ? "legend table" : "legend" });
    this.element.hidden = !options.showLegend;
  }

  draw(series, alone) {
    const focused = document.activeElement?.dataset.series;
    this.element.replaceChildren(...series.map((one) => this.entry(one, alone)));
    const again = [...this.element.querySelectorAll("button")];
    again.find((button) => focused && button.dataset.series === focused)?.focus();
  }

  entry({ name, field, values, color }, alone) {
    const key = element("span", { className: "key" });
    key.style.backgroundColor = color;
    const button = element("button", { type: "button", title: "Показать только это" }, key, name);
    button.dataset.series = name;
    button.ariaPressed = String(alone === name);
    button.classList.toggle("off", alone !== null && alone !== name);
    button.onclick = () => this.choose(alone === name ? null : name);
    const figures = (this.options.calcs ?? []).map((calculation) => {
      const value = reduced(values, calculation);
      const text = value === null ? "–" : formatted(value, field);
      return element("span", { className: "value", textContent: text });
    });
    return element("li", {}, button, ...figures);
  }
}
