import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ContactCandidate } from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { FakeHost } from '$/ipc/host.fake';
import { PeopleSearch } from './people.svelte';

const person = (contact_id: number, name: string): ContactCandidate =>
  ({ contact_id, name, company: '', address: '', deals: 0 }) as ContactCandidate;

let host: FakeHost;
let search: PeopleSearch;
let chosen = $state(false);
let stop: () => void;

beforeEach(() => {
  chosen = false;
  host = new FakeHost({
    contact_candidates: () => ({ people: [person(4, 'Ana Ruiz'), person(5, 'Anna Blum')] }),
  });
  useHost(host);
  stop = $effect.root(() => {
    search = new PeopleSearch({ except: 4, idle: () => chosen });
  });
  flushSync();
});
afterEach(() => stop());

function type(text: string): void {
  search.text = text;
  flushSync();
}

it('asks for nobody until something is typed', () => {
  type('  ');
  expect(host.asked).toEqual([]);
  expect([search.blank, search.loading, search.nobody]).toEqual([true, false, false]);
});
it('finds whoever is called that, but not the one whom it is about', async () => {
  type('an');
  expect(search.loading, 'the first answer is on its way').toBe(true);
  await vi.waitFor(() => expect(search.people.map(({ name }) => name)).toEqual(['Anna Blum']));
  expect([search.loading, search.nobody]).toEqual([false, false]);
});
it('says that nobody was found only once it knows', async () => {
  host.answer('contact_candidates', () => ({ people: [person(4, 'Ana Ruiz')] }));
  type('ana');
  expect(search.nobody).toBe(false);
  await vi.waitFor(() => expect(search.nobody).toBe(true));
});
it('tells why nobody could be looked for, and looks again', async () => {
  host.answer('contact_candidates', () => {
    throw { code: 'internal', params: {} };
  });
  type('ana');
  await vi.waitFor(() => expect(search.error?.code).toBe('internal'));
  expect(search.nobody, 'nobody is not the same as unknown').toBe(false);
  host.answer('contact_candidates', () => ({ people: [person(5, 'Anna Blum')] }));
  search.retry();
  await vi.waitFor(() => expect(search.people).toHaveLength(1));
  expect(search.error).toBeUndefined();
});
it('looks for nobody once somebody was chosen', () => {
  chosen = true;
  type('ana');
  expect(host.asked).toEqual([]);
});
