import { sayDuration } from '../../../../wire/protocol/index.ts';
import type { Paint } from '../paint.ts';
import type { Answer, EndWords, OtherWords, PlaceWords, RootWords, SureWords, TestsWords } from './answer.ts';
import { quoted } from './quoted.ts';

/** The answer as a page of whole lines that start with `eddy: `. What comes from the program stands in «…». */
export function page(answer: Answer, paint: Paint): string {
  const { root, evidence = [], explained = [], others = [], uncaught, waiting = [], end, sure } = answer;
  const { notObserved = [], next, tests, cut } = answer;
  const lines = [
    ...(root === null ? silence(answer) : rootLines(root, paint)),
    ...placeLines(evidence),
    ...(tests === undefined ? [] : testLines(tests, paint)),
    ...(uncaught === undefined
      ? []
      : [
          `an error reached the top: ${quoted(uncaught.fromProgram.error)}`,
          ...(uncaught.at === undefined ? [] : placeLines([uncaught.at])),
        ]),
    ...(waiting.length === 0 ? [] : [end.timeUp ? 'when its time was up:' : 'when it ended:', ...placeLines(waiting)]),
    ...explained.map(one => `comes from it (${one.link}): ${otherLine(one)}`),
    ...others.map(one => `also seen: ${otherLine(one)}`),
    endLine(end),
    ...(sure === undefined ? [] : [sureLine(sure)]),
    ...notObserved.map(
      ({ what, fromProgram }) => `not observed: ${what}${fromProgram === undefined ? '' : ` ${quoted(fromProgram)}`}`,
    ),
    ...(next === undefined ? [] : [`${paint.bold('next:')} ${next.command}`]),
    ...(next?.why === undefined ? [] : [paint.dim(`  ${next.why}`)]),
    ...(cut.length === 0 ? [] : [`cut to fit: ${cut.join(', ')}`]),
  ];
  if (lines.some(line => line.includes('«'))) lines.push('«…» is text of the program, not of Eddy.');
  return lines.map(line => `eddy: ${line}\n`).join('');
}

function rootLines({ kind, severity, count, firstMs, lastMs, hint, fromProgram }: RootWords, paint: Paint): string[] {
  const times = count === 1 ? 'once' : `${count} times`;
  const when =
    count === 1 ? `after ${sayDuration(firstMs)}` : `after ${sayDuration(firstMs)} to ${sayDuration(lastMs)}`;
  const { message, flows = [] } = fromProgram ?? {};
  return [
    `why: ${paint.severity(severity, severity)} ${paint.bold(kind)}, seen ${times}, ${when}`,
    ...(message === undefined ? [] : [`  ${quoted(message, 400)}`]),
    ...(hint === undefined ? [] : [`  to do: ${hint}`]),
    ...(flows.length === 0 ? [] : [`  flows: ${flows.map(one => quoted(one)).join(', ')}`]),
  ];
}

function silence(answer: Answer): string[] {
  const { observed } = answer;
  const wrong = seenInstead(answer);
  if (observed === undefined) return [`why: ${wrong}`];
  const { processes, threads, flows, tasks, gatedFunctions, gatedFiles } = observed;
  return [
    `why: ${wrong}`,
    `observed: ${many(processes, 'process', 'es')}, ${many(threads, 'thread')}, ${many(flows, 'flow')}, ${many(tasks, 'task')}; gates in ${many(gatedFunctions, 'function')} of ${many(gatedFiles, 'file')}`,
  ];
}

function testLines({ total, failed, hanging, first }: TestsWords, paint: Paint): string[] {
  const more = failed + hanging - first.length;
  return [
    `${many(total, 'test')}: ${failed} failed, ${hanging} hanging`,
    ...first.flatMap(({ state, at, fromProgram: { name, error } }) => [
      `  ${paint.severity('error', state)} ${quoted(name)}${error === undefined ? '' : `: ${quoted(error)}`}`,
      ...placeLines([at]).map(line => `  ${line}`),
    ]),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function seenInstead({ uncaught, tests, waiting = [], end, observed }: Answer): string {
  const isWell = end.how === 'exit' && end.code === 0;
  if (observed?.told === 0) return 'nothing was observed';
  if (tests !== undefined) return 'no finding; tests failed or hang';
  if (uncaught !== undefined && !isWell) return 'no finding; an error ended it';
  if (uncaught !== undefined) return 'no finding; an error was caught by nobody but its listener';
  if (end.timeUp)
    return waiting.length > 0 ? 'no finding; its time was up while it waited' : 'no finding; its time was up';
  if (waiting.length > 0) return 'no finding; something never went on';
  return isWell ? 'nothing wrong was seen' : 'no finding';
}

function placeLines(places: readonly PlaceWords[]): string[] {
  const width = Math.max(0, ...places.map(({ role }) => role.length));
  return places.map(({ role, file, line, flow, forMs, fromProgram: text = {} }) => {
    const words = [`  ${role.padEnd(width)}  ${file ?? quoted(text.file ?? '')}:${line}`];
    if (text.function !== undefined) words.push(`in ${quoted(text.function)}`);
    if (flow !== undefined) words.push(`flow ${flow}`);
    if (text.flowName !== undefined) words.push(quoted(text.flowName));
    if (forMs !== undefined) words.push(`for ${sayDuration(forMs)}`);
    if (text.source !== undefined) words.push(`| ${quoted(text.source)}`);
    return words.join(' ');
  });
}

function otherLine({ kind, severity, count, at }: OtherWords): string {
  const times = count === 1 ? '' : ` ×${count}`;
  const where = at === undefined ? '' : ` at ${at.file ?? quoted(at.fromProgram?.file ?? '')}:${at.line}`;
  return `${severity} ${kind}${times}${where}`;
}

function endLine(end: EndWords): string {
  const how = end.how === 'exit' ? `it ended with status ${end.code}` : `${end.signal} ended it`;
  const after = end.afterMs === undefined ? '' : ` after ${sayDuration(end.afterMs)}`;
  return `end: ${how}${after}${end.timeUp ? '; its time was up, so Eddy sent SIGTERM' : ''}`;
}

function sureLine({ level, because = [] }: SureWords): string {
  return `how sure: ${level}${because.length === 0 ? '' : `. ${because.join(' ')}`}`;
}

function many(count: number, what: string, plural = 's'): string {
  return `${count} ${what}${count === 1 ? '' : plural}`;
}
