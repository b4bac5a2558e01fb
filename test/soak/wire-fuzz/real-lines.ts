/** One of each line that is said on the wire, as it is said. */
const info = {
  ...{ id: 'fuzzed', kind: 'process', pid: 7, thread: 0, node: '26.1.0', argv: ['/bin/node', 'shop.js'], started: 1 },
  ...{ isolation: true, notes: ['a note'] },
};
const site = { file: '/shop.js', line: 3, column: 5, function: 'buy', flow: 'fuzzed.2', stack: [] };
const finding = {
  ...{ kind: 'task-slow', severity: 'warning', message: 'Slow.', count: 1, firstAt: 1, lastAt: 2, flows: ['fuzzed.2'] },
  ...{ sites: { created: site, awaiting: site }, hint: 'Look.' },
};
const listing = { total: 1, live: 1, items: [{ id: 'fuzzed.2', name: 'GET /', state: 'live' }], dropped: 0 };
const state = {
  sections: { flows: listing, tasks: listing },
  system: { rss: 1 },
  findings: [finding],
  dropped: { events: 1 },
};
const event = (kind: string, data: object) => ({
  say: 'event',
  event: { seq: 1, at: 1, kind, target: 'fuzzed', flow: 'fuzzed.2', session: 's1', data },
});

export const targetLines: readonly string[] = [
  { say: 'hello', version: 1, token: 'no token', pid: 7 },
  { say: 'target', target: info },
  event('flow-started', { kind: 'request', name: 'GET /', parent: 'fuzzed.1' }),
  event('probe-bound', { probe: 'p1', mechanism: 'gate', places: [{ file: '/shop.js', line: 3 }], hits: 0 }),
  event('held', {
    probe: 'p1',
    hold: 'h1',
    file: '/shop.js',
    line: 3,
    function: 'buy',
    locals: { a: 1 },
    stack: [],
    until: 9,
  }),
  event('snap', { probe: 'p1', file: '/shop.js', line: 3, locals: { a: { t: 'object', v: { b: 2 } } }, stack: [] }),
  event('resumed', { hold: 'h1', why: 'told' }),
  { say: 'finding', target: 'fuzzed', key: 'k', finding },
  { say: 'state', target: 'fuzzed', at: 2, state },
  { say: 'activity', target: 'fuzzed', activity: { flows: [{ id: 'fuzzed.2', activations: [] }], dropped: 0 } },
  { say: 'answer', id: 1, target: 'fuzzed', answer: { bindings: [] } },
  { say: 'answer', id: 2, target: 'fuzzed', error: { code: 'refused', message: 'No.' } },
  { say: 'end', target: 'fuzzed', at: 3, info: { ...info, ended: 3, end: { how: 'exit', code: 0 } } },
].map(line => JSON.stringify(line));

const probe = { kind: 'snap', place: { file: 'shop.js', line: 3 }, condition: 'a > 1' };
const asks: Readonly<Record<string, object>> = {
  hello: { version: 1, token: 'no token', pid: 7, as: 'fuzz' },
  flows: { flows: ['fuzzed.2'], leavesOnly: true },
  dump: {},
  sessions: { withoutEvents: true },
  probe: {
    session: 'ann',
    match: [{ by: 'header', name: 'x-user', value: 'ann' }],
    probes: [probe],
    limits: { maxHits: 3 },
  },
  unset: { what: 'ann' },
  off: {},
  holds: {},
  variables: { hold: 'h1' },
  evaluate: { hold: 'h1', expression: 'a', allowSideEffects: false },
  set: { hold: 'h1', name: 'a', expression: '2' },
  step: { hold: 'h1', step: 'over' },
  resume: { hold: 'h1', force: true },
  explain: { file: 'shop.js', line: 3 },
  follow: { kinds: ['snap', 'held'], full: true },
  status: {},
  openRun: { words: ['shop.js'], cwd: '/', name: 'shop' },
  endRun: { run: 'r1', end: { how: 'exit', code: 0 } },
  report: { run: 'shop' },
  history: { name: 'shop', limit: 3 },
  events: { run: 'r1', kinds: ['snap'], since: 1, until: 2, after: 0, limit: 5 },
};

export const controlRequests: readonly string[] = Object.entries(asks).map(([name, ask], at) =>
  JSON.stringify({ id: at + 2, do: name, ask }),
);

export const controlLines: readonly string[] = [
  { id: 1, result: { holds: [] }, observed: { at: 1, cursor: 1, droppedEvents: 0 } },
  { id: 2, error: { code: 'unknown-id', message: 'No.', data: { what: 'p1' } } },
  { event: { seq: 1, at: 1, kind: 'snap', target: 'fuzzed', data: {} } },
  { state: { at: 1, runs: [], targets: [info], sessions: [], findings: [finding] }, droppedEvents: 3 },
  { droppedEvents: 3 },
].map(line => JSON.stringify(line));
