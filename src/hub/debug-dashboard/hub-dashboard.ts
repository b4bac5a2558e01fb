import type { Socket } from 'node:net';
import { type Clock, fail, systemClock, type Timer } from '../../base/index.ts';
import type { ControlAnswer, ControlAsk, RunCard } from '../../wire/protocol/index.ts';
import { Listeners } from '../listen/index.ts';
import { type DashboardData, dataOf, type ErrorRow, errorsOf } from './dashboard-data.ts';
import type { OperationMetrics } from './operation.ts';
import { cancelScopeType, OwnBook } from './own-records.ts';
import { saveJson } from './save-json.ts';
import { summaryText } from './summary.ts';

/** A line to a hub, as the client's are. */
export interface DashboardHub {
  readonly run: RunCard;
  readonly ended: Promise<void>;
  ask(name: 'report', ask: ControlAsk<'report'>): Promise<ControlAnswer<'report'>>;
  close(): void;
}

/** Who serves the page to what dials in. */
interface PageDoor {
  listensAt(port: number): void;
  serve(socket: Socket): void;
  newLink(): string;
  close(): Promise<void>;
}

export interface DashboardPorts {
  /** The run of that name or pid; without, the one that this process belongs to, else the only one. */
  dial(run: string | undefined): Promise<DashboardHub>;
  openDoor(hub: RunCard, clock: Clock): Promise<PageDoor>;
}

export interface DashboardOptions {
  /** At 127.0.0.1, and nowhere else. 8080 unless told; 0 takes a free one. */
  readonly port?: number;
  /** How far readings are apart while it is started; 5,000 unless told. The page itself is live and knows no such distance. */
  readonly updateIntervalMs?: number;
  /** Name or pid of a run or of a hub that stays; without, the run of this process, else the only one. */
  readonly run?: string;
  /** Told each reading while it is started. */
  readonly onUpdate?: (data: DashboardData) => void;
  readonly clock?: Clock;
}

export interface DashboardStatus {
  /** The port is open. */
  readonly running: boolean;
  /** The one that was taken; as asked for before that. */
  readonly port: number;
  /** Epoch ms; absent: it was never started. */
  readonly startTime?: number;
  /** The last reading that was answered: epoch ms. */
  readonly lastUpdate?: number;
  /** Why the last reading was not answered; absent: it was. */
  readonly trouble?: string;
}

const knownOptions: readonly (keyof DashboardOptions)[] = ['port', 'updateIntervalMs', 'run', 'onUpdate', 'clock'];
const defaultPort = 8080;
const defaultIntervalMs = 5_000;
const leastIntervalMs = 100;
const maxConnections = 200;

interface Open {
  readonly door: PageDoor;
  readonly listeners: Listeners;
  readonly port: number;
  readonly timer: Timer;
}

/**
 * The page of a run, and its figures for a program. Closed with `stop()`, or at the end of an `await using`. One loop: the
 * readings, while it is started.
 */
export class HubDashboard {
  readonly #ports: DashboardPorts;
  readonly #options: DashboardOptions;
  readonly #clock: Clock;
  readonly #own = new OwnBook();
  #hub: Promise<DashboardHub> | undefined;
  #open: Open | undefined;
  #starting: Promise<void> | undefined;
  #isReading = false;
  #startTime: number | undefined;
  #lastUpdate: number | undefined;
  #trouble: string | undefined;

  constructor(options: DashboardOptions, ports: DashboardPorts) {
    const unknown = Object.keys(options).find(key => !knownOptions.includes(key as keyof DashboardOptions));
    if (unknown !== undefined) {
      throw fail('bad-usage', `A dashboard has no option "${unknown}".`, {
        hint: `It has ${knownOptions.join(', ')}.`,
      });
    }
    const { updateIntervalMs = defaultIntervalMs } = options;
    if (!(updateIntervalMs >= leastIntervalMs)) {
      throw fail('bad-usage', `updateIntervalMs: ${updateIntervalMs} is too short.`, {
        hint: `At least ${leastIntervalMs}.`,
      });
    }
    this.#options = { ...options };
    this.#clock = options.clock ?? systemClock;
    this.#ports = ports;
  }

