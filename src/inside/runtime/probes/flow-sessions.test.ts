import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { Matcher } from '../../../wire/protocol/index.ts';
import { type FlowOrigin, runtime } from '../core/index.ts';
import { FlowSessions } from './flow-sessions.ts';

const rt = runtime();
const request: FlowOrigin = {
  method: 'POST',
  url: '/orders/7?full=1',
  headers: { 'x-debug': 'ann', baggage: 'tenant=acme%20ltd;secure, tier=gold' },
};

/** Which of the matchers bind a flow. */
function bind(match: readonly (readonly Matcher[])[], kind: 'request' | 'task', name: string, origin?: FlowOrigin) {
  const sessions = new FlowSessions(rt);
  sessions.replace(match.map((one, at) => ({ id: `s${at}`, name: `s${at}`, match: one })));
  const flow = rt.startFlow(kind, name, { parent: rt.main, ...(origin === undefined ? {} : { origin }) });
  const child = rt.startFlow('flow', 'child', { parent: flow });
  const bound = match.map((_, at) =>
    [...(child.sessions ?? [])].some(one => (one as never as { spec: { id: string } }).spec.id === `s${at}`),
  );
  sessions.replace([]);
  rt.endFlow(child, 'done');
  rt.endFlow(flow, 'done');
  return bound;
}

test('requests are matched by header, path, method, baggage and expression; all matchers of a session must hold', () => {
  const right: readonly Matcher[] = [
    { by: 'header', name: 'X-Debug', value: 'ann' },
    { by: 'path', glob: '/orders/*' },
    { by: 'method', verb: 'post' },
    { by: 'baggage', key: 'tenant', value: 'acme ltd' },
    { by: 'expr', expr: 'flow.kind === "request" && request.headers["x-debug"].length === 3' },
  ];
  const wrong: readonly Matcher[] = [
    { by: 'header', name: 'x-debug', value: 'bob' },
    { by: 'path', glob: '/orders' },
    { by: 'method', verb: 'GET' },
    { by: 'baggage', key: 'tier', value: 'silver' },
    { by: 'task', glob: '*' },
    { by: 'flow', id: 'nobody.1' },
    { by: 'expr', expr: 'request.nothing.here' },
  ];
  const bound = bind(
    [...right.map(one => [one]), ...wrong.map(one => [one]), right, [...right, wrong[0]!]],
    'request',
    'POST /orders/7',
    request,
  );
  deepEqual(bound, [...right.map(() => true), ...wrong.map(() => false), true, false]);
});

test('tasks are matched by name; a star goes over one part of a path, two over all', () => {
  deepEqual(bind([[{ by: 'task', glob: 'import *' }], [{ by: 'task', glob: 'export *' }]], 'task', 'import a'), [
    true,
    false,
  ]);
  const deep = { ...request, url: '/a/b/c' };
  deepEqual(bind([[{ by: 'path', glob: '/a/*' }], [{ by: 'path', glob: '/a/**' }]], 'request', 'x', deep), [
    false,
    true,
  ]);
});

test('a flow that lives already is bound when the session opens', () => {
  const sessions = new FlowSessions(rt);
  const flow = rt.startFlow('task', 'early', { parent: rt.main });
  sessions.replace([{ id: 's1', name: 's1', match: [{ by: 'flow', id: flow.id }] }]);
  deepEqual([...(flow.sessions ?? [])].length, 1);
  sessions.replace([]);
  rt.endFlow(flow, 'done');
});
