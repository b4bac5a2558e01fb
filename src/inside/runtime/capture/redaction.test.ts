import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { hideSecrets } from '../../../base/index.ts';
import { capture, captureLocals, Redaction } from './index.ts';

const redacted = { t: 'redacted', why: 'key' };
const text = (value: unknown) => JSON.stringify(capture(value));

test('hidden by key, however it is written', () => {
  const redaction = new Redaction();
  for (const key of [
    'password',
    'userPassword',
    'DB_PASSWORD',
    'dbpassword',
    'x-api-key',
    'apiKey',
    'APIKEY',
    'Authorization',
    'proxy-authorization',
    'set-cookie',
    'accessToken',
    'id_token',
    'csrftoken',
    'token',
    'clientSecret',
    'secret',
    'ssn',
    'userSSN',
    'cardNumber',
    'privateKey',
    'DB_PASS',
    'MYSQL_ROOT_PASS',
    'pass',
    'auth',
    '_auth',
    'connectionString',
    'CONNECTION_STRING',
  ])
    equal(redaction.hidesKey(key, 'value'), true, key);
  for (const key of [
    'className',
    'maxTokens',
    'tokens',
    'passenger',
    'author',
    'cookbook',
    'spinner',
    'key',
    'pinned',
    'session',
    'bypass',
    'firstPass',
    'authors',
    'authenticated',
    'connection',
    'design',
    'signatures',
  ])
    equal(redaction.hidesKey(key, 'value'), false, key);
  equal(redaction.hidesKey('tokenCount', 3), false);
  for (const key of ['signature', 'x-hub-signature-256', 'webhookSignature', 'sig'])
    deepEqual(
      [redaction.hidesKey(key, 'sha256=0f1e2d3c4b5a'), redaction.hidesKey(key, '(a: string, b) => void')],
      [true, false],
      key,
    );
  deepEqual([redaction.hidesKey('auth', { user: 'ann' }), redaction.hidesKey('pass', [1])], [false, false]);
  equal(redaction.hidesKey('pass', 3), false);
  equal(redaction.hidesKey('cvv', 123), true);
  equal(redaction.hidesKey('hasPassword', true), false);
  const own = new Redaction({ addKeys: ['licenceKey'], exceptKeys: ['csrfToken'] });
  deepEqual([own.hidesKey('licence_key', 1), own.hidesKey('csrf-token', 'x')], [true, false]);
});

test('in objects, maps, locals, entries and raw headers', () => {
  const local = captureLocals(['password', 'rest'], ['hunter2', { token: { deep: 'hunter2' } }]);
  deepEqual(local.password, redacted);
  for (const value of [
    local,
    capture(new Map([['apiKey', 'hunter2']])),
    capture([['authorization', 'hunter2']]),
    capture(['Host', 'a', 'Cookie', 'hunter2']),
    capture(['node', 'shop.js', '--token', 'hunter2']),
    capture({ nested: { client_secret: ['hunter2'] } }),
  ])
    equal(JSON.stringify(value).includes('hunter2'), false, JSON.stringify(value));
});

test('hidden by shape, wherever it stands', () => {
  const secrets: [string, string][] = [
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P', 'dozjgNry'],
    ['Bearer abcdef.ghijkl-mnop', 'ghijkl'],
    [`sk-ant-${'a1b2'.repeat(6)}`, 'a1b2a1b2'],
    [`ghp_${'Z9'.repeat(18)}`, 'Z9Z9'],
    [`AKIA${'ABCD1234'.repeat(2)}`, 'ABCD1234'],
    ['postgres://ann:hunter2@db.example/shop', 'hunter2'],
    ['https://example.org/?a=1&access_token=hunter2&b=2', 'hunter2'],
    ['{"password":"hunter2"}', 'hunter2'],
    ['password=hunter2;', 'hunter2'],
    ['DB_PASS=hunter2', 'hunter2'],
    ['AccountName=shop;AccountKey=hunter2;', 'hunter2'],
    ['https://blob.example/a?se=1&sig=hunter2%2Fhunter2', 'hunter2'],
    ['4111 1111 1111 1111', '1111 1111'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY-----', 'MIIEabc'],
  ];
  for (const [secret, part] of secrets) {
    equal(text(`before ${secret} after`).includes(part), false, secret);
    equal(text(`before ${secret} after`).startsWith('"before '), true, secret);
    const once = hideSecrets(`before ${secret} after`);
    equal(hideSecrets(once), once, `hidden again: ${secret}`);
    equal(text({ [secret]: 1 }).includes(part), false, `as a key: ${secret}`);
    equal(text(new Error(secret)).includes(part), false, `in an error: ${secret}`);
  }
  equal(text(`${'x'.repeat(245)} ${secrets[2]?.[0]}`).includes('a1b2'), false, 'across the cut');
  deepEqual(capture(4111111111111111), { t: 'redacted', why: 'card' });
  for (const plain of [
    '1700000000000',
    '4111111111111112',
    'task-manager is nice',
    'skip-this-long-identifier',
    'https://a.example/b',
    'https://a.example/b?key=abc&design=flat-and-long',
    'bypass: everything',
    'tests pass: all of them',
  ])
    equal(capture(plain), plain);
});

test('in symbols, patterns and what an object keeps under `auth`', () => {
  const key = `sk-ant-${'a1b2'.repeat(6)}`;
  for (const value of [Symbol(key), new RegExp(key), { auth: { user: 'ann', pass: 'hunter2' } }, { auth: 'hunter2' }])
    equal(/a1b2a1b2|hunter2/.test(text(value)), false, text(value));
  deepEqual(capture(Symbol('password')), { t: 'symbol', v: 'Symbol(password)' });
  deepEqual(capture(/pass(word)?/g), { t: 'regexp', v: '/pass(word)?/g' });
  equal(text({ auth: { user: 'ann', pass: 'hunter2' } }).includes('"ann"'), true);
});

test('hiding takes no time that grows with hostile text', () => {
  // Of the processor's: what others on the machine take is no time of ours.
  const since = process.cpuUsage();
  for (const part of ['a://', '-----BEGIN ', 'eyJ', '4111 ', 'password=', 'Bearer ']) text(part.repeat(50_000));
  const { user, system } = process.cpuUsage(since);
  equal((user + system) / 1_000 < 1_000, true);
});
