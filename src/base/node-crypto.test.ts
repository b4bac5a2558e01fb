import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { nodeCrypto } from './node-crypto.ts';

test('it is the module itself', () => {
  equal(nodeCrypto().randomBytes(24).length, 24);
  equal(nodeCrypto(), process.getBuiltinModule('node:crypto'));
});
