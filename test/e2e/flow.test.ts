/** One flow from near: its page says where it waits, holds it alone at its next line, and lets it go. */
import { deepEqual } from 'node:assert/strict';
import { lineOf } from '../launch/index.ts';
import { inBrowser } from './browser.ts';
import { Market, marketFile } from './market.ts';

inBrowser('a flow is held at its next line from its own page', async (t, follow) => {
  const market = await Market.open(t);
  const visitor = await follow(market.link);
  const { page } = visitor;
  const [first, second] = [market.ask('/queue'), market.ask('/queue')];
  for (const one of [first, second]) one.catch(() => {});
  const flows = page.getByRole('table', { name: 'Flows in sight' }).getByRole('link', { name: 'GET /queue' });
  await flows.nth(1).waitFor();
  // Its own words lead to it, as a click on its lane does.
  await flows.first().dispatchEvent('click');
  await page.getByRole('heading', { level: 1, name: 'GET /queue' }).waitFor();
  await visitor.see(`market.mjs:${lineOf(marketFile, 'queued')}`);
  // Its page was opened later; what was heard until then is there.
  await visitor.see('started (request)');
  await visitor.see('All since it began, as this page heard it.');
  await page.getByRole('button', { name: 'Hold it at its next line' }).click();
  await visitor.see(/it waits for the flow to come there/);
  await market.ask('/open');
  await page.getByText(/^Held at/).waitFor();
  await visitor.see(`market.mjs:${lineOf(marketFile, 'next')}`);
  // The other one was meant by nobody.
  deepEqual(await Promise.race([first, second]), { word: 'come in' });
  await visitor.assertUsable();
  await page.getByRole('button', { name: 'Let it go on' }).click();
  deepEqual(await Promise.all([first, second]), [{ word: 'come in' }, { word: 'come in' }]);
  await page.getByRole('heading', { level: 1, name: /ended: done/ }).waitFor();
});
