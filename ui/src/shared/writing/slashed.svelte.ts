import { tick } from 'svelte';
import type { Attachment, Template, TemplateQuestion } from '$/ipc/bindings';
import { CommandError } from '$/ipc/client';
import { notifyError } from '../toast';
import { gapsIn, slashAt, type Gap, type Slash } from './slash';
import { insert, questionsOf, type Reader } from './templates.svelte';

interface Picker {
  move: (by: 1 | -1) => void;
  take: () => boolean;
  isEmpty: () => boolean;
}
interface Written {
  text: () => string;
  write: (text: string) => void;
  reader: () => Reader;
  /** The files of a template that was put in. */
  onfiles: (files: Attachment[]) => void;
  /** Whether what was asked for this reader may still be put in; always when left out. */
  stays?: (reader: Reader) => boolean;
}

/** A text field in which a `/` offers templates: what is offered, and how pieces get to where the caret is. */
export class SlashedText {
  readonly #written: Written;
  area = $state<HTMLTextAreaElement | null>(null);
  picker = $state<Picker>();
  #slash = $state.raw<Slash>();
  /** The `/` that was left by Escape: it stays closed. */
  #left = $state<number>();
  /** A template that asks something before it can be put in. */
  asking = $state.raw<{ template: Template; questions: TemplateQuestion[]; at: Slash }>();

  constructor(written: Written) {
    this.#written = written;
  }

  /** The `/` behind which templates are offered. */
  get offered(): Slash | undefined {
    return this.#slash?.from === this.#left ? undefined : this.#slash;
  }
  /** Nothing is offered any more, until the caret says so again. */
  close(): void {
    this.#slash = undefined;
  }

  /** Where the caret is decides whether templates are offered. */
  look(): void {
    const { area } = this;
    const { value, selectionStart, selectionEnd } = area ?? { value: '', selectionStart: 0, selectionEnd: 1 };
    const slash = selectionStart === selectionEnd ? slashAt(value, selectionStart) : undefined;
    this.#slash = slash;
    if (slash?.from !== this.#left) this.#left = undefined;
    // Words behind a "/" that find nothing are a sentence.
    if (slash?.question.includes(' ') && this.picker?.isEmpty()) this.#left = slash.from;
  }
  /** Answers whether the key was one of the templates that are offered. */
  key(event: KeyboardEvent): boolean {
    const taken = this.#key(event);
    if (taken) {
      event.preventDefault();
      event.stopPropagation();
    }
    return taken;
  }
  #key(event: KeyboardEvent): boolean {
    switch (event.key) {
      case 'ArrowDown':
        this.picker?.move(1);
        return true;
      case 'ArrowUp':
        this.picker?.move(-1);
        return true;
      case 'Enter':
      case 'Tab':
        return !event.ctrlKey && !event.metaKey && !event.shiftKey && (this.picker?.take() ?? false);
      case 'Escape':
        this.#left = this.#slash?.from;
        return true;
      default:
        return false;
    }
  }

  /** Puts text where the caret is, or in place of `at`; the first gap in it is marked. */
  async putIn(piece: string, at?: { from: number; to: number }): Promise<void> {
    const text = this.#written.text();
    const from = at?.from ?? this.area?.selectionStart ?? text.length;
    const to = at?.to ?? this.area?.selectionEnd ?? from;
    this.#written.write(text.slice(0, from) + piece + text.slice(to));
    await tick();
    const gap = gapsIn(piece)[0];
    const end = from + piece.length;
    this.mark(gap ? { from: from + gap.from, to: from + gap.to } : { from: end, to: end });
    this.look();
  }
  /** Puts the caret over a part of the text. */
  mark({ from, to }: Pick<Gap, 'from' | 'to'>): void {
    this.area?.focus();
    this.area?.setSelectionRange(from, to);
  }
  /** The button does what the key does. */
  async open(): Promise<void> {
    const text = this.#written.text();
    const before = text.slice(0, this.area?.selectionStart ?? text.length);
    this.#left = undefined;
    await this.putIn(before === '' || /\s$/.test(before) ? '/' : ' /');
  }

  async pick(template: Template): Promise<void> {
    const at = this.#slash;
    if (!at) return;
    try {
      const questions = await questionsOf(template, this.#written.reader());
      if (questions.length > 0) this.asking = { template, questions, at };
      else await this.#use(template, at, []);
    } catch (cause) {
      fail(cause);
    }
  }
  /** Puts the template in with what it asked for. */
  async answer(answers: { name: string; value: string }[]): Promise<void> {
    const { asking } = this;
    this.asking = undefined;
    if (!asking) return;
    try {
      await this.#use(asking.template, asking.at, answers);
    } catch (cause) {
      fail(cause);
    }
  }
  async #use(template: Template, at: Slash, answers: { name: string; value: string }[]): Promise<void> {
    const { reader, stays, onfiles } = this.#written;
    const asked = reader();
    const inserted = await insert(template, asked, answers);
    if (stays && !stays(asked)) return;
    onfiles(inserted.attachments);
    await this.putIn(inserted.text, at);
    this.close();
  }
}

function fail(cause: unknown): void {
  if (!(cause instanceof CommandError)) throw cause;
  notifyError(cause);
}
