/** An open page outlives its hub: the one that comes after is the same to it. */
import { Stage } from '../integration/web-stage.ts';
import { inBrowser } from './browser.ts';
import { Market } from './market.ts';
import { gone } from './visit.ts';

inBrowser('a hub killed and started again under an open page is there again', async (t, follow) => {
  const stage = new Stage(t);
  const before = await stage.serve('--dashboard', '0');
  const market = await Market.open(t, { stage, words: ['--hub', stage.hub, '--record'] });
  const visitor = await follow(before.link, { mayComplain: gone });
  const { page } = visitor;
  const line = page.getByRole('status').filter({ hasText: 'live' });
  await line.waitFor();
  await visitor.goTo('System');
  await page
    .getByRole('link', { name: /market\.mjs/ })
    .first()
    .waitFor();
  before.part.kill('SIGKILL');
  await visitor.see('no answer from Eddy; it is called again');
  // The program is served meanwhile.
  await market.ask('/buy?user=ann');
  await stage.serve('--dashboard', new URL(before.link).port);
  await line.waitFor();
  // The program has found it, too.
  await page
    .getByRole('link', { name: /market\.mjs/ })
    .first()
    .waitFor();
  await visitor.goTo('River');
  await market.ask('/buy?user=bea');
  await page.getByRole('table', { name: 'Flows in sight' }).getByRole('link', { name: 'GET /buy' }).first().waitFor();
});
