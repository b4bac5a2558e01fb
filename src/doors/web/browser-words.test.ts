/** What the door says to a browser beside what was asked for. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import { openTestDoor, say } from './door-in-tests.ts';

const policyHead = 'content-security-policy';

test('of many who follow a link at the same moment one is let in', async t => {
  const { door, port } = await openTestDoor(t, new FakeClock());
  const path = door.newLink().replace(/^.*(?=\/enter)/, '');
  const answers = await Promise.all(Array.from({ length: 8 }, () => say(port, path)));
  deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array<number>(7).fill(401)]);
  equal(answers.filter(({ headers }) => headers['set-cookie'] !== undefined).length, 1);
});

test('a link leads to the page and nowhere else', async t => {
  const { door, port } = await openTestDoor(t, new FakeClock());
  const path = door.newLink().replace(/^.*(?=\/enter)/, '');
  const { text: entered, headers } = await say(port, `${path}&next=//evil.example&url=http://evil.example`);
  deepEqual(entered.match(/(?:url|href)="?[^">]*/g), ['url=/', 'href="/icon.svg', 'href="/']);
  equal(headers.location, undefined);
  // The code stands in the page's address: it goes along nowhere.
  equal(headers['referrer-policy'], 'no-referrer');
});

test('each answer says what a browser may do with it', async t => {
  const { port, say: ours } = await openTestDoor(t, new FakeClock());
  const answers = [await ours('/'), await ours('/page.js'), await ours('/api/v1/openapi.json'), await say(port, '/')];
  const others = [
    await ours('/none'),
    await ours('/api/v1/ask/none'),
    await say(port, '/', { headers: { host: 'x' } }),
  ];
  for (const { headers } of [...answers, ...others]) {
    const { [policyHead]: policy = '', 'cache-control': cache } = headers;
    deepEqual(
      String(policy)
        .replace(/ 'nonce-[\w+/=]+'/, '')
        .split('; '),
      [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ],
    );
    const said = ['x-content-type-options', 'cross-origin-opener-policy', 'cross-origin-resource-policy'];
    deepEqual(
      [...said, 'origin-agent-cluster'].map(name => headers[name]),
      ['nosniff', 'same-origin', 'same-origin', '?1'],
    );
    match(String(cache), /^(?:no-store|private, no-cache)$/);
    deepEqual(
      Object.keys(headers).filter(name => name.startsWith('access-control-')),
      [],
    );
  }
});
