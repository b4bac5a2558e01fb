import type { OpenStream } from '../../src/wire/protocol/index.ts';
import { type Item, itemsOf, numberOf, type Sections, textOf } from '../reports/index.ts';

/** Those that were open as their program exited, by its report: which may be a file of somebody else's. */
export function pastStreams(reports: readonly Sections[]): readonly OpenStream[] {
  return reports.flatMap(({ streams }) => itemsOf(streams).map(streamOf));
}

function streamOf(item: Item): OpenStream {
  const words = ['flow', 'flowName', 'peer'].map(name => [name, textOf(item[name]) || undefined]);
  const numbers = ['opened', 'bytesRead', 'bytesWritten', 'toRead', 'toWrite'].map(name => [
    name,
    numberOf(item[name]),
  ]);
  const known = Object.fromEntries([...words, ...numbers].filter(([, value]) => value !== undefined));
  // Which kinds and states there are its program knows: they are shown as they stand.
  const said = { kind: textOf(item.kind), state: textOf(item.state) } as Pick<OpenStream, 'kind' | 'state'>;
  return {
    ...known,
    ...said,
    ...(item.site === undefined ? {} : { site: item.site as NonNullable<OpenStream['site']> }),
  };
}
