/** The main thing: one request is held, looked at, changed and let go, while all others are answered. */
import { deepEqual } from 'node:assert/strict';
import { lineOf } from '../launch/index.ts';
import { inBrowser } from './browser.ts';
import { SessionsView } from './held.ts';
import { Market, marketFile } from './market.ts';

inBrowser('one request is held by a click in the source, and the others are answered', async (t, follow) => {
  const market = await Market.open(t);
  const visitor = await follow(market.link);
  const { page } = visitor;
  await visitor.goTo('Sessions');
  const sessions = new SessionsView(page);
  await sessions.openSession('ann', 'x-debug', 'ann');
  await sessions.clickBeside('total -= discount;');
  await sessions.setProbe('Hold');
  await page.getByText(/^bound by gate/).waitFor();

  const held = market.ask('/buy?user=ann', { 'x-debug': 'ann' });
  held.catch(() => {});
  await sessions.variable('total: 30').waitFor();
  const others = await Promise.all(['bea', 'carl', 'dora'].map(user => market.ask(`/buy?user=${user}`)));
  deepEqual(
    others,
    ['bea', 'carl', 'dora'].map(user => ({ user, total: 25, note: `thanks, ${user}` })),
  );
  await sessions.variable('user: "ann"').waitFor();
  await visitor.assertUsable();

  // A page that is loaded again has the same before it.
  await page.reload();
  await sessions.variable('total: 30').waitFor();
  await page.getByRole('link', { name: 'ann', exact: true }).waitFor();
  await page.getByText(/^bound by gate/).waitFor();
  await visitor.goTo('River');
  const flows = page.getByRole('table', { name: 'Flows in sight' });
  await flows.getByRole('row', { name: /^GET \/buy .* held/ }).waitFor();
  await flows
    .getByRole('row', { name: /^GET \/buy .* done/ })
    .first()
    .waitFor();
  await visitor.goTo('Sessions');

  // A slip of the fingers is answered, and no error of the page.
  await sessions.evaluate('total +* 2');
  await sessions.answers.getByText(/SyntaxError|Unexpected|cannot be read/).waitFor();
  await sessions.evaluate('total * 2');
  await sessions.answers.getByText('60').waitFor();

  await sessions.clickBeside('return { user, total, note };');
  await page.getByRole('dialog').getByLabel('Only if').fill('nosuch > 1');
  await sessions.setProbe('Snap');
  await page
    .getByText(/^bound by gate/)
    .nth(1)
    .waitFor();

  await sessions.change('total', '100');
  await sessions.variable(/total: 100.*edited/).waitFor();
  await sessions.press('Step over');
  await sessions.variable('total: 95').waitFor();
  await sessions.held
    .getByText(`market.mjs:${lineOf(marketFile, 'stepped')}`)
    .first()
    .waitFor();
  await sessions.press('Resume');
  deepEqual(await held, { user: 'ann', total: 95, note: 'thanks, ann' });
  await sessions.held.getByText('Nothing is held.').waitFor();
  // A condition that can never be true says why, where it was asked for and below its line.
  await page.getByText(/^Its condition could not be evaluated: .*nosuch/).waitFor();
  await page.getByText(/^snap p\d+: Its condition could not be evaluated: .*nosuch/).waitFor();

  await page.getByText('A probe on an event').click();
  const form = page.getByRole('form', { name: 'A probe on an event' });
  await form.getByLabel('When').selectOption('finding');
  await form.getByLabel('Finding').selectOption('lock-cycle');
  await visitor.assertUsable();
  await form.getByRole('button', { name: 'Set snap' }).click();
  await page.getByText('snap finding:lock-cycle').waitFor();
  await page.getByText(/^bound by runtime/).waitFor();
});
