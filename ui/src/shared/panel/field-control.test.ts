import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Field, FieldValue, FieldWithValue } from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { FakeHost } from '$/ipc/host.fake';
import InWindow from '$/shared/InWindow.test.svelte';
import FieldControl from './FieldControl.svelte';

let host: FakeHost;
beforeEach(() => {
  host = new FakeHost();
  useHost(host);
});

const field = (kind: Field['kind']): Field => ({
  id: 1,
  owner: 'contact',
  pipeline_id: null,
  name: 'Size',
  kind,
  options: [
    { id: 1, name: 'S', archived: false },
    { id: 2, name: 'M', archived: false },
    { id: 3, name: 'XL', archived: true },
  ],
  currency: kind === 'money' ? 'EUR' : '',
  in_table: false,
  in_card: false,
});
const item = (kind: Field['kind'], value: FieldValue | null = null): FieldWithValue => ({
  field: field(kind),
  owner_id: 7,
  value,
});

/** CP-16, UC-32 */
describe('the control of a field', () => {
  it('keeps what is no number in the field, and takes what is one', async () => {
    const onset = vi.fn();
    render(FieldControl, { item: item('number'), onset });
    await userEvent.click(screen.getByRole('button', { name: /^Size/ }));
    await userEvent.keyboard('many{Enter}');
    expect(screen.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
    expect(onset).not.toHaveBeenCalled();
    await userEvent.clear(screen.getByRole('textbox'));
    await userEvent.keyboard('2,5{Enter}');
    expect(onset).toHaveBeenCalledExactlyOnceWith({ kind: 'number', number: 2500 });
  });
  it('adds to and takes from a list of several', async () => {
    const onset = vi.fn();
    render(FieldControl, { item: item('multi_list', { kind: 'options', ids: [1] }), onset });
    await userEvent.click(screen.getByRole('button', { name: 'Size: S' }));
    expect(screen.queryByText('XL')).toBeNull();
    await userEvent.click(screen.getByText('M'));
    expect(onset).toHaveBeenCalledWith({ kind: 'options', ids: [1, 2] });
  });
  it('empties a checkbox instead of keeping a no', async () => {
    const onset = vi.fn();
    render(FieldControl, { item: item('checkbox', { kind: 'checked', checked: true }), onset });
    await userEvent.click(screen.getByRole('checkbox', { name: 'Size' }));
    expect(onset).toHaveBeenCalledWith(null);
  });
  it('opens a link outside and says where it leads', async () => {
    const value: FieldValue = { kind: 'text', text: 'https://sol.example/a' };
    const attributes = { item: item('link', value), onset: vi.fn() };
    render(InWindow, { component: FieldControl as never, attributes });
    await userEvent.click(screen.getByRole('button', { name: 'Open sol.example' }));
    expect(host.opened).toEqual(['https://sol.example/a']);
  });
});
