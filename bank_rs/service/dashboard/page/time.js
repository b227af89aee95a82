/** Moments as Russian readers write them, in the browser's own time zone. */

const DAY = 86400;

const written = (options) => {
  const format = new Intl.DateTimeFormat("ru-RU", options);
  return (seconds) => format.format(seconds * 1000);
};

const date = written({ day: "2-digit", month: "2-digit" });
const minute = written({ hour: "2-digit", minute: "2-digit" });

export const clock = written({ hour: "2-digit", minute: "2-digit", second: "2-digit" });

export const moment = written({
  day: "2-digit",
  month: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** Labels of an axis whose marks lie `step` seconds apart; midnights show the date. */
export function timeLabels(marks, step) {
  return marks.map((mark) => {
    if (step >= DAY || minute(mark) === "00:00") return date(mark);
    return step < 60 ? clock(mark) : minute(mark);
  });
}
