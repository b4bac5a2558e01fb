// A process that sets probes, looks at what is held, changes, steps and resumes it, until it is ended or its hub is gone.
import { writeSync } from 'node:fs';
import { type Hub, openHub } from '../../../src/doors/client/index.ts';
import type { ControlAnswer, ControlAsk, ControlName, Hold } from '../../../src/wire/protocol/index.ts';
import { Choices } from '../gates-fuzz/choices.ts';

/** What it is started with, as JSON. */
export interface ControllerWords {
  readonly run: string;
  readonly base: string;
  readonly seed: number;
  readonly kind: 'hold' | 'stop';
  readonly line: number;
  readonly holdForMs: number;
}

/** What it says of each of its asks, one JSON a line. `request`: of which one it is about a hold. */
export interface ControllerLine {
  readonly word: 'asks' | 'got' | 'failed' | 'gone';
  readonly verb?: ControlName;
  readonly request?: string | undefined;
  readonly name?: string;
  readonly error?: string;
}

const lookAgainMs = 2;

const words = JSON.parse(process.argv[2]!) as ControllerWords;
const choices = new Choices(words.seed);
let over = false;
let hub: Hub | undefined;

await once(process.stdin, 'data');
process.stdin.on('end', () => {
  over = true;
  hub?.close();
});
hub = await dial();
if (hub !== undefined) {
  void hub.ended.then(() => {
    if (!over) say({ word: 'gone' });
    over = true;
    process.stdin.destroy();
  });
  while (!over) await work(hub);
  hub.close();
}
process.stdin.destroy();

async function dial(): Promise<Hub | undefined> {
  say({ word: 'asks', verb: 'hello' });
  try {
    const found = await openHub(words.run, 'faults', [words.base]);
    say({ word: 'got', verb: 'hello' });
    return found;
  } catch (error) {
    say({ word: 'failed', verb: 'hello', error: sayError(error) });
    return undefined;
  }
}

async function work(hub: Hub): Promise<void> {
  await ask(hub, 'probe', {
    session: 'ann',
    match: [{ by: 'header', name: 'x-user', value: 'ann' }],
    probes: [{ kind: words.kind, place: { file: 'shop.mjs', line: words.line } }],
    limits: { holdForMs: words.holdForMs },
  });
  for (let left = 1 + choices.below(4); left > 0 && !over; left--) {
    const held = await nextHold(hub);
    if (held !== undefined) await treat(hub, held);
  }
  if (choices.chance(50)) await ask(hub, 'unset', { what: 'ann' });
  else await ask(hub, 'off', {});
}

async function treat(hub: Hub, { id: hold }: Hold): Promise<void> {
  const { variables = [] } = (await ask(hub, 'variables', { hold })) ?? {};
  const request = variables.find(({ name }) => name === 'id')?.value as string | undefined;
  const edits: [name: string, expression: string][] = [
    ['note', '"seen"'],
    ['heard', 'heard'],
    ['total', 'total'],
  ];
  for (const [name, expression] of edits)
    if (variables.some(one => one.name === name) && choices.chance(50))
      await ask(hub, 'set', { hold, name, expression }, { request, name });
  if (request !== undefined) await ask(hub, 'evaluate', { hold, expression: 'id + 1' });
  if (choices.chance(60)) await ask(hub, 'step', { hold, step: choices.pick(['over', 'into', 'out'] as const) });
  else await ask(hub, 'resume', choices.chance(70) ? { hold } : {});
}

async function nextHold(hub: Hub): Promise<Hold | undefined> {
  while (!over) {
    const { holds = [] } = (await ask(hub, 'holds', {})) ?? {};
    if (holds.length > 0) return choices.pick(holds);
    await new Promise(resolve => setTimeout(resolve, lookAgainMs));
  }
  return undefined;
}

async function ask<N extends ControlName>(
  hub: Hub,
  verb: N,
  what: ControlAsk<N>,
  about: Pick<ControllerLine, 'request' | 'name'> = {},
): Promise<ControlAnswer<N> | undefined> {
  if (over) return undefined;
  say({ word: 'asks', verb, ...about });
  try {
    const answer = await hub.ask(verb, what);
    say({ word: 'got', verb, ...about });
    return answer;
  } catch (error) {
    say({ word: 'failed', verb, ...about, error: sayError(error) });
    return undefined;
  }
}

function sayError(error: unknown): string {
  const { code, message } = error as Error & { code?: string };
  return `${code}: ${message}`;
}

/** At once: who is killed next has said it. */
function say(line: ControllerLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

function once(stream: NodeJS.ReadStream, event: string): Promise<unknown> {
  return new Promise(resolve => stream.once(event, resolve));
}
