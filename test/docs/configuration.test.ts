import { deepEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { configJsonSchema, configKeys } from '../../src/hub/config/index.ts';
import { captureLimits } from '../../src/inside/runtime/capture/index.ts';
import { limits } from '../../src/inside/runtime/limits.ts';
import { defaultHoldForMs, defaultLetGoAfterMs, runOptionSpecs } from '../../src/wire/protocol/index.ts';

const root = join(import.meta.dirname, '..', '..');
const preset = (path: string) => configKeys.find(one => one.path === path)?.key.default;

test('the defaults that the configuration shows are those that hold without one', () => {
  for (const [name, ms] of Object.entries(limits)) {
    if (name !== 'holdMs') deepEqual(preset(`limits.${name.replace(/Ms$/, '')}`), ms, name);
  }
  for (const name of ['depth', 'collection', 'fields', 'string', 'nodes'] as const)
    deepEqual(preset(`capture.${name}`), captureLimits[name], name);
  deepEqual(
    [preset('capture.time'), preset('probeDefaults.holdFor'), preset('limits.letGoAfter')],
    [captureLimits.timeMs, defaultHoldForMs, defaultLetGoAfterMs],
  );
});

test('each flag that a key names is an option of eddy run', () => {
  const flags: string[] = runOptionSpecs.map(({ flag }) => flag);
  deepEqual(
    configKeys.filter(({ key }) => key.flag !== undefined && !flags.includes(key.flag)).map(({ path }) => path),
    [],
  );
});

test('the published schema is that of the keys', () => {
  deepEqual(readFileSync(join(root, 'schema/eddy.config.schema.json'), 'utf8'), configJsonSchema());
});
