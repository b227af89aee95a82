/** Annotations: a dashed line at each moment that something changed. */

import { colored } from "./colors.js";

export function drawMarks({ ctx, bbox, valToPos }, marks) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  const foot = bbox.top + bbox.height;
  const half = 4 * devicePixelRatio;
  for (const { time, color } of marks) {
    ctx.strokeStyle = ctx.fillStyle = colored(color);
    const x = Math.round(valToPos(time, "x", true));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, foot);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x - half, foot);
    ctx.lineTo(x + half, foot);
    ctx.lineTo(x, foot - 1.5 * half);
    ctx.fill();
  }
  ctx.restore();
}
