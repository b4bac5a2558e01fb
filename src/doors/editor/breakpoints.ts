import { counter } from '../../base/index.ts';
import type {
  Breakpoint,
  SetBreakpointsArguments,
  SetExceptionBreakpointsArguments,
  SourceBreakpoint,
} from '../../wire/dap/index.ts';
import type { Binding, ProbeLimits, ProbeWords } from '../../wire/protocol/index.ts';
import type { ClientFormat } from './client-format.ts';
import { Mark, type MarkWords } from './mark.ts';
import { exceptionWords, sourceWords, type Wanted, wantedFilters } from './mark-words.ts';
import type { RunLink } from './run-link.ts';

export interface BreakpointsTeller {
  /** What became of one has changed. */
  changed(breakpoint: Breakpoint): void;
  /** It cannot be. Not every editor shows why beside its line. */
  failed(breakpoint: Breakpoint): void;
  /** Whether something stands still by this probe: then it is taken away later. */
  isInUse(probe: string): boolean;
}

/** What the editor asks to stop at. One change is done after the other. */
export class Breakpoints {
  readonly #tell: BreakpointsTeller;
  readonly #next = counter();
  /** By file, then by what is asked for there. */
  readonly #files = new Map<string, Map<string, Mark>>();
  readonly #byProbe = new Map<string, Mark>();
  /** By what is asked for. */
  #exceptions = new Map<string, readonly Mark[]>();
  #filters: SetExceptionBreakpointsArguments | undefined;
  /** Taken away by the editor while their flow stood there. */
  readonly #retired = new Set<string>();
  /** Reasons that were said in this run. */
  readonly #said = new Set<string>();
  #link: RunLink | undefined;
  #work: Promise<unknown> = Promise.resolve();

  constructor(tell: BreakpointsTeller) {
    this.#tell = tell;
  }

