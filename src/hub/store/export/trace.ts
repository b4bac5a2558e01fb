import type { EventQuery } from '../../session/index.ts';
import { type EventSource, pagesOf } from './pages.ts';
import { TraceWriter } from './trace-writer.ts';

/**
 * A trace in Chrome's JSON form, which ui.perfetto.dev opens: targets are processes, flows their threads, with what each
 * waited for, held and was held by.
 */
export async function* exportTrace(source: EventSource, query: EventQuery = {}): AsyncGenerator<string> {
  const writer = new TraceWriter();
  yield '{"displayTimeUnit":"ms","traceEvents":[\n';
  let isFirst = true;
  const textOf = (lines: readonly object[]) => {
    const text = lines.map(line => JSON.stringify(line)).join(',\n');
    const comma = isFirst || text === '' ? '' : ',\n';
    isFirst &&= text === '';
    return comma + text;
  };
  for await (const page of pagesOf(source, query)) {
    for (const { event } of page) writer.take(event);
    yield textOf(writer.takeLines());
  }
  writer.end();
  yield textOf(writer.takeLines());
  yield '\n]}\n';
}
