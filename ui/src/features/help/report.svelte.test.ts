// What is handed over is what was shown, and there is something to hand over when the core is gone, too (UP-18).

import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useHost } from '$/ipc/client';
import { FakeHost } from '$/ipc/host.fake';
import * as toast from '$/shared/toast';
import { feed } from '$/sync';
import { Report } from './report.svelte';

let host: FakeHost;
const stops: (() => void)[] = [];
const clipboard = { writeText: vi.fn(async (_: string) => undefined) };

beforeEach(async () => {
  host = new FakeHost({ diagnostics_get: () => ({ text: 'Runnel 1.2.3\nSchema: 3\n' }) });
  useHost(host);
  await feed.start();
  vi.stubGlobal('navigator', { ...navigator, userAgent: 'A web view', clipboard });
});
afterEach(() => {
  stops.splice(0).forEach((stop) => stop());
  vi.unstubAllGlobals();
});

async function open(): Promise<Report> {
  let report: Report | undefined;
  stops.push($effect.root(() => void (report = new Report())));
  flushSync();
  await vi.waitFor(() => expect(report?.text).toBeDefined());
  return report as Report;
}

test('the window adds what only it knows, and the clipboard gets what was shown', async () => {
  const report = await open();
  expect(report.text).toMatch(/^Runnel 1\.2\.3\nSchema: 3\nWeb view: A web view\nWindow: \d+ × \d+ at /);
  const told = vi.spyOn(toast, 'notify').mockImplementation(() => undefined);
  await report.copy();
  expect(clipboard.writeText).toHaveBeenCalledWith(report.text);
  expect(told).toHaveBeenCalledWith('Diagnostics copied');
});

test('where the clipboard refuses, the person is told how else to do it', async () => {
  const report = await open();
  const told = vi.spyOn(toast, 'notify').mockImplementation(() => undefined);
  clipboard.writeText.mockRejectedValueOnce(new Error('not allowed'));
  await report.copy();
  expect(told).toHaveBeenCalledWith(expect.stringContaining('copy it by hand'));
});

test('an e-mail names nobody, and its lines end as those of a mail do', async () => {
  const report = await open();
  expect(report.mail).toMatch(/^mailto:\?subject=/);
  const body = new URL(report.mail).searchParams.get('body') ?? '';
  expect(body).toContain('What I expected:\r\n');
  expect(body).toContain('Schema: 3\r\n');
});

test('without the core there still is something to hand over, without words that may name somebody', async () => {
  host.answer('diagnostics_get', () => {
    throw { code: 'internal', params: {}, detail: 'C:\\Users\\Beatriz\\shop.runnel' };
  });
  const report = await open();
  expect(report.isPartial).toBe(true);
  expect(report.text).toMatch(/^The core did not answer: internal\nWeb view: /);
  expect(report.text).not.toContain('Beatriz');
});
