import type { Locator, Page } from 'playwright-core';

/** What a person does in the view of sessions, by the words that stand there. */
export class SessionsView {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** A session that means requests with this header. */
  async openSession(name: string, header: string, value: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'New' }).click();
    const form = this.#page.getByRole('form', { name: 'A new session' });
    await form.getByLabel('Name', { exact: true }).fill(name);
    await form.getByLabel('header: name').fill(header);
    await form.getByLabel('header: value').fill(value);
    await form.getByRole('button', { name: 'Open it' }).click();
    await this.#page.getByRole('link', { name, exact: true }).waitFor();
  }

  /** Beside the line with this text. */
  async clickBeside(text: string): Promise<void> {
    const line = this.#page.getByRole('region', { name: 'Source' }).getByText(text);
    const box = (await line.first().boundingBox())!;
    const source = (await this.#page.getByRole('region', { name: 'Source' }).boundingBox())!;
    await this.#page.mouse.click(source.x + 20, box.y + box.height / 2);
  }

  /** As the dialog has it that a click beside a line opens. */
  async setProbe(kind: string): Promise<void> {
    const dialog = this.#page.getByRole('dialog');
    await dialog.getByRole('radio', { name: kind }).check();
    await dialog.getByRole('button', { name: `Set ${kind.toLowerCase()}` }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  get held(): Locator {
    return this.#page.getByRole('region', { name: /^Held/ });
  }

  /** A variable of the held flow, with its value. */
  variable(text: string | RegExp): Locator {
    return this.held
      .getByRole('tree', { name: 'Variables of the function' })
      .getByRole('treeitem')
      .filter({ hasText: text });
  }

  async change(name: string, expression: string): Promise<void> {
    await this.variable(`${name}: `).dblclick();
    const field = this.held.getByLabel(`A new value for ${name}, as an expression`);
    await field.fill(expression);
    await field.press('Enter');
  }

  async evaluate(expression: string): Promise<void> {
    const field = this.held.getByLabel('An expression in JavaScript, evaluated where the flow is held');
    await field.fill(expression);
    await field.press('Escape');
    await field.press('Enter');
  }

  /** What was evaluated gave. */
  get answers(): Locator {
    return this.held.getByRole('log', { name: 'Answers' });
  }

  async press(name: string): Promise<void> {
    await this.held.getByRole('button', { name, exact: true }).click();
  }
}
