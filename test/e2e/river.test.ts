/** The river by keys and by the mouse: what is drawn on its canvas is told in words beside it. */
import { match } from 'node:assert/strict';
import { inBrowser } from './browser.ts';
import { Market } from './market.ts';

inBrowser('a request is a lane; it is filtered, chosen, opened, and found again as it was', async (t, follow) => {
  const market = await Market.open(t);
  const { page } = await follow(market.link);
  await market.ask('/buy?user=ann');
  const seen = page.getByRole('table', { name: 'Flows in sight' });
  await seen.getByRole('row', { name: /\/buy/ }).waitFor({ state: 'attached' });
  await seen.getByRole('row', { name: /main program/ }).waitFor({ state: 'attached' });

  const filter = page.getByRole('searchbox', { name: /name, id or path/ });
  await filter.fill('/buy*');
  await seen.getByRole('row', { name: /main program/ }).waitFor({ state: 'detached' });
  await filter.press('Escape');

  await page.keyboard.press('Space');
  await page.getByText(/^The picture stands at/).waitFor();
  await page.keyboard.press('ArrowDown');
  const card = page.getByRole('link', { name: 'Open this flow' });
  await card.waitFor();
  const address = await card.getAttribute('href');
  await page.keyboard.press('Enter');
  await page.waitForURL(url => url.hash === address);
  match(address ?? '', /^#\/flow\/\w+\.\d+$/);

  await page.goBack();
  await page.getByText(/^The picture stands at/).waitFor();
  await page.keyboard.press('f');
  await page.getByText(/^The picture stands at/).waitFor({ state: 'detached' });
});

inBrowser('a press on a lane opens its flow', async (t, follow) => {
  const market = await Market.open(t);
  const { page } = await follow(market.link);
  await page.getByLabel('Only flows').fill('main');
  const row = page.getByRole('table', { name: 'Flows in sight' }).getByRole('row', { name: /main program/ });
  await row.waitFor({ state: 'attached' });
  const river = page.getByRole('img', { name: /^Flows over time/ });
  const { width } = (await river.boundingBox())!;
  // Below the axis and the heading of its group, just before now: it lives.
  await river.click({ position: { x: width - 40, y: 26 + 22 + 6 } });
  await page.waitForURL(/#\/flow\//);
  await page.getByRole('heading', { level: 1, name: /main program/ }).waitFor();
});
