import { equal } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UnpreparedDump } from '../../src/wire/protocol/index.ts';
import { isListening, startBare } from '../launch/bare-program.ts';
import { eddy, lineOf, nodeMajors, nodePath, root, run, until } from '../launch/index.ts';

const server = join(root, 'test/targets/unprepared/server.mjs');
const connectedAtOnce = 200;

/** --count N: with so many requests alone. --node MAJOR: on that one alone. */
export async function processDump(words: readonly string[] = process.argv.slice(3)): Promise<boolean> {
  const after = (word: string) => (words.includes(word) ? Number(words[words.indexOf(word) + 1]) : undefined);
  const count = after('--count');
  const major = after('--node');
  for (const node of major === undefined ? nodeMajors : [major])
    for (const requests of count === undefined ? [10, 10_000] : [count]) await once(nodePath(node), requests);
  return true;
}

async function once(node: string, requests: number): Promise<void> {
  const closers: (() => unknown)[] = [];
  const place = mkdtempSync(join(tmpdir(), 'eddy-soak-'));
  const agent = new Agent();
  try {
    const bare = await startBare({ after: run => closers.push(run) }, node, [server]);
    const port = Number(bare.ready.slice(5));
    const ask = (path: string) =>
      new Promise<string>((resolve, reject) => {
        get({ port, host: '127.0.0.1', path, agent }, response => {
          let text = '';
          response.setEncoding('utf8').on('data', part => {
            text += part;
          });
          response.on('end', () => resolve(text));
        }).on('error', reject);
      });
    const answers: Promise<string>[] = [];
    // Not all at once: more than the server's backlog would be turned away.
    while (answers.length < requests) {
      for (let at = 0; at < connectedAtOnce && answers.length < requests; at++)
        answers.push(ask(`/${answers.length + 1}`));
      await until(async () => ((await ask('/waiting')) === String(answers.length) ? true : undefined));
    }
    const file = join(place, 'dump.json');
    const dumped = await run(process.execPath, [eddy, 'dump', String(bare.pid), file, '--yes'], {
      deadlineMs: 280_000,
    });
    equal(dumped.status, 0, dumped.stderr);
    const dump = JSON.parse(readFileSync(file, 'utf8')) as UnpreparedDump;
    for (const [name, mark] of [
      ['query', 'query'],
      ['handle', 'handle'],
    ] as const) {
      const [one] = dump.functions.filter(fn => fn.name === name);
      const [line] = one?.lines ?? [];
      equal(one?.count, requests);
      equal(line?.place.line, lineOf(server, mark));
      equal(line?.count, requests);
      equal(Object.keys(line?.samples[0]?.locals ?? {}).length > 0, true);
    }
    equal(await isListening(dump.inspector.port), false);
    await ask('/open');
    const rows = await Promise.all(answers);
    equal(
      rows.every((row, at) => row === `shop: select ${at + 1}, ${(at + 1) * 2}`),
      true,
    );
    const { cost, heap, looked, waiting } = dump;
    console.log(
      `Node ${dump.process.node}, ${requests} requests: ${waiting} calls wait, ${looked} looked at; paused ${cost.pauseMs} ms (said before: ${cost.estimatedPauseMs} ms), ${cost.lookPauseMs} ms for a look, memory +${Math.round(cost.memoryBytes / 2 ** 20)} MB, heap ${Math.round(heap.usedBytes / 2 ** 20)} MB of ${heap.objects} objects; all answered, port ${dump.inspector.port} closed`,
    );
  } finally {
    agent.destroy();
    for (const close of closers) await close();
    rmSync(place, { recursive: true, force: true });
  }
}
