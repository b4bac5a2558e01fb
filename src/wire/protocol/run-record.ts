import type { EddyEvent } from './event.ts';
import type { Finding } from './finding.ts';
import { HeardEvents, lostOnTheWay } from './heard-events.ts';
import type { TargetLine } from './line.ts';
import { type Report, systemOf, type TargetEnd, type TargetInfo, type TargetState } from './report.ts';
import { findingKey, maxReportItems, ReportSum } from './report-sum.ts';
import { CourseBook } from './system-course.ts';

/** Who hears of things as they happen. */
export interface RunListener {
  /** Each event once, in each target's order. */
  onEvent?(event: EddyEvent): void;
  /** The first of a kind at its sites, whichever target saw it. */
  onFinding?(finding: Finding, target: TargetInfo | undefined): void;
  /** One that was told of as it stands now: seen again, or in another target, or taken back (`count` 0). */
  onFindingAgain?(finding: Finding): void;
}

interface Running {
  info: TargetInfo;
  /** Absent until it said one. */
  state?: TargetState;
  findings: Map<string, Finding>;
  lastSeq: number;
}

/** Everything the targets of one run said, as it stands: bounded, and at any moment good for a report. */
export class RunRecord {
  readonly #listener: RunListener;
  /** Epoch ms, as all times here. */
  readonly started: number;
  readonly #running = new Map<string, Running>();
  /** Targets that ended are added up here and forgotten. */
  readonly #past = new ReportSum();
  readonly #ended: TargetInfo[] = [];
  readonly #courses = new CourseBook();
  readonly #told = new Set<string>();
  /** The process that was started first: its end is what its parent saw, not what it said. */
  #rootPid: number | undefined;
  #rootEnd: TargetEnd | undefined;
  #silentRoot: TargetInfo | undefined;
  /** By target, ended ones too. */
  readonly #heard = new Map<string, HeardEvents>();
  readonly #isBack: boolean;
  readonly #unheardBefore: number;

  /** `before`: it went on before us, and so many of its events had been lost by then. */
  constructor(started: number, listener: RunListener = {}, before?: { readonly unheard: number }) {
    this.#listener = listener;
    this.started = started;
    this.#isBack = before !== undefined;
    this.#unheardBefore = before?.unheard ?? 0;
  }

  /** `hello` is the business of who listens. */
  take(line: TargetLine): void {
    switch (line.say) {
      case 'target':
        this.#begin(line.target);
        break;
      case 'event':
        this.#event(line.event);
        break;
      case 'finding':
        this.#finding(line.target, line.key, line.finding);
        break;
      case 'state': {
        const running = this.#running.get(line.target);
        if (running !== undefined) this.#state(running, line);
        this.#heard.get(line.target)?.said(line.state.said ?? saidBy(line.state));
        break;
      }
      case 'end': {
        const running = this.#running.get(line.target);
        if (running === undefined) break;
        running.info = line.info;
        this.#end(line.target, line.info.end ?? { how: 'lost' }, line.at);
      }
    }
  }

