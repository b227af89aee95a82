/** Moments as Russian readers write them, in the browser's own time zone. */

const DAY = 86400;
const MONTH = 28 * DAY;
const UNITS = { h: 3600, d: DAY, y: 365 * DAY };

const written = (options) => {
  const format = new Intl.DateTimeFormat("ru-RU", options);
  return (seconds) => format.format(seconds * 1000);
};

const date = written({ day: "2-digit", month: "2-digit" });
const minute = written({ hour: "2-digit", minute: "2-digit" });

export const clock = written({ hour: "2-digit", minute: "2-digit", second: "2-digit" });

const month = written({ month: "2-digit", year: "numeric" });
const second = written({
  day: "2-digit",
  month: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** A moment; of one that is long past its month, as points of years are days apart. */
export function moment(seconds) {
  return Date.now() / 1000 - seconds > 365 * DAY ? month(seconds) : second(seconds);
}

/** The time a panel shows: its own, as "15y" up to the end of the page's, else the page's. */
export function spanOf({ timeFrom }, span) {
  const [, number, unit] = /^(?:now-)?(\d+)([hdy])$/.exec(timeFrom ?? "") ?? [];
  return number ? { from: span.to - number * UNITS[unit], to: span.to } : span;
}

/** Labels of an axis whose marks lie `step` seconds apart; midnights show the date. */
export function timeLabels(marks, step) {
  return marks.map((mark) => {
    if (step >= MONTH) return month(mark);
    if (step >= DAY || minute(mark) === "00:00") return date(mark);
    return step < 60 ? clock(mark) : minute(mark);
  });
}
