/** A program that would like to be the page: whatever it says is text. */
import { deepEqual, equal } from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from '../integration/web-stage.ts';
import { folder, lineOf, root, until } from '../launch/index.ts';
import { inBrowser } from './browser.ts';
import { SessionsView } from './held.ts';
import { Market } from './market.ts';
import { viewTitles } from './view-titles.ts';

const target = join(root, 'test/targets/web/hostile.mjs');
const image = '<img src=x onerror=alert(1)>';
const name = `${image}.mjs`;
const markup = `<img src=x onerror="alert('name')"></script><script>alert('name')</script>`;

inBrowser('names, values, sources and findings of a program are text in every view', async (t, follow) => {
  const home = folder(t);
  mkdirSync(join(home, 'node_modules'));
  for (const [name, path] of [
    ['eddy', root],
    ['async-mutex', join(root, 'node_modules/async-mutex')],
  ] as const)
    symlinkSync(path, join(home, 'node_modules', name));
  const file = join(home, name);
  writeFileSync(file, readFileSync(target, 'utf8'));
  const place = `${name}:${lineOf(target, 'held')}`;
  const stage = new Stage(t);
  const probes = ['--session', 'ann', '--match', 'path:/held', '--hold', place, '--log', `${place}=${image} {value}`];
  const market = await Market.open(t, { stage, file, words: ['--dashboard', ...probes, '--name', image] });
  const visitor = await follow(market.link);
  const { page } = visitor;
  void market.ask('/cross').catch(() => {});
  await visitor.goTo('Findings');
  await page.getByRole('link', { name: 'Scope "<img src=x onerror=' }).click();
  await page.getByRole('heading', { level: 1, name: 'scope-crossed' }).waitFor();
  await visitor.see(markup);
  await visitor.see(name);
  // What would turn the letters round it is a sign of its own.
  await visitor.see('user⟨202E⟩txt.exe');
  deepEqual(await visitor.strangeParts(), []);

  const answer = market.ask('/held');
  answer.catch(() => {});
  await visitor.goTo('Sessions');
  const sessions = new SessionsView(page);
  await sessions.variable(`value: "${image.slice(0, 10)}`).waitFor();
  await sessions.variable('places: ').click();
  await sessions.variable('"javascript:alert(1)"').first().waitFor();
  await sessions.variable('bidi: "user⟨202E⟩txt.exe⟨2066⟩"').waitFor();
  await sessions.change('turned', '"ann⟨202E⟩"');
  await sessions.variable(/turned: "ann⟨202E⟩".*edited/).waitFor();
  // Its own source is beside it.
  await page
    .getByRole('region', { name: 'Source' })
    .getByText(`<img src=x onerror="alert('source')"></script>`)
    .waitFor();
  deepEqual(await visitor.strangeParts(), []);

  await sessions.held.getByRole('definition').getByRole('link', { name: 'GET /held' }).click();
  await page.getByRole('heading', { level: 1, name: 'GET /held' }).waitFor();
  deepEqual(await visitor.strangeParts(), []);

  for (const title of viewTitles) {
    await visitor.goTo(title);
    deepEqual(await visitor.strangeParts(), [], title);
  }
  // It is said after what is drawn.
  await until(async () => ((await page.title()) === 'Runs · Eddy' ? true : undefined));

  // What is shown by its number is written as what it is.
  await visitor.goTo('Sessions');
  await sessions.press('Resume');
  const { turned } = (await answer) as { turned: string };
  equal(turned, 'ann\u202E');
});
