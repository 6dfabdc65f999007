import type { Component } from 'svelte';

/** One entry of a Select, Combobox or Segmented. */
export interface Choice<V extends string = string> {
  value: V;
  label: string;
  /** A second, quieter line or word. */
  hint?: string;
  icon?: Component;
  /** A stage's colour, shown as its mark. */
  mark?: string;
  disabled?: boolean;
}