  /** Its connection is gone. What had not said its end is lost, except the root process, whose end its parent will know. */
  lost(targets: Iterable<string>, now: number, why?: string): void {
    for (const id of targets) {
      const running = this.#running.get(id);
      if (running === undefined) continue;
      if (why !== undefined) running.info = { ...running.info, notes: [...running.info.notes, why] };
      if (!this.#isRoot(running.info)) this.#end(id, { how: 'lost' }, now);
      else if (this.#rootEnd !== undefined) this.#end(id, this.#rootEnd, now);
    }
  }

  /** The process that everything else comes from. `silent` is what is told of it when it ends before it said a word. */
  rootStarted(pid: number, silent?: TargetInfo): void {
    this.#rootPid = pid;
    this.#silentRoot = silent;
  }

  rootEnded(end: TargetEnd, now: number): void {
    this.#rootEnd = end;
    if (this.#silentRoot !== undefined) this.#begin(this.#silentRoot);
    for (const [id, { info }] of [...this.#running]) if (this.#isRoot(info)) this.#end(id, end, now);
    this.#ended.forEach((info, at) => {
      if (this.#isRoot(info)) this.#ended[at] = { ...info, end };
    });
  }

  drop(what: string, count?: number): void {
    this.#past.drop(what, count);
  }

  /** The last event of a target that a hub before us kept. */
  heardBefore(event: EddyEvent): void {
    this.#heard.get(event.target)?.heardBefore(event);
  }

  hasHeard(event: EddyEvent): boolean {
    return this.#heard.get(event.target)?.has(event) === true;
  }

  /** Events that targets said and nobody heard, beside those that they let go themselves. */
  get unheard(): number {
    let missing = this.#unheardBefore;
    for (const heard of this.#heard.values()) missing += heard.missing;
    return missing;
  }

  isRunning(target: string): boolean {
    return this.#running.has(target);
  }

  /** Whether it was told of. */
  knows(target: string): boolean {
    return this.#running.has(target) || this.#ended.some(({ id }) => id === target);
  }

  /** Targets that have not ended. */
  get running(): TargetInfo[] {
    return [...this.#running.values()].map(({ info }) => info);
  }

  get findings(): Finding[] {
    return this.#sum().findings;
  }

  report(now: number): Report {
    const targets = [...this.#ended, ...[...this.#running.values()].map(({ info }) => info)];
    targets.sort((a, b) => a.started - b.started);
    const sum = this.#sum();
    if (this.unheard > 0) sum.drop(lostOnTheWay, this.unheard);
    const { courses } = this.#courses;
    const report = sum.report(targets, this.started, now);
    return Object.keys(courses).length === 0 ? report : { ...report, courses };
  }

  #begin(info: TargetInfo): void {
    const known = this.#running.get(info.id);
    if (known !== undefined) {
      known.info = info;
      return;
    }
    // It ended already: what comes now are its last words, left in a file beside the socket.
    if (this.#ended.some(({ id }) => id === info.id)) return;
    if (this.#isRoot(info)) this.#silentRoot = undefined;
    this.#running.set(info.id, { info, findings: new Map(), lastSeq: 0 });
    if (this.#heard.size < maxReportItems) this.#heard.set(info.id, new HeardEvents(this.#isBack));
    const { id, ...data } = info;
    this.#listener.onEvent?.({ seq: 0, at: info.started, kind: 'target-started', target: id, data });
  }

  #state(running: Running, { target, at, state }: Extract<TargetLine, { say: 'state' }>): void {
    const isKept = this.#courses.take(target, at, systemOf(state));
    if (!isKept && running.state === undefined) this.drop('courses of figures');
    running.state = state;
  }

  #event(event: EddyEvent): void {
    const running = this.#running.get(event.target);
    if (running !== undefined) running.lastSeq = Math.max(running.lastSeq, event.seq);
    this.#heard.get(event.target)?.take(event);
    this.#listener.onEvent?.(event);
  }

  #finding(target: string, key: string, finding: Finding): void {
    const running = this.#running.get(target);
    if (running === undefined) return;
    if (finding.count === 0) {
      // It was taken back: part of another finding, or put right.
      running.findings.delete(key);
      this.#listener.onFindingAgain?.({ ...finding, target });
      return;
    }
    const countBefore = running.findings.get(key)?.count;
    if (running.findings.size < maxReportItems || running.findings.has(key)) running.findings.set(key, finding);
    else this.drop('findings');
    const told = findingKey(finding);
    if (this.#told.has(told)) {
      if (finding.count !== countBefore) this.#listener.onFindingAgain?.({ ...finding, target });
      return;
    }
    if (this.#told.size >= maxReportItems) return;
    this.#told.add(told);
    this.#listener.onFinding?.({ ...finding, target }, running.info);
  }

  #end(id: string, end: TargetEnd, at: number): void {
    const running = this.#running.get(id)!;
    this.#running.delete(id);
    this.#courses.ended(id);
    addTo(this.#past, running);
    const info: TargetInfo = {
      ...running.info,
      ended: running.info.ended ?? at,
      end: this.#seenEnd(running.info, end),
    };
    if (this.#ended.length < maxReportItems) this.#ended.push(info);
    else this.drop('targets');
    this.#listener.onEvent?.({
      seq: running.lastSeq + 1,
      at: info.ended!,
      kind: 'target-ended',
      target: id,
      data: { pid: info.pid, end: info.end },
    });
  }

  #seenEnd(info: TargetInfo, end: TargetEnd): TargetEnd {
    return this.#isRoot(info) && this.#rootEnd !== undefined ? this.#rootEnd : end;
  }

  #isRoot(info: TargetInfo): boolean {
    return info.kind === 'process' && info.pid === this.#rootPid;
  }

  #sum(): ReportSum {
    const sum = new ReportSum(this.#past);
    for (const running of this.#running.values()) addTo(sum, running);
    return sum;
  }
}

/** One that does not number what it let go counts it all the same, events among other lines. */
function saidBy({ dropped }: TargetState): { readonly seq: number; readonly letGo: number } {
  const names = ['event lines', 'lines while the hub was away'];
  return { seq: 0, letGo: names.reduce((sum, name) => sum + (dropped?.[name] ?? 0), 0) };
}

function addTo(sum: ReportSum, { info, state, findings }: Running): void {
  if (state !== undefined) sum.add(info.id, state);
  for (const finding of findings.values()) sum.addFinding(info.id, finding);
}
