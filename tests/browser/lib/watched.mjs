// How busy the page's own thread was: its longest task and how often it painted, by its processor time.

/** What a browser writes down about tasks and frames. */
const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];

/**
 * Does `deed` and tells what it cost the page's thread: the longest task in milliseconds of processor time (other
 * programs do not count), what it was mostly made of, frames drawn and how often the table changed in one frame.
 */
export async function watched(page, deed) {
  const browser = page.context().browser();
  await page.evaluate(() => {
    const seen = { frames: 0, changes: 0, mostChanges: 0 };
    let inFrame = 0;
    const frame = () => {
      seen.frames += 1;
      seen.mostChanges = Math.max(seen.mostChanges, inFrame);
      inFrame = 0;
      if (globalThis.watching) requestAnimationFrame(frame);
    };
    const observer = new MutationObserver(() => {
      seen.changes += 1;
      inFrame += 1;
    });
    globalThis.watching = true;
    globalThis.seen = seen;
    globalThis.stopWatching = () => {
      globalThis.watching = false;
      observer.disconnect();
      return seen;
    };
    const table = document.querySelector('[role="grid"]');
    if (table) observer.observe(table, { subtree: true, childList: true, characterData: true });
    requestAnimationFrame(frame);
  });
  await browser.startTracing(page, { categories: CATEGORIES });
  let trace;
  try {
    await deed();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString());
  const seen = await page.evaluate(() => globalThis.stopWatching());
  return { ...seen, ...busiest(traceEvents) };
}

function busiest(events) {
  const pages = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const own = events.filter(({ pid, tid, ph }) => ph === 'X' && pages.has(`${pid}/${tid}`));
  const tasks = own.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask');
  const longest = tasks.reduce(
    (most, task) => ((task.tdur ?? 0) > (most?.tdur ?? 0) ? task : most),
    undefined,
  );
  const within = longest
    ? own.filter(
        ({ ts, name }) => ts >= longest.ts && ts <= longest.ts + longest.dur && !name.includes('RunTask'),
      )
    : [];
  const parts = new Map();
  for (const { name, tdur = 0 } of within) parts.set(name, (parts.get(name) ?? 0) + tdur / 1000);
  const made = [...parts].sort(([, a], [, b]) => b - a).slice(0, 5);
  return {
    longest: (longest?.tdur ?? 0) / 1000,
    longestParts: made.map(([name, ms]) => `${name} ${ms.toFixed(0)}`).join(', '),
    paints: own.filter(({ name }) => name === 'Paint').length,
    tasks: tasks.length,
  };
}
