import { Agent, get } from 'node:http';

export interface Answer {
  readonly id: string;
  readonly total: number;
  readonly unheard: number;
  readonly note: string;
}

export interface Outcome {
  readonly id: string;
  /** What came, where no error did. */
  readonly answer?: Answer;
  readonly error?: string;
}

const customerCount = 10;
/** Of them, ann's. */
const annCount = 3;

/** Ten customers over kept connections: each buys, and buys again when it is answered. */
export class Customers {
  readonly outcomes: Outcome[] = [];
  readonly #first = Promise.withResolvers<void>();
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #waiting = new Set<string>();
  readonly #done: Promise<unknown>;
  #nextId = 0;
  #over = false;

  constructor(port: number) {
    this.#port = port;
    this.#done = Promise.all(
      Array.from({ length: customerCount }, (_, at) => this.#goOn(at < annCount ? 'ann' : 'eve')),
    );
  }

  get waiting(): readonly string[] {
    return [...this.#waiting];
  }

  /** Settles when one was answered. */
  get first(): Promise<void> {
    return this.#first.promise;
  }

  /** None buys again; settles when all have been answered, or told that they will not be. */
  async leave(): Promise<void> {
    this.#over = true;
    await this.#done;
  }

  async buy(user: string): Promise<Outcome> {
    const id = `${user}-${this.#nextId++}`;
    this.#waiting.add(id);
    const outcome = await ask(this.#port, this.#agent, user, id);
    this.#waiting.delete(id);
    this.outcomes.push(outcome);
    this.#first.resolve();
    return outcome;
  }

  close(): void {
    this.#over = true;
    this.#agent.destroy();
  }

  async #goOn(user: string): Promise<void> {
    while (!this.#over) if ((await this.buy(user)).error !== undefined) return;
  }
}

function ask(port: number, agent: Agent, user: string, id: string): Promise<Outcome> {
  return new Promise(resolve => {
    const fail = (error: Error) => resolve({ id, error: error.message });
    get({ port, agent, headers: { 'x-user': user, 'x-id': id } }, response => {
      let text = '';
      response.on('data', part => {
        text += part;
      });
      response.on('error', fail);
      response.on('end', () => resolve({ id, answer: JSON.parse(text) as Answer }));
    }).on('error', fail);
  });
}
