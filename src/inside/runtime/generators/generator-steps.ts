import type { Trace } from '../core/index.ts';
import type { GeneratorRecord } from './generator-record.ts';

/** What is kept of a generator for as long as it lives itself; only it, and a short queue of young ones, reach this. */
export class GeneratorSteps {
  readonly record: GeneratorRecord;
  readonly generator: object;
  /** What the last call of next(), return() or throw() returned. */
  last: Promise<unknown> | undefined;
  /** What the last next() returned, and where one was called: of the first two steps, then of every 64th. */
  lastNext: Promise<unknown> | undefined;
  lastTrace: Trace;
  /** In the list of young ones. */
  queued = false;
  /** In the list of pending ones. */
  pending = false;
  /** Registered with the finalization registry. */
  registered = false;

  constructor(record: GeneratorRecord, generator: object) {
    this.record = record;
    this.generator = generator;
    this.lastTrace = record.stepped;
  }
}
