import type { EddyEvent, EventPage, EventQuery, Report, StoredRun, TargetInfo } from '../../src/wire/protocol/index.ts';
import { visible } from '../hub/index.ts';
import { fileId, finishFlows, type Model, type ModelPorts, type Past, pastModel } from '../model/index.ts';
import { sayBytes, sayCount } from '../words/index.ts';
import { messageOf, readEvents } from './read-events.ts';
import { soundReport } from './sound-report.ts';

/** What a browser gives of a file; nothing of it leaves the page. */
export type OpenedFile = Pick<Blob, 'size' | 'text' | 'stream'> & { readonly name: string };

const maxReportBytes = 64 * 1024 * 1024;
const maxEventsBytes = 1024 * 1024 * 1024;
const headBytes = 64 * 1024;
const pageSize = 1_000;

/** A report, or a file of events, as a model of the past. `taken`: ids of those that are open. Throws what is wrong with it, for people. */
export async function openFile(
  file: OpenedFile & Pick<Blob, 'slice'>,
  ports: ModelPorts,
  taken: ReadonlyMap<string, unknown> = new Map(),
): Promise<Model> {
  if (file.size === 0) throw new Error(`${file.name} is empty.`);
  const title = titleFor(file.name, taken);
  try {
    return (await isEvents(file)) ? await openEvents(file, title, ports) : await openReport(file, title, ports);
  } catch (error) {
    throw new Error(`${file.name} cannot be shown: ${messageOf(error)}`, { cause: error });
  }
}

/** Files of one name, as of before and after a change, are all there. */
function titleFor(name: string, taken: ReadonlyMap<string, unknown>): string {
  let title = name;
  for (let count = 2; taken.has(`${fileId}:${title}`); count++) title = `${name} (${count})`;
  return title;
}

/** Its first line is a whole document: then it is one of many. A report is written over many lines. */
async function isEvents(file: Pick<Blob, 'slice'>): Promise<boolean> {
  const head = await file.slice(0, headBytes).text();
  const [first = ''] = head.trimStart().split('\n');
  try {
    const value = JSON.parse(first) as Record<string, unknown> | null;
    return typeof value === 'object' && value !== null && !('version' in value);
  } catch {
    return false;
  }
}

async function openReport(file: OpenedFile, title: string, ports: ModelPorts): Promise<Model> {
  if (file.size > maxReportBytes)
    throw new Error(`it has ${sayBytes(file.size)}, and ${sayBytes(maxReportBytes)} of a report are read.`);
  const report = soundReport(parsed(visible(await file.text())));
  const missing = ['It is a report: of events it has none, and of flows those that it lists.'];
  const past = pastOf(title, report.targets, { report, missing, events: [] });
  const model = pastModel(ports, past);
  finishFlows(model, past, missing);
  return model;
}

async function openEvents(file: OpenedFile, title: string, ports: ModelPorts): Promise<Model> {
  if (file.size > maxEventsBytes)
    throw new Error(`it has ${sayBytes(file.size)}, and ${sayBytes(maxEventsBytes)} of events are read.`);
  const text = file.stream().pipeThrough(new TextDecoderStream() as never) as ReadableStream<string>;
  const { events, badCount, firstBad, cut } = await readEvents(text);
  if (events.length === 0) throw new Error(`no line of it is an event. ${firstBad ?? ''}`);
  const missing = ['It has events and no report: of resources it tells nothing.'];
  if (badCount > 0)
    missing.push(`${sayCount(badCount, 'line')} of it ${badCount === 1 ? 'is' : 'are'} no event. ${firstBad}`);
  if (cut) missing.push(`Only its first ${events.length} events were read.`);
  const targets = events.flatMap(({ kind, target, data }) =>
    kind === 'target-started' ? [{ ...data, id: target } as unknown as TargetInfo] : [],
  );
  const past = pastOf(title, targets, { missing, events });
  const model = pastModel(ports, past);
  model.takePast(events.map(one => ({ ...one, data: { ...one.data, run: past.run.id } })));
  finishFlows(model, past, missing);
  return model;
}

function pastOf(
  name: string,
  targets: readonly TargetInfo[],
  { report, missing, events }: { report?: Report; missing: string[]; events: readonly EddyEvent[] },
): Past {
  const first = targets[0];
  const [from = 0, to = 0] = report === undefined ? [events[0]?.at, events.at(-1)?.at] : [report.started, report.ended];
  const id = `${fileId}:${name}`;
  const run: StoredRun = {
    id,
    words: first?.argv.slice(1) ?? [],
    cwd: '',
    pid: first?.pid ?? 0,
    started: from,
    ended: to,
    ...(first?.end === undefined ? {} : { end: first.end }),
  };
  return {
    id,
    title: name,
    run,
    missing,
    ...(report === undefined ? {} : { report }),
    events: async query => pageOf(events, query),
  };
}

/** As a store answers it. */
export function pageOf(events: readonly EddyEvent[], query: EventQuery): EventPage {
  const { after = 0, limit = pageSize } = query;
  const found: EventPage['events'][number][] = [];
  let at = after;
  for (; at < events.length && found.length < limit; at++)
    if (isAsked(events[at]!, query)) found.push({ cursor: at + 1, run: '', event: events[at]! });
  return { events: found, cursor: at, more: at < events.length };
}

function isAsked(event: EddyEvent, { session, target, flow, kinds, since, until }: EventQuery): boolean {
  return (
    (session === undefined || event.session === session) &&
    (target === undefined || event.target === target) &&
    (flow === undefined || event.flow === flow) &&
    (kinds === undefined || kinds.includes(event.kind)) &&
    (since === undefined || event.at >= since) &&
    (until === undefined || event.at <= until)
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`it is neither a report nor lines of events: ${messageOf(error)}`);
  }
}
