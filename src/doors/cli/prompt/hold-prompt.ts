import type { EddyEvent, Hold, Variable } from '../../../wire/protocol/index.ts';
import type { Hub } from '../../client/index.ts';
import { runCli } from '../cli.ts';
import type { Attached, CliPorts } from '../ports.ts';
import { holdText, paintFor, sessionTeller, variableLines } from '../words/index.ts';
import { completeLine } from './complete.ts';
import { promptHelp, readPromptLine } from './read-line.ts';
import type { Screen, ScreenListener } from './screen.ts';

const maxVariables = 15;

/**
 * The prompt of one run. It is there while something is held. One loop: events and lines are taken one after the other, in
 * the order in which they came; `close` ends it.
 */
export class HoldPrompt implements Attached {
  readonly #ports: CliPorts;
  readonly #screen: Screen;
  readonly #tellEvent: (event: EddyEvent) => void;
  #hub: Hub | undefined;
  #work: Promise<void> = Promise.resolve();
  #waiting = 0;
  /** The one that is shown, and that commands mean. */
  #hold: Hold | undefined;
  #held: readonly Hold[] = [];
  #names: readonly string[] = [];
  /** Let go by a command of ours, whose answer has told it. */
  readonly #letGo = new Set<string>();
  /** The user left, or the run has ended. */
  #isOver = false;

  constructor(ports: CliPorts, screen: Screen) {
    this.#ports = ports;
    this.#screen = screen;
    const look = { cwd: ports.cwd, paint: paintFor(ports.colours) };
    this.#tellEvent = sessionTeller(text => this.tell(text), look);
  }

  /** The prompt comes back after all that is to be told. */
  readonly tell = (text: string): void => {
    this.#screen.print(text);
    this.#next(() => {});
  };

