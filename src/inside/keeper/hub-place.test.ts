import { equal, throws } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { socketPathOf, tokenFileOf, tokenOf } from './hub-place.ts';

test('an address is a path, or a host and a port', () => {
  equal(socketPathOf('/run/eddy/hub'), '/run/eddy/hub');
  equal(tokenFileOf('/run/eddy/hub'), '/run/eddy/token');
  for (const address of ['tcp://127.0.0.1:4000', 'tls://hub.example:4000', 'tls://[::1]:4000']) {
    equal(socketPathOf(address), undefined);
    equal(tokenFileOf(address), undefined);
  }
});

for (const address of ['', 'http://host:1', 'tcp://host', 'tcp://a:b@host:1', 'tls://:1', 'tcp://host:1/path'])
  test(`"${address}" is no address`, () => void throws(() => socketPathOf(address), { code: 'bad-option' }));

test('a token is read anew at each dial, unless it was told', t => {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const tokenFile = join(folder, 'token');
  const place = { address: join(folder, 'hub'), tokenFile };
  throws(() => tokenOf(place));
  writeFileSync(tokenFile, 'one\n');
  equal(tokenOf(place), 'one');
  writeFileSync(tokenFile, 'two\n');
  equal(tokenOf(place), 'two');
  equal(tokenOf({ ...place, token: 'told' }), 'told');
});
