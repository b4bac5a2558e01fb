/** All that the mouse can do, by keys alone: come to each view, set a probe, let a held flow go. */
import { deepEqual } from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { inBrowser } from './browser.ts';
import { SessionsView } from './held.ts';
import { Market } from './market.ts';
import { viewTitles } from './view-titles.ts';

inBrowser('each view has a key, and the list of keys says so', async (t, follow) => {
  const market = await Market.open(t);
  const { page } = await follow(market.link);
  // The first is where one is.
  for (const title of viewTitles.toReversed()) {
    await page.keyboard.press(String(viewTitles.indexOf(title) + 1));
    // Who hears the page hears where he is.
    await page.getByRole('heading', { level: 1, name: title }).and(page.locator(':focus')).waitFor();
  }
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  for (const title of viewTitles) await keys.getByText(title, { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await keys.waitFor({ state: 'detached' });
});

inBrowser('a hold is set and let go by keys', async (t, follow) => {
  const market = await Market.open(t);
  const visitor = await follow(market.link);
  const { page } = visitor;
  const sessions = new SessionsView(page);
  await page.keyboard.press('2');
  const source = page.getByRole('textbox', { name: /market\.mjs$/ });
  await source.waitFor();
  await tabTo(page, source);
  const line = page.getByRole('status').filter({ hasText: /^Line \d+: total -= discount;/ });
  while (!(await line.isVisible())) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'Hold' }).and(page.locator(':focus')).waitFor();
  await visitor.assertUsable();
  await page.keyboard.press('Enter');
  await page.getByText(/^bound by gate/).waitFor();
  const answer = market.ask('/buy?user=ann');
  answer.catch(() => {});
  await sessions.variable('total: 30').waitFor();
  await page.keyboard.press('F10');
  await sessions.variable('total: 25').waitFor();
  await page.keyboard.press('F8');
  deepEqual(await answer, { user: 'ann', total: 25, note: 'thanks, ann' });
});

/** As far as Tab leads; a page in which it leads nowhere fails. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let steps = 0; steps < 60; steps++) {
    if (await wanted.and(page.locator(':focus')).isVisible()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not lead there.');
}
