/** Graphite's answer with what the dashboard says of each series. */

const REDUCERS = {
  lastNotNull: (values) => values.at(-1),
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  max: (values) => Math.max(...values),
  mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
};

/** Name, field, times and values of each series; a value is null where Graphite has none. */
export function seriesOf(answer, { defaults, overrides }) {
  return answer.map(({ target, datapoints }) => {
    const field = { ...defaults, ...overridden(target, overrides ?? []) };
    return {
      name: field.displayName ?? target,
      field,
      times: datapoints.map(([, time]) => time),
      values: datapoints.map(([value]) => (Number.isFinite(value) ? value : null)),
    };
  });
}

/** One number of many, null of none. */
export function reduced(values, calculation) {
  const reduce = REDUCERS[calculation];
  if (!reduce) throw new Error(`Считать «${calculation}» эта страница не умеет.`);
  const known = values.filter((value) => value !== null);
  return known.length ? reduce(known) : null;
}

export function hasValues({ values }) {
  return values.some((value) => value !== null);
}

function overridden(name, overrides) {
  const fitting = overrides.filter(({ matcher }) => {
    if (matcher.id !== "byName") throw new Error(`Отбор «${matcher.id}» этой странице незнаком.`);
    return matcher.options === name;
  });
  return Object.fromEntries(
    fitting.flatMap(({ properties }) => properties.map(({ id, value }) => [id, value])),
  );
}
