// Runs the stories in a real browser: `node run.mjs [part of a file's name …]`, or `--screenshots DIR`.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { HERE, missing } from './lib/places.mjs';

/** Files at a time: each has a browser and a core of its own. */
const AT_ONCE = 2;
/** A file that takes longer hangs (milliseconds). */
const LONGEST = 600_000;

const words = process.argv.slice(2);
const lack = missing();
if (lack) {
  console.error(lack);
  process.exit(1);
}

if (words[0] === '--screenshots') {
  const { takePictures } = await import('./lib/pictures.mjs');
  await takePictures(words[1] ?? join(HERE, 'output'));
} else {
  const folder = join(HERE, 'stories');
  const files = (await readdir(folder))
    .filter(
      (name) => name.endsWith('.mjs') && (words.length === 0 || words.some((word) => name.includes(word))),
    )
    .sort()
    .map((name) => join(folder, name));
  let passed = 0;
  let failed = 0;
  const results = run({ files, concurrency: AT_ONCE, timeout: LONGEST });
  results.on('test:pass', ({ skip }) => (passed += skip === undefined ? 1 : 0));
  results.on('test:fail', () => (failed += 1));
  results.once('end', () => {
    // After the reporter's last words.
    process.on('exit', () => console.log(`${passed} passed, ${failed} failed`));
    process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
  });
  results.compose(new spec()).pipe(process.stdout);
}
