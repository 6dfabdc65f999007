// What a seller does in the window, in the seller's words. Everything is found by its role and label.

import assert from 'node:assert/strict';
import { PATIENCE } from './window.mjs';

export class Shop {
  /** What the browser itself may complain about in this story, such as a connection that is cut on purpose. */
  expected;

  constructor(core, page) {
    this.core = core;
    this.page = page;
  }

  // ── places ──

  /** Opens an address such as `chats/new` in a freshly loaded page. */
  async open(route = 'chats/new') {
    await this.page.goto('about:blank');
    await this.page.goto(this.core.address(route));
    await this.navigation.waitFor();
    await this.page.getByRole('heading', { level: 1 }).first().waitFor();
  }
  get navigation() {
    return this.page.getByRole('navigation', { name: /Main navigation|Hauptnavigation|Главное меню/ });
  }
  /** A folder of the chats, by its name. */
  folder(name) {
    return this.page.getByRole('navigation', { name: 'Folders' }).getByRole('link', { name });
  }
  get table() {
    return this.page.getByRole('grid', { name: 'Chats' });
  }
  /** The row of a client in the table of chats. */
  row(client) {
    return this.table.getByRole('row').filter({ hasText: client });
  }
  /** A cell of a client's row, by the title of its column. */
  async cell(client, column) {
    await this.see(this.row(client));
    const titles = await this.table.getByRole('columnheader').allTextContents();
    const at = titles.findIndex((title) => title.trim().startsWith(column));
    assert.notEqual(at, -1, `there is a column ${column} among ${titles.join(', ')}`);
    return this.row(client).getByRole('gridcell').nth(at);
  }
  get conversation() {
    return this.page.getByRole('region', { name: 'Conversation', exact: true });
  }
  get contact() {
    return this.page.getByRole('region', { name: 'Contact', exact: true });
  }
  thread(client) {
    return this.conversation.getByLabel(`Messages with ${client}`);
  }
  /** What was done last, told at the edge of the window. */
  toast(text) {
    return this.page
      .getByRole('region', { name: /^Messages/ })
      .getByRole('listitem')
      .filter({ hasText: text });
  }
  get dialog() {
    return this.page.getByRole('dialog');
  }

  // ── deeds ──

  async openChat(client) {
    await (await this.cell(client, 'Client')).click();
    await this.conversation.getByRole('heading', { name: client, level: 2 }).waitFor();
  }
  /** An entry of the open menu: a command, or a choice that can be ticked. */
  entry(name) {
    return this.page
      .getByRole('menu')
      .last()
      .locator('[role^="menuitem"]')
      .filter({
        has: this.page.getByText(name, { exact: true }),
      });
  }
  async choose(name) {
    await this.entry(name).click();
  }
  async chooseIn(select, option) {
    await select.click();
    await this.page.getByRole('option', { name: option }).click();
  }
  async write(text, mode = 'Reply') {
    await this.conversation.getByRole('radio', { name: mode }).click();
    await this.conversation.getByRole('textbox', { name: mode }).fill(text);
  }
  async reply(text) {
    await this.write(text);
    await this.conversation.getByRole('button', { name: 'Send', exact: true }).click();
  }

  /** The number of the conversation that is open. */
  get openId() {
    return Number(new URL(this.page.url()).hash.split('/').at(-1));
  }
  /** Lets a customer write, and waits until the core has it; the number of the conversation. */
  async customer(name, text, more) {
    await this.core.says(name, text, more);
    return this.until(() => this.conversationOf(name), `${name}'s message has come in`);
  }
  async conversationOf(name) {
    const request = { place: 'new', sort: { column: 'activity', descending: true }, offset: 0, limit: 50 };
    const { rows } = await this.core.call('chats_page', request);
    return rows.find((row) => row.client === name)?.id;
  }
  /** A customer whose conversation is in work already; its number. */
  async acceptedCustomer(name, text) {
    const id = await this.customer(name, text);
    await this.core.call('conversation_accept', { conversation_id: id, stage_id: null });
    return id;
  }

  // ── waiting ──

  /** Waits until something holds, as a person would look again; fails with what was seen last. */
  async until(look, why, patience = PATIENCE) {
    const end = Date.now() + patience;
    let seen;
    for (;;) {
      try {
        seen = await look();
        if (seen) return seen;
      } catch (error) {
        seen = error;
      }
      if (Date.now() > end) assert.fail(`${why} (seen last: ${String(seen?.message ?? seen)})`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  /** Waits until the element is there, to be seen. */
  async see(locator, patience = PATIENCE) {
    await locator.first().waitFor({ state: 'visible', timeout: patience });
  }
  async gone(locator, patience = PATIENCE) {
    await locator.first().waitFor({ state: 'hidden', timeout: patience });
  }
}
