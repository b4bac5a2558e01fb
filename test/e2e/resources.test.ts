/** What flows need of each other, and how long they took. */
import { inBrowser } from './browser.ts';
import { Market } from './market.ts';

inBrowser('a ring of locks is drawn and told, and operations are counted', async (t, follow) => {
  const market = await Market.open(t);
  const visitor = await follow(market.link);
  const { page } = visitor;
  await visitor.goTo('Resources');
  await market.ask('/buy?user=ann');
  await market.ask('/buy?user=bea');
  await page.getByRole('row', { name: /^GET \/buy request 2 / }).waitFor();
  await market.ask('/close');
  await visitor.see(/none of them can go on/);
  const locks = page.getByRole('table', { name: /lock/i });
  for (const [lock, holder] of [
    ['till', 'count the till'],
    ['safe', 'lock the safe'],
  ] as const)
    await locks
      .getByRole('row', { name: new RegExp(`^${lock} .*in a ring`) })
      .getByRole('link', { name: holder })
      .waitFor();
  await visitor.assertUsable();
  // Whoever is in it has a page of his own.
  await locks.getByRole('link', { name: 'lock the safe' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'lock the safe' }).waitFor();
  await visitor.see('lock-cycle');
});
