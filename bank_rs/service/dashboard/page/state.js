/** What is shown, as the page's address has it, so that it can be sent to somebody. */

export const RANGES = {
  "15m": "15 минут",
  "1h": "1 час",
  "6h": "6 часов",
  "24h": "24 часа",
  "7d": "7 дней",
  "30d": "30 дней",
};

export const SECONDS = {
  "15m": 900,
  "1h": 3600,
  "6h": 21600,
  "24h": 86400,
  "7d": 604800,
  "30d": 2592000,
};

export const REFRESHES = {
  off: { name: "нет", seconds: 0 },
  "10s": { name: "10 с", seconds: 10 },
  "30s": { name: "30 с", seconds: 30 },
  "1m": { name: "1 мин", seconds: 60 },
};

/** The address's choices, the dashboard's own where it has none. */
export function readState(boards) {
  const asked = new URLSearchParams(location.search);
  const board = boards.find(({ uid }) => uid === asked.get("board")) ?? boards[0];
  return {
    board: board.uid,
    range: known(RANGES, asked.get("range"), board.time?.from?.replace("now-", ""), "1h"),
    refresh: known(REFRESHES, asked.get("refresh"), board.refresh, "off"),
    instance: asked.get("instance") ?? "",
    asked: [...asked.keys()],
  };
}

/** An address of the page; another dashboard keeps only what was chosen. */
export function addressOf(state) {
  const query = new URLSearchParams();
  for (const name of ["board", "range", "refresh", "instance"]) {
    if (name === "board" || state.asked.includes(name)) query.set(name, state[name]);
  }
  return `?${query}`;
}

export function writeState(state) {
  history.replaceState(null, "", addressOf(state));
}

function known(choices, ...wishes) {
  return wishes.find((wish) => wish && Object.hasOwn(choices, wish));
}