  readonly onEvent = (event: EddyEvent): void => {
    const { kind } = event;
    if (this.#isOver || (kind !== 'held' && kind !== 'stopped' && kind !== 'resumed')) this.#tellEvent(event);
    else if (kind === 'resumed') this.#next(() => this.#wentOn(event));
    else this.#next(() => this.#arrived(event));
  };

  readonly close = (): void => {
    this.#isOver = true;
    this.#hold = undefined;
    this.#screen.close();
    this.#hub?.close();
  };

  /** Until all that came is done, and what came meanwhile. */
  async waitForIdle(): Promise<void> {
    let work: Promise<void>;
    do {
      work = this.#work;
      await work;
    } while (work !== this.#work);
  }

  readonly #listener: ScreenListener = {
    onLine: line => this.#next(() => this.#take(line)),
    onLeave: () => this.#next(() => this.#leave()),
    complete: line => completeLine(line, { held: this.#ids, names: this.#names }),
  };

  #next(task: () => Promise<void> | void): void {
    this.#waiting++;
    this.#work = this.#work.then(async () => {
      try {
        await task();
      } catch (error) {
        // Asked of a run that has just ended: nothing is missed.
        if (!this.#isOver) this.tell(`eddy: ${error instanceof Error ? error.message : String(error)}\n`);
      }
      this.#waiting--;
      // With more to do, it would be drawn in vain.
      if (this.#hold !== undefined && this.#waiting === 0) this.#screen.ask(`eddy ${this.#hold.id}> `);
    });
  }

  async #arrived(event: EddyEvent): Promise<void> {
    if (this.#hold === undefined && !this.#isOver) await this.#follow();
    if (this.#hold?.id !== event.data.hold) this.#tellEvent(event);
  }

  async #wentOn(event: EddyEvent): Promise<void> {
    const id = String(event.data.hold);
    if (!this.#letGo.delete(id) && !this.#isOver) this.#tellEvent(event);
    if (this.#hold?.id === id) await this.#follow();
  }

  async #take(line: string): Promise<void> {
    if (this.#hold === undefined) return;
    const { id: hold, flow } = this.#hold;
    const action = readPromptLine(line, { hold, flow, held: this.#ids });
    switch (action.do) {
      case 'help':
        return this.tell(promptHelp);
      case 'refuse':
        return this.tell(`${action.why}\n`);
      case 'leave':
        return this.#leave();
      case 'choose':
        return this.#choose(action.hold);
      case 'run':
        return this.#run(action.words);
    }
  }

  /** A step's answer is the place where it came to, which is shown in any case. */
  async #run(words: readonly string[]): Promise<void> {
    if (words[0] === 'resume' && (await this.#isLast())) {
      // What is typed from now on is for the program. If it is not let go, the place is shown again.
      this.#screen.close();
      this.#hold = undefined;
    }
    const said = await this.#say(words);
    if (this.#isOver) return;
    const before = this.#ids;
    if (words[0] !== 'step') this.tell(said);
    const isElsewhere = await this.#follow();
    if (words[0] === 'step' && !isElsewhere) this.tell(said);
    for (const id of before) if (!this.#ids.includes(id)) this.#letGo.add(id);
  }

  async #isLast(): Promise<boolean> {
    this.#held = (await (await this.#dial()).ask('holds', {})).holds;
    return this.#held.length <= 1;
  }

  /** What `eddy` with these words says. */
  async #say(words: readonly string[]): Promise<string> {
    let said = '';
    const add = (text: string) => {
      said += text;
    };
    const hub = await this.#dial();
    const kept: Hub = {
      run: hub.run,
      ended: hub.ended,
      ask: (name, ask) => hub.ask(name, ask),
      follow: (kinds, listener) => hub.follow(kinds, listener),
      waitFor: (kinds, isIt, withinMs) => hub.waitFor(kinds, isIt, withinMs),
      close: () => {},
    };
    const { colours } = this.#ports;
    await runCli(words, { ...this.#ports, outColours: colours, out: add, err: add, dial: async () => kept });
    return said;
  }

  async #choose(id: string): Promise<void> {
    await this.#follow();
    const chosen = this.#held.find(one => one.id === id);
    if (chosen !== undefined) await this.#show(chosen);
    else this.tell(`nothing is held as "${id}"; held are: ${this.#ids.join(', ')}\n`);
  }

  /** Looks what is held now; shows the place when it is another, and leaves the terminal when there is none. */
  async #follow(): Promise<boolean> {
    const hub = await this.#dial();
    this.#held = (await hub.ask('holds', {})).holds;
    const before = this.#hold;
    const next = before === undefined ? this.#held[0] : (followed(this.#held, before) ?? this.#held[0]);
    if (next !== undefined && before !== undefined && isSamePlace(next, before)) return false;
    this.#hold = undefined;
    if (next === undefined) this.#screen.close();
    else await this.#show(next);
    return next !== undefined;
  }

  async #show(hold: Hold): Promise<void> {
    const { colours, clock } = this.#ports;
    const variables = await this.#variables(hold);
    // In the background the terminal is not ours.
    if (this.#isOver || !this.#screen.open(this.#listener)) return;
    this.#hold = hold;
    this.#names = variables.map(({ name }) => name);
    const look = { cwd: this.#ports.cwd, paint: paintFor(colours) };
    const own = variableLines(
      variables.filter(one => one.own),
      look.paint,
    );
    const more = own.length > maxVariables ? [`… ${own.length - maxVariables} more: vars`] : [];
    const rows = [...own.slice(0, maxVariables), ...more].map(row => `  ${row}`);
    this.tell([...holdText(hold, clock.now(), look), ...rows].map(line => `${line}\n`).join(''));
  }

  async #variables({ id }: Hold): Promise<readonly Variable[]> {
    try {
      return (await (await this.#dial()).ask('variables', { hold: id })).variables;
    } catch {
      // There are none to show; `vars` says why.
      return [];
    }
  }

  #leave(): void {
    const held = this.#ids;
    this.close();
    if (held.length > 0) this.tell(`eddy: still held: ${held.join(', ')}; in another terminal: eddy resume --all\n`);
  }

  get #ids(): string[] {
    return this.#held.map(({ id }) => id);
  }

  /** Our own run, as from any other terminal. */
  async #dial(): Promise<Hub> {
    this.#hub ??= await this.#ports.dial(String(process.pid));
    if (this.#isOver) this.#hub.close();
    return this.#hub;
  }
}

/** Where the same flow is held now; of a stop, the same thread. */
function followed(held: readonly Hold[], { id, kind, flow, target }: Hold): Hold | undefined {
  return (
    held.find(one => one.id === id) ??
    held.find(one => (kind === 'hold' ? one.flow === flow : one.kind === 'stop' && one.target === target))
  );
}

function isSamePlace(one: Hold, other: Hold): boolean {
  const { line, column } = one.place;
  return one.id === other.id && one.since === other.since && line === other.place.line && column === other.place.column;
}
