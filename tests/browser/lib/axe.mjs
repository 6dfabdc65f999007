// Looks at a page as axe-core does, and words what it finds.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = dirname(createRequire(import.meta.url).resolve('axe-core'));
const source = await readFile(join(folder, 'axe.min.js'), 'utf8');

/** One line per fault: the rule, where it is, and what axe says about it. */
export async function faults(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const { violations } = await page.evaluate(() =>
    // Pages of strangers are shown in a frame without rights, which nobody can look into.
    window.axe.run(document, { iframes: false, resultTypes: ['violations'] }),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      (node) =>
        `${id}: ${node.target.join(' ')}: ${node.failureSummary.split('\n').slice(1).join(' ').trim()}`,
    ),
  );
}
