/** A scope that one request enters and another leaves, as a person finds it. */
import { equal } from 'node:assert/strict';
import { lineOf } from '../launch/index.ts';
import { inBrowser } from './browser.ts';
import { Market, marketFile } from './market.ts';

inBrowser('a crossed scope is found with both stacks beside each other', async (t, follow) => {
  const market = await Market.open(t);
  const visitor = await follow(market.link);
  const { page } = visitor;
  await visitor.goTo('Findings');
  await visitor.see('Eddy has seen nothing wrong so far.');
  await market.ask('/upload');
  await market.ask('/finish');
  // It comes by itself.
  const found = page.getByRole('link', { name: /^Scope "upload" was entered by flow "GET \/upload"/ });
  await found.click();
  await page.getByRole('heading', { level: 1, name: 'scope-crossed' }).waitFor();
  const [entered, exited] = [
    page.getByRole('region', { name: 'entered' }),
    page.getByRole('region', { name: 'exited' }),
  ];
  await entered
    .getByText(`market.mjs:${lineOf(marketFile, 'entered')}`)
    .first()
    .waitFor();
  await exited
    .getByText(`market.mjs:${lineOf(marketFile, 'exited')}`)
    .first()
    .waitFor();
  for (const side of [entered, exited]) {
    await side.getByText('Stack, innermost first').waitFor();
    await side.getByRole('listitem').first().waitFor();
  }
  const [left, right] = await Promise.all([entered.boundingBox(), exited.boundingBox()]);
  equal(left!.y, right!.y);
  equal(left!.x < right!.x, true);
  await visitor.assertUsable();
  // Its address is its own.
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'scope-crossed' }).waitFor();
});

inBrowser('a finding is muted with a reason, in this browser', async (t, follow) => {
  const market = await Market.open(t);
  const visitor = await follow(market.link);
  const { page } = visitor;
  await market.ask('/upload');
  await market.ask('/finish');
  await visitor.goTo('Findings');
  const found = page.getByRole('link', { name: /^Scope "upload"/ });
  await found.click();
  await page.getByRole('button', { name: 'Mute …' }).click();
  const reason = page.getByRole('textbox', { name: 'Why it is muted' });
  // Not without one.
  await reason.press('Enter');
  await reason.fill('known since Monday');
  await reason.press('Enter');
  await visitor.see(/^Muted in this browser at .*: known since Monday/);
  await visitor.assertUsable();
  await page.getByRole('link', { name: 'All findings' }).click();
  const muted = page.getByText('Muted in this browser: 1 place');
  await muted.waitFor();
  equal(await found.isVisible(), false);
  await page.reload();
  await muted.click();
  await found.click();
  await page.getByRole('button', { name: 'Unmute' }).click();
  await page.getByRole('button', { name: 'Mute …' }).waitFor();
});

inBrowser(
  'when the program has ended, its findings have their sources, and what was left stands',
  async (t, follow) => {
    const market = await Market.open(t);
    // What its hub leaves is asked for by nobody: that would be an error of the page.
    const visitor = await follow(market.link);
    const { page } = visitor;
    await market.ask('/upload');
    await market.ask('/finish');
    await page
      .getByRole('navigation', { name: 'Views' })
      .getByRole('link', { name: /^Findings\D*1/ })
      .waitFor();
    await market.close();
    await visitor.see('ended; what was seen stays here');
    await visitor.goTo('Findings');
    await page.getByRole('link', { name: /^Scope "upload"/ }).click();
    await page
      .getByRole('region', { name: 'entered' })
      .getByText("uploads.push(scopes.enterScope('upload'));")
      .waitFor();
    await visitor.goTo('Resources');
    await visitor.see(/^As it stood when the run ended\./);
    await page.getByRole('row', { name: /^upload crossed/ }).waitFor();
    await visitor.assertUsable();
  },
);
