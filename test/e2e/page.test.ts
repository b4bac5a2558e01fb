/** The page itself, in a real browser: who comes in, and whether everybody can use each view. */
import { equal, match } from 'node:assert/strict';
import { say } from '../integration/web-stage.ts';
import { inBrowser } from './browser.ts';
import { Market } from './market.ts';
import { viewTitles } from './view-titles.ts';
import { gone } from './visit.ts';

inBrowser('a link opens the page once, for one browser', async (t, follow) => {
  const market = await Market.open(t);
  const { page } = await follow(market.link, { mayComplain: gone });
  await page.getByText('live', { exact: true }).waitFor();
  const { port, pathname, search } = new URL(market.link);
  const again = await say(Number(port), pathname + search);
  equal(again.status, 401);
  match(again.text, /^This link was used/);
  // Not in the address either, where it would be read over a shoulder.
  equal(page.url().includes('code='), false);
  await market.close();
  await page.getByText('ended; what was seen stays here').waitFor();
});

inBrowser('each view is usable by everybody, in light and dark', async (t, follow) => {
  const market = await Market.open(t);
  const visitor = await follow(market.link);
  await market.ask('/buy?user=ann');
  await market.ask('/upload');
  await market.ask('/finish');
  for (const title of viewTitles) {
    await visitor.goTo(title);
    await visitor.assertUsable();
    await visitor.assertFits();
  }
});

inBrowser('each view fits a phone', async (t, follow) => {
  const market = await Market.open(t);
  const visitor = await follow(market.link, { width: 390, height: 844 });
  const { page } = visitor;
  await market.ask('/buy?user=ann');
  await market.ask('/upload');
  await market.ask('/finish');
  for (const title of viewTitles) {
    await visitor.goTo(title);
    await visitor.assertFits();
  }
  await visitor.assertUsable();
  // This one shows its parts one at a time.
  await visitor.goTo('Sessions');
  for (const part of ['Sessions', 'Held', 'Hits', 'Source']) {
    await page.getByRole('navigation', { name: 'Parts of this view' }).getByRole('button', { name: part }).click();
    await page.getByRole('region', { name: part }).waitFor();
    await visitor.assertFits();
  }
  await visitor.assertUsable();
});
