import type { Component } from 'svelte';

export interface MenuItem {
  kind?: 'item';
  label: string;
  icon?: Component;
  /** A stage's colour, shown as its mark. */
  mark?: string;
  shortcut?: string;
  /** Drawn as destructive; keep it last, after a separator. */
  danger?: boolean;
  /** A check mark: one of several, or on. */
  checked?: boolean;
  disabled?: boolean;
  run: () => void;
}

/** An entry of a Menu or ContextMenu. */
export type MenuEntry =
  | MenuItem
  | { kind: 'submenu'; label: string; icon?: Component; entries: readonly MenuEntry[] }
  | { kind: 'heading'; label: string }
  | { kind: 'separator' };
