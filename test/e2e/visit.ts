import { deepEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

export interface VisitOptions {
  readonly scheme?: 'light' | 'dark';
  /** Of the window: 1280 unless told. */
  readonly width?: number;
  readonly height?: number;
  /** What the browser's console may say, where a test takes the hub away. */
  readonly mayComplain?: RegExp;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** For the page, and so in its words. */
const strangeParts = `[...document.querySelectorAll('*')]
  .filter(one =>
    one.matches('script:not([src^="/"]), img[src]:not([src="/icon.svg"]), iframe, object, embed, [href^="javascript:" i]') ||
    one.getAttributeNames().some(name => name.startsWith('on')))
  .map(one => one.outerHTML)`;
const tooWideParts = `[document.documentElement, document.querySelector('main')]
  .filter(one => one.scrollWidth > innerWidth)
  .map(one => one.localName + ' ' + one.scrollWidth)`;
/** What the browser itself says of a server that has gone. */
export const gone = /net::ERR_(?:CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)/;
/** A person would have given up by then; what waits here waits for something to be seen. */
const patienceMs = 30_000;

/** One person's visit: a browser with nothing in it, one page, and all that it complained of or asked for. */
export class Visit {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #options: VisitOptions;
  readonly #complaints: string[] = [];
  readonly #strangers: string[] = [];
  readonly #dialogs: string[] = [];

  private constructor(context: BrowserContext, page: Page, options: VisitOptions) {
    this.#context = context;
    this.page = page;
    this.#options = options;
    page.on('console', message => {
      if (message.type() === 'error') this.#complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', error => this.#complaints.push(error.stack ?? String(error)));
    page.on('dialog', dialog => {
      this.#dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    context.on('request', request => {
      const { protocol, hostname } = new URL(request.url());
      const isLocal = ['data:', 'blob:', 'about:'].includes(protocol) || hostname === '127.0.0.1';
      if (!isLocal) this.#strangers.push(request.url());
    });
  }

  static async open(browser: Browser, options: VisitOptions): Promise<Visit> {
    const { scheme = 'light', width = 1280, height = 800 } = options;
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
    context.setDefaultTimeout(patienceMs);
    return new Visit(context, await context.newPage(), options);
  }

  async follow(link: string): Promise<void> {
    await this.page.goto(link);
    await this.page.waitForURL(({ pathname }) => pathname === '/');
    await this.page.getByRole('navigation', { name: 'Views' }).waitFor();
  }

  /** By the bar, as the mouse goes. */
  async goTo(title: string): Promise<void> {
    const views = this.page.getByRole('navigation', { name: 'Views' });
    await views.getByRole('link', { name: title }).click();
    // On a phone a view may show a part of itself, with another heading.
    await this.page.locator('main h1', { hasText: title }).waitFor({ state: 'attached' });
  }

  /** Text that is seen somewhere on the page. */
  see(text: string | RegExp): Promise<void> {
    return this.page.getByText(text).first().waitFor();
  }

  /** Parts of the page that can only be there because some text was taken for markup. */
  strangeParts(): Promise<string[]> {
    return this.page.evaluate(strangeParts);
  }

  /** What is shown keeps nobody out, by light and in the dark. */
  async assertUsable(): Promise<void> {
    for (const scheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme: scheme });
      deepEqual(await this.#barriers(), [], `${this.page.url()} in ${scheme}`);
    }
    await this.page.emulateMedia({ colorScheme: this.#options.scheme ?? 'light' });
  }

  /** The page is no wider than the window. What scrolls by itself may be. */
  async assertFits(): Promise<void> {
    const tooWide = await this.page.evaluate(tooWideParts);
    deepEqual(tooWide, [], `${this.page.url()} is wider than its window`);
  }

  close(): Promise<void> {
    return this.#context.close();
  }

  async leave(): Promise<void> {
    await this.close();
    const { mayComplain } = this.#options;
    const complaints = this.#complaints.filter(text => mayComplain?.test(text) !== true);
    deepEqual(complaints, [], 'the console has errors');
    deepEqual(this.#strangers, [], 'something off loopback was asked for');
    deepEqual(this.#dialogs, [], 'a dialog was opened');
  }

  async #barriers(): Promise<readonly string[]> {
    // Not as a script of the page: its policy is to stand.
    await this.page.evaluate(axe);
    const { violations }: AxeResults = await this.page.evaluate('axe.run()');
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, help, nodes }) => nodes.map(({ html, target }) => `${id}: ${help}: ${target.join(' ')} ${html}`));
  }
}
