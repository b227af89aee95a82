/** Grafana's named colours, which are one shade darker on a light page. */

const SHADES = {
  red: ["#ffa6b0", "#ff7383", "#f2495c", "#e02f44", "#c4162a", "#ad0317"],
  orange: ["#ffcb7d", "#ffb357", "#ff9830", "#ff780a", "#fa6400", "#e55400"],
  yellow: ["#fff899", "#ffee52", "#fade2a", "#f2cc0c", "#e0b400", "#cc9d00"],
  green: ["#c8f2c2", "#96d98d", "#73bf69", "#56a64b", "#37872d", "#19730e"],
  blue: ["#c0d8ff", "#8ab8ff", "#5794f2", "#3274d9", "#1f60c4", "#1250b0"],
  purple: ["#deb6f2", "#ca95e5", "#b877d9", "#a352cc", "#8f3bb8", "#7c2ea3"],
};
const STEPS = ["super-light-", "light-", "", "semi-dark-", "dark-"];
const HUES = ["green", "yellow", "blue", "orange", "red", "purple"];
const PALETTE = ["", "dark-", "light-", "semi-dark-", "super-light-"].flatMap((step) =>
  HUES.map((hue) => step + hue),
);

const dark = matchMedia("(prefers-color-scheme: dark)");

export function onSchemeChange(redraw) {
  dark.addEventListener("change", redraw);
}

/** A colour of the page's own style. */
export function styled(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name);
}

export function colored(name) {
  const [, step = "", hue] = /^(.+-)?(\w+)$/.exec(name) ?? [];
  const shades = SHADES[hue];
  const place = STEPS.indexOf(step);
  if (!shades || place < 0) throw new Error(`Цвета «${name}» на этой странице нет.`);
  return shades[place + (dark.matches ? 0 : 1)];
}

/** The colour of a series: `index` is its place among all, `value` what is shown of it. */
export function colorOf({ color, thresholds }, index, value) {
  if (color.mode === "fixed") return colored(color.fixedColor);
  if (color.mode === "palette-classic") return colored(PALETTE[index % PALETTE.length]);
  if (color.mode === "thresholds") {
    const { steps } = thresholds;
    return colored((steps.findLast((step) => step.value !== null && value >= step.value) ?? steps[0]).color);
  }
  throw new Error(`Раскраски «${color.mode}» на этой странице нет.`);
}

/** The colour with some of the page shining through. */
export function faded(hex, percent) {
  const part = Math.round((percent / 100) * 255);
  return hex + part.toString(16).padStart(2, "0");
}