  /** From now on in this run: what is asked for already is set there. */
  moveTo(link: RunLink): Promise<void> {
    return this.#inTurn(async () => {
      this.#link = link;
      this.#byProbe.clear();
      this.#retired.clear();
      this.#said.clear();
      // Numbers of probes are another run's.
      for (const mark of [...this.#exceptions.values()].flat()) mark.probe = undefined;
      const marks = [...this.#files.values()].flatMap(one => [...one.values()]);
      await this.#set(marks.filter(({ refusal }) => refusal === undefined));
      if (this.#filters !== undefined) await this.#setExceptions(this.#filters);
    });
  }

  setBreakpoints(given: SetBreakpointsArguments, format: ClientFormat): Promise<readonly Breakpoint[]> {
    return this.#inTurn(async () => {
      const file = given.source.path === undefined ? undefined : format.fromPath(given.source.path);
      const asked: readonly SourceBreakpoint[] = given.breakpoints ?? (given.lines ?? []).map(line => ({ line }));
      if (file === undefined) {
        return asked.map(({ line }) => ({ verified: false, line, message: 'Its source is no file.' }));
      }
      const before = this.#files.get(file) ?? new Map<string, Mark>();
      const now = new Map<string, Mark>();
      const marks = asked.map(one => {
        // The same twice is one.
        const key = JSON.stringify([one.line, one.condition, one.hitCondition, one.logMessage, one.mode]);
        const mark =
          now.get(key) ??
          before.get(key) ??
          this.#mark(
            () => {
              return sourceWords(file, format.fromLine(one.line), one, (this.#link as RunLink).settings);
            },
            file,
            format.fromLine(one.line),
          );
        now.set(key, mark);
        return mark;
      });
      if (now.size === 0) this.#files.delete(file);
      else this.#files.set(file, now);
      for (const [key, mark] of before) if (!now.has(key)) await this.#remove(mark);
      await this.#set([...now.values()].filter(one => one.probe === undefined && one.refusal === undefined));
      return marks.map(mark => this.#newsOf(mark, format) ?? mark.view(format));
    });
  }

  setExceptionBreakpoints(
    asked: SetExceptionBreakpointsArguments,
    format: ClientFormat,
  ): Promise<readonly Breakpoint[]> {
    return this.#inTurn(async () => {
      const marks = await this.#setExceptions(asked);
      return marks.map(mark => this.#newsOf(mark, format) ?? mark.view(format));
    });
  }

  /** The mark whose probe it is. */
  ofProbe(probe: string): Mark | undefined {
    return this.#byProbe.get(probe);
  }

  /** The editor has taken it away: nobody new is to stand there. */
  isRetired(probe: string): boolean {
    return this.#retired.has(probe);
  }

  /** Those that nothing stands by any more are taken away. */
  async sweep(): Promise<void> {
    const over = [...this.#retired].filter(probe => !this.#tell.isInUse(probe));
    await Promise.all(
      over.map(async probe => {
        // Retired until it is gone: a flow that comes there meanwhile is let go without a word.
        await this.#link?.unset(probe);
        this.#retired.delete(probe);
      }),
    );
  }

  /** Nothing of it is asked for any more. */
  clear(): Promise<void> {
    return this.#inTurn(async () => {
      const probes = [...this.#byProbe.keys(), ...this.#retired];
      this.#byProbe.clear();
      this.#retired.clear();
      await Promise.all(probes.map(probe => this.#link?.unset(probe)));
    });
  }

  bind(binding: Binding, format: ClientFormat): void {
    const mark = this.#byProbe.get(binding.probe);
    if (mark === undefined) return;
    mark.bind(binding);
    this.#news(mark, format);
  }

  targetEnded(target: string, format: ClientFormat): void {
    for (const mark of this.#byProbe.values()) {
      mark.targetEnded(target);
      this.#news(mark, format);
    }
  }

  /** What stays asked for stays set: no error is missed meanwhile. */
  async #setExceptions(asked: SetExceptionBreakpointsArguments): Promise<readonly Mark[]> {
    const before = this.#exceptions;
    const all = wantedFilters(asked);
    const keyOf = (wanted: Wanted) => JSON.stringify(wanted);
    const now = new Map(all.map(one => [keyOf(one), before.get(keyOf(one)) ?? this.#exceptionMarks(one)] as const));
    this.#filters = asked;
    this.#exceptions = now;
    for (const [key, marks] of before) if (!now.has(key)) for (const mark of marks) await this.#remove(mark);
    await this.#set([...now.values()].flat().filter(one => one.probe === undefined && one.refusal === undefined));
    return all.map(one => now.get(keyOf(one))?.[0] as Mark);
  }

  #exceptionMarks(wanted: Wanted): readonly Mark[] {
    try {
      return exceptionWords(wanted, (this.#link as RunLink).settings).map(
        words => new Mark(this.#next(), plainly(words)),
      );
    } catch (error) {
      const words: ProbeWords = { kind: 'stop', place: { on: 'throw' } };
      return [new Mark(this.#next(), plainly(words), (error as Error).message)];
    }
  }

  #mark(read: () => MarkWords, file: string, line: number): Mark {
    try {
      return new Mark(this.#next(), read());
    } catch (error) {
      return new Mark(this.#next(), plainly({ kind: 'stop', place: { file, line } }), (error as Error).message);
    }
  }

  /** Those with the same counts at once. */
  async #set(marks: readonly Mark[]): Promise<void> {
    const groups = Map.groupBy(marks, ({ asked }) => JSON.stringify(asked.limits));
    for (const [limits, group] of groups) {
      try {
        const views = await (this.#link as RunLink).set(
          group.map(({ words }) => words),
          JSON.parse(limits) as ProbeLimits,
        );
        for (const [at, view] of views.entries()) {
          const mark = group[at] as Mark;
          mark.take(view);
          this.#byProbe.set(view.spec.id, mark);
        }
      } catch (error) {
        for (const mark of group) mark.refusal = (error as Error).message;
      }
    }
  }

  async #remove(mark: Mark): Promise<void> {
    const { probe } = mark;
    if (probe === undefined) return;
    mark.probe = undefined;
    this.#byProbe.delete(probe);
    if (!this.#tell.isInUse(probe)) {
      await this.#link?.unset(probe);
      return;
    }
    // What a probe held goes on when it is taken away; who looks at it has not said so.
    this.#retired.add(probe);
    await this.#link?.retire(probe);
  }

  #news(mark: Mark, format: ClientFormat): void {
    const news = this.#newsOf(mark, format);
    if (news !== undefined) this.#tell.changed(news);
  }

  #newsOf(mark: Mark, format: ClientFormat): Breakpoint | undefined {
    const news = mark.news(format);
    if (news?.reason === 'failed' && news.message !== undefined && !this.#said.has(news.message)) {
      this.#said.add(news.message);
      this.#tell.failed(news);
    }
    return news;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => {});
    return done;
  }
}

function plainly(words: ProbeWords): MarkWords {
  return { words, limits: {} };
}
