import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { getEnvironmentData } from 'node:worker_threads';
import { Heirs } from './heirs.ts';
import { type InsideOptions, threadKey } from './options.ts';

const hub = { address: '/hub', token: 't' };
const given: InsideOptions = { hub, events: false, environment: { EDDY_HUB: '/hub' } };
const toldThreads = () => JSON.parse(String(getEnvironmentData(threadKey))) as InsideOptions;

test('that tests are followed is passed on once it is so, with what else was wanted', () => {
  const environment = { EDDY_HUB: '/hub', EDDY_OPTIONS_JSON: '{"events":true}' };
  const heirs = new Heirs('t1', { ...given, environment });
  equal(heirs.followsTests, false);
  equal('EDDY_OPTIONS_JSON' in heirs.newest, false);
  equal(toldThreads().tests, undefined);
  heirs.followTests();
  equal(heirs.followsTests, true);
  deepEqual(JSON.parse(heirs.newest.EDDY_OPTIONS_JSON!), { events: true, tests: true });
  equal(heirs.lasting.EDDY_OPTIONS_JSON, heirs.newest.EDDY_OPTIONS_JSON);
  equal(toldThreads().tests, true);
  equal(toldThreads().environment.EDDY_OPTIONS_JSON, heirs.newest.EDDY_OPTIONS_JSON);
});

test('a program that joined by itself wanted nothing else', () => {
  const heirs = new Heirs('t1', given);
  heirs.followTests();
  deepEqual(JSON.parse(heirs.newest.EDDY_OPTIONS_JSON!), { tests: true });
});
