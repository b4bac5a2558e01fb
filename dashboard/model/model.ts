import { type Signal, signal } from '@preact/signals';
import type {
  EddyEvent,
  Finding,
  Hold,
  HubState,
  SessionView,
  StoredRun,
  TargetInfo,
} from '../../src/wire/protocol/index.ts';
import type { ask as askHub, LiveNews } from '../hub/index.ts';
import { FlowBook } from './flow-book.ts';

/** `cut`: the door does not answer; `away`: the hub behind it; `shut-out`: our cookie is not known any more. */
export type LineState = 'opening' | 'there' | 'away' | 'cut' | 'shut-out';

export interface ModelPorts {
  readonly ask: typeof askHub;
  /** Runs it soon, once however often it was asked for meanwhile. */
  soon(work: () => void): void;
}

const sessionKinds: ReadonlySet<string> = new Set([
  'session-opened',
  'session-closed',
  'probe-set',
  'probe-removed',
  'probe-bound',
  'probe-refused',
  'snap',
  'log',
]);
const maxRecent = 2000;

/** Everything the page knows. Views read the signals; `take` and the asks below are the only ways in. */
export class Model {
  readonly line: Signal<LineState> = signal<LineState>('opening');
  readonly runs = signal<readonly StoredRun[]>([]);
  /** Those that run. */
  readonly targets = signal<readonly TargetInfo[]>([]);
  /** Without their events. */
  readonly sessions = signal<readonly SessionView[]>([]);
  readonly findings = signal<readonly Finding[]>([]);
  readonly holds = signal<readonly Hold[]>([]);
  /** Of the sessions: what was hit, set and let go, the newest last. */
  readonly recent = signal<readonly EddyEvent[]>([]);
  /** Events that did not reach us. */
  readonly lost = signal(0);
  /** Changes with the flows below, at most once a frame or so. */
  readonly flowsRevision = signal(0);
  readonly flows = new FlowBook();
  /** Those who want each event. */
  readonly #listeners = new Set<(event: EddyEvent) => void>();
  readonly #ports: ModelPorts;

  constructor(ports: ModelPorts) {
    this.#ports = ports;
  }

  onEvent(listener: (event: EddyEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  take(news: LiveNews): void {
    if (news.say === 'away') this.line.value = 'away';
    else if (news.say === 'state') this.#takeState(news.state, news.lost);
    else this.#takeEvents(news.events);
  }

  async refreshSessions(): Promise<void> {
    const { sessions } = await this.#ports.ask('sessions', { withoutEvents: true });
    this.sessions.value = sessions;
  }

  async refreshHolds(): Promise<void> {
    const { holds } = await this.#ports.ask('holds', {});
    this.holds.value = holds;
  }

  /** Flows that are alive, of targets that were there before us. */
  async refreshFlows(): Promise<void> {
    const { targets } = await this.#ports.ask('flows', { leavesOnly: true });
    for (const { target, activity } of targets)
      for (const flow of activity?.flows ?? []) this.flows.takeLive(target, flow);
    this.flowsRevision.value = this.flows.revision;
  }

  #takeState(state: HubState, lost: number): void {
    this.line.value = 'there';
    this.runs.value = state.runs;
    this.targets.value = state.targets;
    this.sessions.value = state.sessions;
    this.findings.value = state.findings;
    this.lost.value += lost;
    for (const work of [this.refreshHolds, this.refreshFlows])
      this.#ports.soon(() => void work.call(this).catch(() => {}));
  }

  #takeEvents(events: readonly EddyEvent[]): void {
    const seen = { sessions: false, holds: false, runs: false };
    const recent: EddyEvent[] = [];
    for (const event of events) {
      const { kind, data, target, at } = event;
      this.flows.take(event);
      if (sessionKinds.has(kind) && event.session !== undefined) seen.sessions = true;
      if (kind === 'held' || kind === 'stopped' || kind === 'resumed') seen.holds = true;
      if (kind === 'held' || kind === 'stopped' || kind === 'resumed' || sessionKinds.has(kind)) recent.push(event);
      if (kind === 'finding' && isFinding(data.finding)) this.#addFinding(data.finding, target);
      if (kind === 'target-started') {
        seen.runs = true;
        this.targets.value = [
          ...this.targets.value.filter(({ id }) => id !== target),
          { ...data, id: target } as never,
        ];
      }
      if (kind === 'target-ended') {
        seen.runs = true;
        this.targets.value = this.targets.value.filter(({ id }) => id !== target);
        this.flows.endTarget(target, at);
      }
      for (const listener of this.#listeners) listener(event);
    }
    if (recent.length > 0) this.recent.value = [...this.recent.value, ...recent].slice(-maxRecent);
    if (seen.sessions) this.#ports.soon(this.#sessionsAgain);
    if (seen.holds) this.#ports.soon(this.#holdsAgain);
    this.flowsRevision.value = this.flows.revision;
  }

  readonly #sessionsAgain = () => void this.refreshSessions().catch(() => {});
  readonly #holdsAgain = () => void this.refreshHolds().catch(() => {});

  #addFinding(finding: Finding, target: string): void {
    this.findings.value = [...this.findings.value, { ...finding, target: finding.target ?? target }];
  }
}

function isFinding(value: unknown): value is Finding {
  return typeof value === 'object' && value !== null && 'kind' in value && 'sites' in value;
}
