/**
 * Series on top of each other: every value becomes the sum of itself and those before it.
 *
 * The last series comes first, so that a line of one that adds nothing is painted over by the line
 * it lies on.
 */
export function stacked(columns) {
  const heights = [];
  const sums = columns.map((values) =>
    Array.from(values, (value, index) => {
      if (value === null || value === undefined) return value;
      heights[index] = (heights[index] ?? 0) + value;
      return heights[index];
    }),
  );
  return sums.reverse();
}
