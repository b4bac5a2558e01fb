/** Tasks of a Python program, as the page shows them. */
import { join } from 'node:path';
import { Stage } from '../integration/web-stage.ts';
import { debianPython, lineOf, root, withoutDebugpy } from '../launch/index.ts';
import { inBrowser } from './browser.ts';
import { Market } from './market.ts';

const file = join(root, 'test/targets/web/tasks.py');

inBrowser(
  'the tasks of a Python program are flows: in the river, and each from near',
  async (t, follow) => {
    const words = ['--dashboard', debianPython];
    const market = await Market.open(t, { stage: new Stage(t), words, file });
    const visitor = await follow(market.link);
    const { page } = visitor;
    const flows = page.getByRole('table', { name: 'Flows in sight' });
    for (const item of ['tea', 'milk', 'honey']) await flows.getByRole('link', { name: `pack ${item}` }).waitFor();
    // Its own words lead to it, as a click on its lane does.
    await flows.getByRole('link', { name: 'pack tea' }).dispatchEvent('click');
    await page.getByRole('heading', { level: 1, name: 'pack tea' }).waitFor();
    await page
      .getByText(`tasks.py:${lineOf(file, 'waits')}`)
      .first()
      .waitFor();
    await visitor.assertUsable();
    await visitor.goTo('System');
    await page.getByRole('img', { name: /^Event loop busy: .* %$/ }).waitFor();
    await page.getByRole('img', { name: /^Tasks: .* \d+$/ }).waitFor();
    await visitor.assertUsable();
  },
  withoutDebugpy(),
);
