/** A panel: its title, its description, and what it shows or why it cannot. */

import { ask } from "./ask.js";
import { BarGauge } from "./bargauge.js";
import { onSchemeChange } from "./colors.js";
import { element } from "./element.js";
import { answered } from "./key.js";
import { seriesOf } from "./series.js";
import { Stat } from "./stat.js";
import { spanOf } from "./time.js";
import { TimeSeries } from "./timeseries.js";

const KINDS = { timeseries: TimeSeries, stat: Stat, bargauge: BarGauge };

export class Panel {
  constructor(model) {
    this.model = model;
    const id = `panel-${model.id}`;
    const title = element("h3", { id, textContent: model.title });
    this.body = element("div", { className: "body" });
    this.fault = element("p", { className: "fault", hidden: true });
    const header = element("header", {}, title, ...describing(model));
    this.element = element("section", { className: `panel ${model.type}` }, header, this.body, this.fault);
    this.element.setAttribute("aria-labelledby", id);
    onSchemeChange(() => this.again?.());
  }

  /** Ask and show; whether that went well. */
  async refresh(query, span, marks, signal) {
    const points = this.points();
    try {
      const asked = { ...query, panel: this.model.id, points };
      const answer = await answered(() => ask("data", asked, signal));
      this.show(answer, spanOf(this.model, span), await marks);
      return true;
    } catch (error) {
      if (error.name !== "AbortError") this.fail(error);
      return false;
    }
  }

  /** More points than pixels cannot be seen; a last value is to be no mean over a long time. */
  points() {
    return Math.min(Math.max(Math.round(this.body.clientWidth), 600), 2000);
  }

  show(answer, span, marks) {
    this.kind ??= this.made();
    this.again = () => this.kind.draw(seriesOf(answer, this.model.fieldConfig), span, marks);
    this.again();
    this.body.hidden = false;
    this.fault.hidden = true;
  }

  made() {
    const Kind = KINDS[this.model.type];
    if (!Kind) throw new Error(`Панелей «${this.model.type}» эта страница не рисует.`);
    return new Kind(this.model, this.body);
  }

  fail(error) {
    this.fault.textContent = error.message;
    this.fault.title = error.detail ?? "";
    this.fault.hidden = false;
    this.body.hidden = true;
  }
}

function describing({ description }) {
  if (!description) return [];
  const tip = element("span", { className: "tip", textContent: description });
  const mark = element("span", { className: "info", tabIndex: 0 }, "i", tip);
  mark.setAttribute("role", "note");
  mark.ariaLabel = description;
  return [mark];
}
