import { isEddyError } from '../../../src/base/index.ts';
import { readLine } from '../../../src/hub/listen/read-line.ts';
import { readRequest } from '../../../src/hub/listen/read-request.ts';
import { LineCutter, parseControlLine, RunRecord } from '../../../src/wire/protocol/index.ts';
import { Choices } from '../gates-fuzz/choices.ts';
import { fuzzedLine, inPieces } from './inputs.ts';
import { controlLines, controlRequests, targetLines } from './real-lines.ts';

const readers = [
  { name: 'readLine', real: targetLines, read: (text: string) => take(readLine(text)) },
  { name: 'readRequest', real: controlRequests, read: (text: string) => void readRequest(text) },
  { name: 'parseControlLine', real: controlLines, read: (text: string) => void parseControlLine(text) },
] as const;

const maxBytes = 64 * 1024;

export interface Read {
  readonly accepted: number;
  readonly refused: number;
  readonly problem?: string;
}

/** One input for the reader whose turn it is: it comes through, or is refused with a code. */
export function readOne(seed: number): Read {
  const choices = new Choices(seed);
  const { name, real, read } = choices.pick(readers);
  const line = fuzzedLine(choices, real);
  let [accepted, refused] = [0, 0];
  try {
    const cutter = new LineCutter(maxBytes);
    for (const piece of inPieces(choices, Buffer.concat([line, Buffer.from('\n')])))
      for (const text of cutter.push(piece)) {
        // What follows a line that was refused is not heard.
        if (refused > 0) break;
        try {
          read(text);
          accepted++;
        } catch (error) {
          mustHaveCode(error);
          refused++;
        }
      }
    if (cutter.restBytes > 0) throw new Error(`${cutter.restBytes} bytes are left after a newline`);
  } catch (error) {
    if (!isEddyError(error, 'bad-message')) return { accepted, refused, problem: `${name}: ${describe(error)}` };
    refused++;
  }
  if ('polluted' in {}) return { accepted, refused, problem: `${name}: every object has what a line said` };
  return { accepted, refused };
}

/** What is accepted is added up and written out again. */
function take(line: ReturnType<typeof readLine>): void {
  const record = new RunRecord(1);
  record.take({ say: 'target', target: { id: 'fuzzed', kind: 'process', pid: 7, started: 1, notes: [] } as never });
  record.take(line);
  JSON.stringify(record.report(2));
  record.lost(['fuzzed'], 3, 'It ended.');
  JSON.stringify(record.report(4));
}

function mustHaveCode(error: unknown): void {
  if (!isEddyError(error, 'bad-message')) throw error;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 5).join(' | ') : String(error);
}
