/** The panels of a dashboard in Grafana's 24 columns. */

import { ask } from "./ask.js";
import { element } from "./element.js";
import { answered } from "./key.js";
import { Panel } from "./panel.js";

export class Grid {
  constructor(board, place) {
    this.panels = [];
    const annotation = board.annotations?.list?.find(({ target }) => target);
    this.markColor = annotation?.iconColor;
    const parts = board.panels.toSorted((one, other) => order(one) - order(other));
    place.replaceChildren(
      element("h1", { className: "unseen", textContent: board.title }),
      ...parts.map((part) => this.placed(part)),
    );
  }

  placed(part) {
    const { x, y, w, h } = part.gridPos;
    let shown;
    if (part.type === "row") {
      shown = element("h2", { textContent: part.title });
    } else {
      const panel = new Panel(part);
      this.panels.push(panel);
      shown = panel.element;
      shown.classList.toggle("right", x >= 12);
    }
    for (const [name, value] of Object.entries({ x: x + 1, y: y + 1, w, h })) {
      shown.style.setProperty(`--${name}`, value);
    }
    return shown;
  }

  /** Ask for every panel; how many could not be drawn. */
  async refresh(query, span, signal) {
    const asked = answered(() => ask("marks", query, signal));
    const marks = asked.then((answer) => marksOf(answer, this.markColor)).catch(() => []);
    const drawn = this.panels.map((panel) => panel.refresh(query, span, marks, signal));
    return (await Promise.all(drawn)).filter((success) => !success).length;
  }
}

/** A mark wherever an annotation's series is not 0, as Grafana has it. */
function marksOf(answer, color) {
  return answer.flatMap(({ target, datapoints }) =>
    datapoints.filter(([value]) => value).map(([, time]) => ({ time, text: target, color })),
  );
}

function order({ gridPos }) {
  return gridPos.y * 24 + gridPos.x;
}
