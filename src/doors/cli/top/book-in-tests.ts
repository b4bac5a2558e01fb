import type {
  ControlAnswer,
  EddyEvent,
  Finding,
  FlowActivity,
  HubState,
  RunCard,
  SystemFigures,
  TargetInfo,
} from '../../../wire/protocol/index.ts';

export const card: RunCard = { version: 1, pid: 5, name: 'shop', words: ['shop.ts'], cwd: '/home/ann', started: 1_000 };

export function target(id: string, more: Partial<TargetInfo> = {}): TargetInfo & { run: string } {
  const argv = ['/usr/bin/node', '/home/ann/shop.ts'];
  const known = { kind: 'process', pid: 11, thread: 0, node: '26.0.0', started: 1_000, isolation: true } as const;
  return { id, argv, notes: [], run: '', ...known, ...more };
}

export function state(more: Partial<HubState> = {}): HubState {
  return { at: 1_000, runs: [], targets: [target('a')], sessions: [], findings: [], ...more };
}

export function flowOf(id: string, more: Partial<FlowActivity> = {}, forMs = 100): FlowActivity {
  const line = { file: '/home/ann/shop.ts', line: 42, column: 3, function: 'buy', async: true } as const;
  return {
    id,
    name: `GET /${id}`,
    kind: 'request',
    state: 'waiting',
    startedAt: 1_000,
    holds: [],
    sessions: [],
    activations: [{ ...line, id: 1, state: 'waiting', forMs }],
    ...more,
  };
}

export function flowsOf(flows: readonly FlowActivity[], more: Partial<ControlAnswer<'flows'>> = {}) {
  const activity = { target: 'a', at: 2_000, flows, liveActivations: flows.length, cut: false };
  return { at: 2_000, targets: [{ target: 'a', info: target('a'), activity }], ...more };
}

export function finding(more: Partial<Finding> = {}): Finding {
  const site = {
    file: '/home/ann/shop.ts',
    line: 7,
    column: 1,
    function: 'open',
    stack: ['open (/home/ann/shop.ts:7:1)'],
  };
  return {
    kind: 'scope-crossed',
    severity: 'error',
    message: 'Scope "x" was exited by another flow.',
    count: 1,
    firstAt: 1_000,
    lastAt: 1_500,
    flows: [{ id: 'a.1', name: 'GET /buy' }],
    sites: { entered: site },
    hint: 'Enter and exit it in one flow.',
    target: 'a',
    ...more,
  };
}

export function event(kind: EddyEvent['kind'], data: EddyEvent['data'], of = 'a'): EddyEvent {
  return { seq: 1, at: 2_000, kind, target: of, data };
}

/** After so long, with so much of it used. */
export function figures(uptimeMs: number, cpuMs: number, activeMs: number): SystemFigures {
  return {
    process: { rssBytes: 64 * 1024 ** 2, heapUsedBytes: 8 * 1024 ** 2, cpuUserMs: cpuMs, cpuSystemMs: 0, uptimeMs },
    loop: { activeMs, idleMs: uptimeMs - activeMs, delay: { meanMs: 1, maxMs: 3 }, worstDelayMs: 9 },
  };
}
