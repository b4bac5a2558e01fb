/** A page that is opened when its program has long been running, of a hub that keeps nothing. */
import { join } from 'node:path';
import { Stage } from '../integration/web-stage.ts';
import { root } from '../launch/index.ts';
import { inBrowser } from './browser.ts';
import { Market } from './market.ts';

inBrowser('a page that comes late has what is held and open now, and says since when it looks', async (t, follow) => {
  const stage = new Stage(t);
  await Market.open(t, { stage, words: [], file: join(root, 'test/targets/web/late.mjs') });
  const page = stage.start('open', '--no-browser', stage.run);
  const [link] = await page.waitForLine(/^http:.*/);
  const visitor = await follow(link);
  await visitor.see(/^Seen since \d\d:\d\d:\d\d$/);
  const { stdout } = await stage.command('ps', '--json', '--run', stage.run);
  const { flows } = JSON.parse(stdout) as { flows: { id: string; name: string }[] };
  const show = (name: string) => {
    const { id } = flows.find(one => one.name === name)!;
    return visitor.page.evaluate(`location.hash = '#/river?flow=${encodeURIComponent(id)}'`);
  };
  await show('loads');
  await visitor.see('has lock web lock "crane"');
  await visitor.see('in scope loading');
  await show('waits');
  await visitor.see('waits for lock web lock "crane"');
  await visitor.goTo('Resources');
  await visitor.see(/^Seen since/);
  await visitor.page.getByRole('row', { name: /^pipe .*stdout/ }).waitFor();
  await visitor.assertUsable();
});
