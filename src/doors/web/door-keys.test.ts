import { equal, notEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import { DoorKeys } from './door-keys.ts';

const hour = 60 * 60 * 1000;
const keysOf = (secret = 'secret', clock = new FakeClock()) => ({
  clock,
  keys: new DoorKeys({ token: 'token', secret, clock }),
});

test('a code lets in once', () => {
  const { keys } = keysOf();
  const code = keys.newCode();
  equal(keys.takeCode('no such code'), false);
  equal(keys.takeCode(code), true);
  equal(keys.takeCode(code), false);
});

test('a code is good for a minute', () => {
  const { keys, clock } = keysOf();
  const [one, other] = [keys.newCode(), keys.newCode()];
  clock.advance(59_999);
  equal(keys.takeCode(one), true);
  clock.advance(1);
  equal(keys.takeCode(other), false);
});

test('of many codes the newest are good', () => {
  const { keys } = keysOf();
  const codes = Array.from({ length: 70 }, () => keys.newCode());
  equal(keys.takeCode(codes[0]!), false);
  equal(keys.takeCode(codes.at(-1)!), true);
});

test('a cookie is good for half a day, to who has the same secret later too', () => {
  const { keys, clock } = keysOf();
  const { cookie, maxAgeS } = keys.newCookie();
  equal(maxAgeS, (12 * hour) / 1000);
  equal(keysOf('secret', clock).keys.isGoodCookie(cookie), true);
  equal(keysOf('another', clock).keys.isGoodCookie(cookie), false);
  clock.advance(12 * hour);
  equal(keys.isGoodCookie(cookie), false);
});

test('a cookie that somebody changed is good for nothing', () => {
  const { keys, clock } = keysOf();
  const { cookie } = keys.newCookie();
  const [, name, signature] = cookie.split('.');
  equal(keys.isGoodCookie(`${clock.now() + 1000 * hour}.${name}.${signature}`), false);
  equal(keys.isGoodCookie(cookie.slice(0, -1)), false);
  equal(keys.isGoodCookie(`${cookie}.more`), false);
  for (const nothing of ['', '.', '..', 'x.y.z']) equal(keys.isGoodCookie(nothing), false);
  notEqual(keys.newCookie().cookie, cookie);
});

test('the token is the token and nothing like it', () => {
  const { keys } = keysOf();
  equal(keys.isToken('token'), true);
  for (const other of ['', 'toke', 'token ', 'Token', 'secret']) equal(keys.isToken(other), false);
});
