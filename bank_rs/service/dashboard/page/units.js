/** Numbers in the units of Grafana's that the dashboards use, as Russian readers write them. */

const GAP = "\u00a0";

/** Sizes of a unit: from which value on, divided by what, and what is written behind. */
export const UNITS = {
  none: [[0, 1, ""]],
  locale: [[0, 1, ""]],
  short: [[0, 1, ""], [1e3, 1e3, "тыс."], [1e6, 1e6, "млн"], [1e9, 1e9, "млрд"]],
  percentunit: [[0, 0.01, "%"]],
  reqps: [[0, 1, "зап/с"], [1e4, 1e3, "тыс. зап/с"]],
  ms: [[0, 1e-3, "мкс"], [1, 1, "мс"], [1e3, 1e3, "с"], [6e4, 6e4, "мин"]],
  s: [[0, 1e-3, "мс"], [1, 1, "с"], [60, 60, "мин"], [3600, 3600, "ч"], [86400, 86400, "дн."]],
  decmbytes: [[0, 1, "МБ"], [1e3, 1e3, "ГБ"], [1e6, 1e6, "ТБ"]],
};

/** Steps between marks that read well in a unit that is not decimal. */
const STEPS = {
  s: [1, 2, 5, 10, 15, 30].flatMap((step) => [step, step * 60])
    .concat([1, 2, 3, 6, 12, 24, 48, 120, 240, 480, 1200, 2400].map((hours) => hours * 3600)),
};
const WHOLE = [...Array(12).keys()].flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power));

/** A value as text; `decimals` are Grafana's, three digits that say something if there are none. */
export function formatted(value, { unit, decimals }) {
  const [divisor, suffix] = sizeOf(unit, Math.abs(value));
  return written(value / divisor, suffix, decimals);
}

/** Labels of an axis whose marks lie `step` apart, all of one size. */
export function labels(marks, step, unit) {
  const [divisor, suffix] = sizeOf(unit, Math.max(...marks.map(Math.abs)));
  const decimals = decimalsOf(step / divisor);
  return marks.map((mark) => written(mark / divisor, suffix, decimals));
}

/** Steps an axis may take; none where any will do. */
export function stepsOf({ unit, decimals }) {
  if (STEPS[unit]) return STEPS[unit].toSorted((one, other) => one - other);
  return unit === "none" && decimals === 0 ? WHOLE : undefined;
}

function sizeOf(unit = "none", magnitude) {
  const sizes = UNITS[unit];
  if (!sizes) throw new Error(`Единицу «${unit}» эта страница писать не умеет.`);
  const found = magnitude
    ? sizes.findLast(([from]) => magnitude >= from)
    : sizes.find(([, divisor]) => divisor === 1) ?? sizes[0];
  return found.slice(1);
}

function written(value, suffix, decimals) {
  const digits = decimals ?? (Math.abs(value) < 1000 ? undefined : 0);
  const text = new Intl.NumberFormat(
    "ru-RU",
    digits === undefined
      ? { maximumSignificantDigits: 3 }
      : { minimumFractionDigits: decimals ?? 0, maximumFractionDigits: digits },
  ).format(value);
  return suffix ? `${text}${GAP}${suffix}` : text;
}

function decimalsOf(step) {
  const enough = (digits) => Math.abs(Number(step.toFixed(digits)) - step) < step * 1e-6;
  return [0, 1, 2, 3, 4, 5].find(enough) ?? 6;
}
