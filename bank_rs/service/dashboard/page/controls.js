/** The line above the panels: which dashboard, which instance, which time. */

import { RANGES, REFRESHES, addressOf } from "./state.js";

const tabs = document.querySelector("#boards");
const form = document.querySelector("#controls");

/** The dashboards as their own links to each other order them: the nearer the start, the earlier. */
export function inOrder(boards) {
  const place = ({ uid }) =>
    boards
      .map((board) => (board.links ?? []).findIndex((link) => link.url === `/d/${uid}`))
      .reduce((sum, index) => sum + Math.max(index, 0), 0);
  return boards.toSorted((one, other) => place(one) - place(other));
}

export function showTabs(boards, state) {
  tabs.replaceChildren(
    ...boards.map((board) => {
      const link = document.createElement("a");
      link.href = addressOf({ ...state, board: board.uid });
      link.textContent = board.title.replace(/^bank-rs: /, "");
      link.title = board.description ?? "";
      if (board.uid === state.board) link.setAttribute("aria-current", "page");
      return link;
    }),
  );
}

/** Show the choices; `choose` is told the new state whenever one is made. */
export function showControls(state, choose) {
  const instances = new Set([...(state.found ?? []), state.instance].filter(Boolean));
  const all = [["", "Все"], ...[...instances].sort().map((name) => [name, name])];
  fill(form.elements.instance, all, state.instance);
  fill(form.elements.range, Object.entries(RANGES), state.range);
  const refreshes = Object.entries(REFRESHES).map(([value, { name }]) => [value, name]);
  fill(form.elements.refresh, refreshes, state.refresh);
  form.onchange = ({ target }) => {
    const asked = [...new Set([...state.asked, target.name])];
    choose({ ...state, [target.name]: target.value, asked });
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    choose(state);
  };
}

function fill(select, choices, chosen) {
  const told = JSON.stringify(choices);
  // a list that is open must not change under the hand
  if (select.dataset.choices !== told) {
    select.dataset.choices = told;
    select.replaceChildren(...choices.map(([value, name]) => new Option(name, value)));
  }
  select.value = chosen;
}
