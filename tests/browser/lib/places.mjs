// Where things stand in the repository.

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const HERE = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const ROOT = resolve(HERE, '../..');

/** Pictures of pages on which a story failed. */
export const OUTPUT = join(HERE, 'output');
export const INTERFACE = process.env.RUNNEL_INTERFACE ?? join(ROOT, 'ui/dist');
export const SERVE = process.env.RUNNEL_SERVE ?? join(ROOT, 'target/debug/runnel-serve');
export const CHROMIUM =
  process.env.CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** What is missing to begin, in a sentence; nothing when all is there. */
export function missing() {
  if (!existsSync(SERVE)) return `${SERVE} is not there: cargo build --package runnel-serve`;
  if (!existsSync(join(INTERFACE, 'index.html'))) return `${INTERFACE} is not built: npm run build in ui/`;
  if (!CHROMIUM) return 'no Chromium is installed here; CHROMIUM names one';
  return undefined;
}
