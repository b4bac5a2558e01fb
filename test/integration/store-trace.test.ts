import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { exportNdjson, exportTrace } from '../../src/hub/store/export/index.ts';
import { mustBeSound } from '../../src/hub/store/export/sound-trace.ts';
import type { TraceLine } from '../../src/hub/store/export/trace-lines.ts';
import { MemoryStore } from '../../src/hub/store/memory/index.ts';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { eddy, folder, root, run } from '../launch/index.ts';

test('what a program really says makes a sound trace', async t => {
  const file = join(folder(t), 'e.ndjson');
  const program = join(root, 'test/targets/findings/lock-held-long.broken.mjs');
  const { stderr } = await run(process.execPath, [eddy, 'run', '--quiet', '--events', file, program]);
  const events = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as EddyEvent);
  ok(events.length > 3, stderr);
  const store = new MemoryStore();
  for (const event of events) store.put({ item: 'event', run: 'r1', event });
  let text = '';
  for await (const part of exportTrace(store, { run: 'r1' })) text += part;
  const { traceEvents } = JSON.parse(text) as { traceEvents: TraceLine[] };
  mustBeSound(traceEvents);
  const begun = traceEvents.filter(line => line.ph === 'b').map(line => line.name);
  deepEqual(begun, ['has Mutex 1', 'waits for Mutex 1', 'has Mutex 1']);
  let lines = '';
  for await (const part of exportNdjson(store)) lines += part;
  equal(lines.trimEnd().split('\n').length, events.length);
});
