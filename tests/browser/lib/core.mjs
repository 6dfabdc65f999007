// The real core behind a page: `runnel-serve` on a workspace of its own, with the scripted channel.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { INTERFACE, SERVE } from './places.mjs';

const TOKEN = 'browser-test';

/** Starts a core on a fresh workspace, or on one that is there; `fake: false` leaves the scripted channel out. */
export async function startCore({ locale = 'en', fake = true, workspace } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'runnel-browser-'));
  const flags = [
    '--workspace',
    workspace ?? join(folder, 'shop.runnel'),
    '--ui',
    INTERFACE,
    '--token',
    TOKEN,
  ];
  flags.push('--locale', locale, '--timezone', 'UTC', ...(fake ? ['--fake'] : []));
  let running = await begin(flags, '0');
  const { url } = running;

  async function ask(path, body) {
    const answer = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }
  const call = (command, request = {}) => ask(`/rpc/${command}`, request);

  return {
    url,
    address: (route) => `${url}/?token=${TOKEN}#/${route}`,
    /** A command of the core, past the interface: to prepare a story or to look behind it. */
    call,

    /** A customer writes. */
    says: (from, text, more = {}) => ask('/fake/say', { from, text, ...more }),
    /** A customer changes, deletes or reacts to a message. */
    changes: (change) => ask('/fake/change', change),
    /** The network goes away, or comes back. */
    offline: (offline) => ask('/fake/offline', { offline }),
    /** The next send is taken, but its answer is lost. */
    loseNextAnswer: () => ask('/fake/mishap', { kind: 'arrives_unanswered' }),
    /** What customers got. */
    sent: async () => (await ask('/fake/sent')).sent,

    async settings(change) {
      const { settings } = await call('workspace_get');
      await call('settings_set', { settings: { ...settings, ...change } });
    },
    async fillSample(conversations) {
      await call('sample_fill', { conversations });
      for (;;) {
        const { counts } = await call('workspace_get');
        if (counts.new + counts.accepted + counts.archive > conversations) return;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    /** The core is away, as after a crash. */
    crash: () => end(running, 'SIGKILL'),
    /** It is there again, at the same place and with the same workspace. */
    async comeBack() {
      running = await begin(flags, new URL(url).port);
    },
    async stop() {
      await end(running, 'SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function begin(flags, port) {
  const child = spawn(SERVE, [...flags, '--port', port], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (log += text));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const { url } = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
    child.once('error', reject);
    void ended.then((code) => reject(new Error(`the core ended with ${code} before it was ready\n${log}`)));
  });
  return { child, ended, url };
}

async function end({ child, ended }, signal) {
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(timer);
}
