import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
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
  ])
    equal(redaction.hidesKey(key, 'value'), false, key);
  equal(redaction.hidesKey('tokenCount', 3), false);
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
    ['4111 1111 1111 1111', '1111 1111'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY-----', 'MIIEabc'],
  ];
  for (const [secret, part] of secrets) {
    equal(text(`before ${secret} after`).includes(part), false, secret);
    equal(text(`before ${secret} after`).startsWith('"before '), true, secret);
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
  ])
    equal(capture(plain), plain);
});

test('hiding takes no time that grows with hostile text', () => {
  const started = performance.now();
  for (const part of ['a://', '-----BEGIN ', 'eyJ', '4111 ', 'password=', 'Bearer ']) text(part.repeat(50_000));
  equal(performance.now() - started < 1_000, true);
});
