import type { Breakpoint, OutputEventBody } from '../../wire/dap/index.ts';
import {
  type EddyEvent,
  type Finding,
  type ProbeTrouble,
  type ProbeWords,
  probeWords,
} from '../../wire/protocol/index.ts';
import type { ClientFormat } from './client-format.ts';

/** What a log point says. */
export function logText({ data }: EddyEvent, format: ClientFormat): OutputEventBody {
  const { file, line, column, text } = data;
  return {
    category: 'console',
    output: `${String(text)}\n`,
    ...(typeof file === 'string' ? { source: format.toSource(file), line: format.toLine(Number(line)) } : {}),
    ...(typeof column === 'number' ? { column: format.toColumn(column) } : {}),
  };
}

/** Something that Eddy saw by itself. */
export function findingText({ kind, severity, message, hint, sites }: Finding, format: ClientFormat): OutputEventBody {
  const site = Object.values(sites).find(one => one !== undefined && one.file !== '');
  return {
    category: 'console',
    output: `eddy: ${severity}: ${kind}: ${message} ${hint}\n`,
    ...(site === undefined ? {} : { source: format.toSource(site.file), line: format.toLine(site.line) }),
    ...(site === undefined ? {} : { column: format.toColumn(site.column) }),
  };
}

/** A condition or text that could not be evaluated. */
export function troubleText(words: ProbeWords, { why }: ProbeTrouble, format: ClientFormat): OutputEventBody {
  const { place } = words;
  const at = 'line' in place ? { source: format.toSource(place.file), line: format.toLine(place.line) } : {};
  return { category: 'console', output: `eddy: ${probeWords(words)}: it could not be evaluated: ${why}\n`, ...at };
}

/** A breakpoint that cannot be. */
export function failureText({ source, line, message }: Breakpoint): OutputEventBody {
  const where = source?.name === undefined ? '' : `${source.name}:${line}: `;
  return {
    category: 'console',
    output: `eddy: ${where}no breakpoint: ${message}\n`,
    ...(source === undefined ? {} : { source, ...(line === undefined ? {} : { line }) }),
  };
}