  /** Opens the port. One that is open goes on. Fails when no hub is there, or with `cannot-listen`. */
  async start(): Promise<DashboardStatus> {
    this.#starting ??= this.#start().catch(error => {
      this.#starting = undefined;
      throw error;
    });
    await this.#starting;
    return this.status;
  }

  /** The port is free when it settles. What callers told is kept. */
  async stop(): Promise<void> {
    await this.#starting?.catch(() => {});
    this.#starting = undefined;
    const open = this.#open;
    this.#open = undefined;
    const hub = this.#hub;
    this.#hub = undefined;
    if (open !== undefined) {
      open.timer.cancel();
      await open.door.close();
      await open.listeners.stopAll();
    }
    (await hub?.catch(() => undefined))?.close();
  }

  get status(): DashboardStatus {
    return {
      running: this.#open !== undefined,
      port: this.#open?.port ?? this.#options.port ?? defaultPort,
      ...(this.#startTime === undefined ? {} : { startTime: this.#startTime }),
      ...(this.#lastUpdate === undefined ? {} : { lastUpdate: this.#lastUpdate }),
      ...(this.#trouble === undefined ? {} : { trouble: this.#trouble }),
    };
  }

  /** Where a browser enters: good once, for a minute. */
  link(): string {
    if (this.#open === undefined) {
      throw fail('closed', 'The dashboard is not started.', { hint: 'Call start() first.' });
    }
    return this.#open.door.newLink();
  }

  /** An operation of the caller's own. It stands in `own` of the data, beside what Eddy saw; not on the page. */
  updateMetrics(
    operation: string,
    durationMs: number,
    success: boolean,
    metadata?: Readonly<Record<string, unknown>>,
  ): void {
    const told = { operation, durationMs, success, timestamp: this.#clock.now() };
    this.#own.addOperation({ ...told, ...(metadata === undefined ? {} : { metadata }) });
  }

  /** An error of the caller's own, kept as operations are. */
  recordError(type: string, message: string, operation?: string, metadata?: Readonly<Record<string, unknown>>): void {
    this.#own.addError({
      type,
      message,
      timestamp: this.#clock.now(),
      ...(operation === undefined ? {} : { operation }),
      ...(metadata === undefined ? {} : { metadata }),
    });
  }

  /** What Eddy sees of scopes by itself is a finding, and needs no call. */
  recordCancelScopeError(message: string, operation?: string, metadata?: Readonly<Record<string, unknown>>): void {
    this.recordError(cancelScopeType, message, operation, metadata);
  }

  /** Of the flows that ended, and of findings. */
  async getMetrics(): Promise<OperationMetrics> {
    return (await this.getDashboardData()).metrics;
  }

  /** Findings, worst first. */
  async getErrors(): Promise<ErrorRow[]> {
    return errorsOf((await this.#report()).report);
  }

  async getDashboardData(): Promise<DashboardData> {
    const { report } = await this.#report();
    const now = this.#clock.now();
    this.#lastUpdate = now;
    return dataOf(report, this.#own.records(now), now);
  }

  /** Writes the data as JSON; whoever reads the file sees all of it or what was there before. Gives its path. */
  async saveReport(file: string): Promise<string> {
    return saveJson(file, { status: this.status, ...(await this.getDashboardData()) });
  }

  async getSummary(): Promise<string> {
    return summaryText(await this.getDashboardData());
  }

  /** To standard output. */
  async printSummary(): Promise<void> {
    process.stdout.write(await this.getSummary());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #start(): Promise<void> {
    const { run } = await this.#line();
    const door = await this.#ports.openDoor(run, this.#clock);
    const listeners = new Listeners();
    try {
      const { port: asked = defaultPort, updateIntervalMs = defaultIntervalMs } = this.#options;
      const at = { host: '127.0.0.1', port: asked };
      const address = await listeners.start('dashboard', at, socket => door.serve(socket), { maxConnections });
      const port = Number(new URL(address).port);
      door.listensAt(port);
      const timer = this.#clock.every(updateIntervalMs, () => void this.#read());
      this.#open = { door, listeners, port, timer };
      this.#startTime = this.#clock.now();
    } catch (error) {
      await door.close();
      throw error;
    }
  }

  /** One after the other: a hub that is slow is not asked twice. */
  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      const data = await this.getDashboardData();
      this.#trouble = undefined;
      if (this.#open !== undefined) this.#options.onUpdate?.(data);
    } catch (error) {
      this.#trouble = error instanceof Error ? error.message : String(error);
    } finally {
      this.#isReading = false;
    }
  }

  /** The line is kept while the page is open: at other times it would keep the process alive. */
  async #report(): Promise<ControlAnswer<'report'>> {
    const { run } = this.#options;
    const isKept = this.#starting !== undefined;
    const hub = await (isKept ? this.#line() : this.#ports.dial(run));
    try {
      // Of a hub that stays it is the run that was named; else the newest.
      const isRun = hub.run.stays === true && run !== undefined && run !== hub.run.name;
      return await hub.ask('report', isRun ? { run } : {});
    } finally {
      if (!isKept) hub.close();
    }
  }

  /** The one that stands; a new one where it has gone. */
  #line(): Promise<DashboardHub> {
    if (this.#hub !== undefined) return this.#hub;
    const dialled = this.#ports.dial(this.#options.run);
    this.#hub = dialled;
    const forget = () => {
      if (this.#hub === dialled) this.#hub = undefined;
    };
    dialled.then(hub => hub.ended.then(forget), forget);
    return dialled;
  }
}
