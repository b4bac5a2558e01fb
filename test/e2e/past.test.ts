/** What is over: what the page saw of it stays, and its report is read again as a file, beside another one. */
import { join } from 'node:path';
import { Stage } from '../integration/web-stage.ts';
import { folder } from '../launch/index.ts';
import { inBrowser } from './browser.ts';
import { Market } from './market.ts';
import { gone } from './visit.ts';

inBrowser('a run that has ended stays, and two reports of one name are compared', async (t, follow) => {
  const stage = new Stage(t);
  const report = join(folder(t), 'report.json');
  const market = await Market.open(t, { stage, words: ['--dashboard', '--report', report] });
  const visitor = await follow(market.link, { mayComplain: gone });
  const { page } = visitor;
  const flows = page.getByRole('table', { name: 'Flows in sight' });
  await flows.getByRole('row', { name: /main program/ }).waitFor();
  // Seen by the page, and not by the view of it.
  await visitor.goTo('Runs');
  await market.ask('/buy?user=ann');
  await market.close();
  await visitor.see('ended; what was seen stays here');
  const own = page.getByRole('table', { name: 'Programs that this page saw' });
  await own.getByRole('link', { name: stage.run }).click();
  await flows.getByRole('row', { name: /^GET \/buy .* done/ }).waitFor();

  await visitor.goTo('Runs');
  const files = page.getByLabel(/^A report/);
  await files.setInputFiles(report);
  await page.getByRole('link', { name: 'report.json', exact: true }).waitFor();
  await files.setInputFiles(report);
  await page.getByRole('link', { name: 'report.json (2)' }).waitFor();
  await page.getByRole('combobox', { name: 'A', exact: true }).selectOption('report.json');
  await page.getByRole('combobox', { name: 'B', exact: true }).selectOption('report.json (2)');
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByRole('heading', { name: 'Flows of the same name' }).waitFor();
  await page.getByRole('row', { name: /^GET \/buy 1 1 / }).waitFor();
  await visitor.assertUsable();
  // Each is shown by itself, too.
  await page.getByRole('link', { name: 'report.json', exact: true }).click();
  await visitor.see('The past:');
  await flows.getByRole('row', { name: /^GET \/buy / }).waitFor();
  // How its figures went, too.
  await visitor.goTo('System');
  await page.getByRole('img', { name: /^Memory: .* MiB$/ }).waitFor();
});
