interface Waiting {
  readonly target: string;
  /** In which order they came. */
  readonly at: number;
  readonly line: Buffer;
}

/** Queue of one importance; what is taken out at the front leaves a gap until half of it is gaps. */
class Queue {
  #items: Waiting[] = [];
  #from = 0;

  push(one: Waiting): void {
    this.#items.push(one);
  }

  get first(): Waiting | undefined {
    return this.#items[this.#from];
  }

  shift(): Waiting | undefined {
    const one = this.#items[this.#from];
    if (one === undefined) return undefined;
    if (++this.#from * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#from);
      this.#from = 0;
    }
    return one;
  }
}

/**
 * Events that wait for a hub. When there are too many, the oldest of those that nobody asked for are let go first, then
 * the oldest of those that a session asked for.
 */
export class Backlog {
  readonly #mostBytes: number;
  readonly #onLetGo: (target: string) => void;
  readonly #asked = new Queue();
  readonly #others = new Queue();
  #bytes = 0;
  #count = 0;

  constructor(mostBytes: number, onLetGo: (target: string) => void) {
    this.#mostBytes = mostBytes;
    this.#onLetGo = onLetGo;
  }

  push(target: string, text: string): void {
    // A copy: a part of a long text would keep all of it.
    const line = Buffer.from(text);
    const queue = isAskedFor(text) ? this.#asked : this.#others;
    queue.push({ target, at: ++this.#count, line });
    this.#bytes += line.length;
    while (this.#bytes > this.#mostBytes) {
      const gone = (this.#others.shift() ?? this.#asked.shift())!;
      this.#bytes -= gone.line.length;
      this.#onLetGo(gone.target);
    }
  }

  /** All that waits, in the order in which it came. */
  *take(): Generator<{ readonly target: string; readonly line: Buffer }> {
    for (;;) {
      const [asked, other] = [this.#asked.first, this.#others.first];
      if (asked === undefined && other === undefined) return;
      const queue = other === undefined || (asked !== undefined && asked.at < other.at) ? this.#asked : this.#others;
      const one = queue.shift()!;
      this.#bytes -= one.line.length;
      yield one;
    }
  }
}

/** A session's name stands before an event's data, which are the program's. */
function isAskedFor(line: string): boolean {
  return line.slice(0, line.indexOf(',"data":')).includes(',"session":"');
}
