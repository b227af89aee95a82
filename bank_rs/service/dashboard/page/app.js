import { ask } from "./ask.js";
import { inOrder, showControls, showTabs } from "./controls.js";
import { Grid } from "./grid.js";
import { answered } from "./key.js";
import { REFRESHES, SECONDS, readState, writeState } from "./state.js";
import { clock } from "./time.js";

const place = document.querySelector("#board");
const status = document.querySelector("#state");

class Page {
  constructor(boards) {
    this.boards = inOrder(boards);
    this.state = readState(this.boards);
    this.board = this.boards.find((board) => board.uid === this.state.board);
    this.grid = new Grid(this.board, place);
    this.ending = new AbortController();
    document.title = this.board.title;
    showTabs(this.boards, this.state);
    showControls(this.state, (state) => this.choose(state));
    // nobody looks at a page in the background, and Graphite has other things to do
    document.addEventListener("visibilitychange", () => this.wake());
  }

  choose(state) {
    this.state = state;
    writeState(state);
    showTabs(this.boards, state);
    this.refresh();
  }

  wake() {
    if (!document.hidden && REFRESHES[this.state.refresh].seconds) this.refresh();
  }

  /** Draw everything anew; what is still under way for an older wish is dropped. */
  async refresh() {
    clearTimeout(this.timer);
    this.ending.abort();
    this.ending = new AbortController();
    const { signal } = this.ending;
    const { board, range, instance, refresh } = this.state;
    const query = { board, range, ...(instance && { instance }) };
    const now = Date.now() / 1000;
    const span = { from: now - SECONDS[range], to: now };
    place.ariaBusy = "true";
    const finding = this.findInstances(signal);
    const failed = await this.grid.refresh(query, span, signal);
    await finding;
    if (signal.aborted) return;
    place.ariaBusy = "false";
    status.textContent = failed
      ? `Не обновились панели: ${failed}`
      : `Обновлено в ${clock(now)}`;
    const pause = REFRESHES[refresh].seconds;
    if (pause && !document.hidden) this.timer = setTimeout(() => this.refresh(), pause * 1000);
  }

  async findInstances(signal) {
    try {
      const found = await answered(() => ask("instances", { board: this.state.board }, signal));
      showControls({ ...this.state, found }, (state) => this.choose(state));
    } catch {
      // the panels say what is wrong
    }
  }
}

try {
  const boards = await answered(() => ask("boards"));
  await new Page(boards).refresh();
} catch (error) {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.setAttribute("role", "alert");
  notice.textContent = error.message;
  place.replaceChildren(notice);
}
