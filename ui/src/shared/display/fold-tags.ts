/**
 * How many of the tags fit in one line. When not all do, room is kept for "+n".
 * All lengths are pixels.
 */
export function fitting(widths: readonly number[], room: number, gap: number, more: number): number {
  let used = 0;
  let fit = 0;
  for (const [i, width] of widths.entries()) {
    const next = used + (i > 0 ? gap : 0) + width;
    const last = i === widths.length - 1;
    if (next + (last ? 0 : gap + more) > room) break;
    used = next;
    fit = i + 1;
  }
  return fit;
}
