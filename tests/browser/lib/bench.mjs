// What measures the page: a core and a window like a story's, and a table that is printed. Nothing here can fail a test.

import { startCore } from './core.mjs';
import { missing } from './places.mjs';
import { Shop } from './shop.mjs';
import { openWindow } from './window.mjs';

/** Gives `measure` a shop of its own, and puts everything away afterwards. */
export async function bench(options, measure) {
  const lack = missing();
  if (lack) throw new Error(lack);
  const core = await startCore(options);
  const window = await openWindow();
  try {
    await measure(new Shop(core, window.page));
  } finally {
    await window.close();
    await core.stop();
  }
}

/** Prints the head of a table, and answers what prints a row of it. */
export function table(title, columns) {
  const line = (cells) => console.log(`| ${cells.join(' | ')} |`);
  console.log(`\n## ${title}\n`);
  line(['', ...columns]);
  line(['', ...columns].map(() => '---'));
  return (...cells) => line(cells);
}

/** The value below which a share (0–1) of the others lie. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * share)];
}

/** Tells what a deed costs the page's own thread, in milliseconds of its processor time: other programs do not count. */
export async function workOf(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
  return async (deed) => {
    const before = await worked();
    await deed();
    return (await worked()) - before;
  };
}
