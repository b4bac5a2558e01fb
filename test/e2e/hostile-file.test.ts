/** A file from somebody else that claims to be a report, or events: it is shown as text, or refused, and the page lives. */
import { deepEqual, equal } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from '../integration/web-stage.ts';
import { folder } from '../launch/index.ts';
import { inBrowser } from './browser.ts';
import { viewTitles } from './view-titles.ts';

const markup = `<img src=x onerror="alert(1)"></script><script>alert(1)</script>`;
const link = 'javascript:alert(1)';
const names = [
  markup,
  link,
  '__proto__',
  'constructor',
  'toString',
  '\ud800',
  'x'.repeat(20_000),
  '\u001b[31m\u0000',
  '',
];
const at = Date.UTC(2026, 0, 1);

const target = {
  ...{ id: '__proto__', kind: 'process', pid: 1, thread: 0, started: at, ended: at + 9, end: { how: 'constructor' } },
  ...{ node: markup, argv: [markup, link], notes: [markup], env: { [markup]: link } },
};
const site = (name: string) => ({
  ...{ file: name, function: name, line: -1, column: 1e300, flow: name, flowName: name },
  stack: [name, 'http://evil.example/a.js:1:1', '../../etc/passwd:1:1'],
});
const finding = (name: string) => ({
  ...{
    kind: name,
    severity: 'error',
    message: name,
    hint: name,
    count: 1,
    firstAt: at,
    lastAt: at,
    target: '__proto__',
  },
  flows: [{ id: name, name }],
  // As a file has it: a literal would set what it inherits from.
  sites: JSON.parse(
    `{"__proto__":${JSON.stringify(site(name))},"constructor":${JSON.stringify(site(name))}}`,
  ) as object,
});
const item = (name: string, number: number) => ({
  ...{ id: name, name, kind: name, state: name, started: at, ended: at + number, target: '__proto__', flow: name },
  ...{ parent: name, holders: [name, { flow: name, site: site(name) }], waiters: [{ flow: name }], by: { flow: name } },
  ...{ toString: 1, valueOf: null, [names[2]!]: { polluted: true } },
});
const listing = { total: names.length, live: 1, dropped: 0, items: names.map(item), summary: { constructor: 1 } };

function reportText(): string {
  const sections = [
    'flows',
    'activations',
    'tasks',
    'scopes',
    'locks',
    'generators',
    'sdkSessions',
    'sessions',
    'streams',
  ];
  return JSON.stringify(
    {
      ...{ version: 1, started: at, ended: at + 100, targets: [target], findings: names.map(finding) },
      ...Object.fromEntries(sections.map(name => [name, listing])),
      ...{ system: { [markup]: { process: { rssBytes: markup } } }, dropped: { [markup]: 1 } },
    },
    undefined,
    1,
  );
}

function eventsText(): string {
  const kinds = [
    'flow-started',
    'held',
    'snap',
    'log',
    'flow-ended',
    'session-opened',
    'probe-bound',
    'system',
    '__proto__',
  ];
  const started = { seq: 0, at, kind: 'target-started', target: '__proto__', data: target };
  const all = names.flatMap(name =>
    kinds.map((kind, number) => ({
      ...{ seq: number, at: at + number, kind, target: '__proto__', flow: name, session: name },
      data: { ...item(name, number), place: name, locals: { [name]: name }, outcome: name, stack: name, values: 1 },
    })),
  );
  return [started, ...all].map(one => JSON.stringify(one)).join('\n');
}

inBrowser('a report and events from somebody else are text in every view', async (t, follow) => {
  const home = folder(t);
  const files = { '<b>report.json': reportText(), '<b>events.ndjson': eventsText() };
  const paths = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(home, name), text);
    return join(home, name);
  });
  const stage = new Stage(t);
  const { link: way } = await stage.serve('--dashboard', '0', '--store', 'memory');
  const visitor = await follow(way);
  const { page } = visitor;
  await visitor.goTo('Runs');
  await page.locator('input[type=file]').setInputFiles(paths);
  for (const name of Object.keys(files)) {
    await visitor.goTo('Runs');
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'River' }).waitFor({ state: 'attached' });
    for (const title of viewTitles) {
      await visitor.goTo(title);
      deepEqual(await visitor.strangeParts(), [], title);
    }
    for (const one of ['flow', 'findings', 'sessions'])
      for (const name of [markup, '__proto__', '\ud800']) {
        const address = `#/${one}/${encodeURIComponent(name.toWellFormed())}`;
        await page.evaluate(`location.hash = ${JSON.stringify(address)} + '?' + (location.hash.split('?')[1] ?? '')`);
        await page.evaluate('new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
        deepEqual(await visitor.strangeParts(), [], address);
        equal(await page.locator('.broken').count(), 0, address);
      }
  }
  equal(await page.evaluate('({}).polluted'), undefined);
});
