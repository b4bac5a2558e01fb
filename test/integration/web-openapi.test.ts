/** What a hub really answers is what its description says. */
import { deepEqual, equal, notDeepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { ControlAnswer, ControlAsk, ControlName } from '../../src/wire/protocol/index.ts';
import { lineOf } from '../launch/index.ts';
import { faultsOf, type Schema } from './json-schema.ts';
import { buy, Stage, shop, Visitor } from './web-stage.ts';

interface Description {
  readonly paths: Readonly<Record<string, { readonly post?: Operation; readonly get?: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

/** Its answers, each held against the description as it comes. */
class Checked {
  readonly #visitor: Visitor;
  readonly #api: Description;

  constructor(visitor: Visitor, api: Description) {
    this.#visitor = visitor;
    this.#api = api;
  }

  async ask<N extends ControlName>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>> {
    const result = await this.#visitor.ask(name, ask);
    const { post } = this.#api.paths[`/api/v1/ask/${name}`]!;
    const schema = post!.responses[200]!.content['application/json']!.schema;
    deepEqual(faultsOf({ result }, schema, this.#api.components.schemas, name), []);
    return result;
  }

  faults(value: unknown, name: string): string[] {
    const { schemas } = this.#api.components;
    return faultsOf(value, schemas[name]!, schemas, name);
  }
}

test('answers of a hub and its programs', async t => {
  const stage = new Stage(t);
  const { link } = await stage.serve('--dashboard', '0', '--store', 'memory');
  const { port } = await stage.shop('--hub', stage.hub, '--dashboard');
  const visitor = await Visitor.enter(t, link);
  const description = await visitor.get('/api/v1/openapi.json');
  equal(description.headers['content-type'], 'application/json; charset=utf-8');
  const api = JSON.parse(description.text) as Description;
  const hub = new Checked(visitor, api);
  const live = await visitor.follow();
  const state = await live.waitForState();

  const probe = { kind: 'hold', place: { file: 'shop.mjs', line: lineOf(shop, 'held') } } as const;
  await hub.ask('probe', { session: 'ann', match: [], probes: [probe], limits: {} });
  await live.waitFor(() => live.events.find(({ kind }) => kind === 'probe-bound'));
  const bought = buy(port, 'ann');
  await live.waitFor(() => live.events.find(({ kind }) => kind === 'held'));
  const { holds } = await hub.ask('holds', {});
  const hold = holds[0]!.id;
  await hub.ask('variables', { hold });
  await hub.ask('evaluate', { hold, expression: 'total + 1' });
  for (const name of ['status', 'sessions', 'flows', 'dump', 'dashboard'] as const) await hub.ask(name, {});
  await hub.ask('explain', probe.place);
  await hub.ask('streams', {});
  await hub.ask('resume', { hold });
  equal((await bought).status, 200);
  await hub.ask('unset', { what: 'ann' });
  const { runs, sessions } = await hub.ask('history', {});
  deepEqual([runs.length, sessions.length], [1, 1]);
  await hub.ask('events', { run: runs[0]!.id });
  await hub.ask('report', { run: stage.run });
  await hub.ask('off', {});

  deepEqual(hub.faults(state, 'LiveNews'), []);
  for (const { news } of live.told) deepEqual(hub.faults(news, 'LiveNews'), []);
  const source = await visitor.get(`/api/v1/source?file=${encodeURIComponent(shop)}`);
  deepEqual(hub.faults(JSON.parse(source.text).result, 'SourceFile'), []);
  const failed = await visitor.get('/api/v1/source?file=');
  deepEqual(hub.faults(JSON.parse(failed.text).error, 'WireError'), []);
  const accept = 'application/vnd.eddy.answer+json';
  const either = api.paths['/api/v1/source']!.get!.responses[200]!.content[accept]!.schema;
  for (const file of [encodeURIComponent(shop), '']) {
    const answer = await visitor.get(`/api/v1/source?file=${file}`, { headers: { accept } });
    deepEqual([answer.status, answer.headers['content-type']], [200, accept]);
    deepEqual(faultsOf(JSON.parse(answer.text), either, api.components.schemas), []);
  }
  notDeepEqual(faultsOf({ result: 1 }, either, api.components.schemas), []);
  // It would say so if it were not.
  notDeepEqual(hub.faults({ ...JSON.parse(source.text).result, more: 1 }, 'SourceFile'), []);
  notDeepEqual(hub.faults({ say: 'state', lost: 0 }, 'LiveNews'), []);
});
