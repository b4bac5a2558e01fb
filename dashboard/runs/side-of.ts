import type { Report, StoredRun } from '../../src/wire/protocol/index.ts';
import { fileId, type Model, type ModelPorts, openPast, type Shelf } from '../model/index.ts';
import { durationsOf, peaksOf, type Side } from './compare.ts';

/** Of a run that is there now: `live:ID`. The empty word is an id, too. */
export const livePrefix = 'live:';

/** What one side of a comparison is, by its id: live, of a file, or of the store. */
export async function sideOf(id: string, shelf: Shelf, ports: ModelPorts): Promise<Side> {
  if (id.startsWith(livePrefix)) return liveSide(id.slice(livePrefix.length), shelf.live);
  const model = shelf.files.peek().get(id) ?? (await pastOf(id, shelf, ports));
  const { past } = model;
  const findings = past?.report?.findings ?? model.findings.peek().flatMap(({ seen }) => seen);
  return {
    title: titleOf(past!.run, past!.title),
    findings,
    durations: durationsOf(model.flows, () => true),
    peaks: peaksOf(past?.report ?? { targets: [], system: {} }),
  };
}

async function pastOf(id: string, shelf: Shelf, ports: ModelPorts): Promise<Model> {
  if (id.startsWith(`${fileId}:`)) throw new Error('That file is not here any more: open it again.');
  const shown = shelf.past.peek();
  return shown?.past?.id === id ? shown : openPast(ports, id);
}

async function liveSide(id: string, live: Model): Promise<Side> {
  const { report }: { readonly report: Report } = await live.ask('report', { run: id });
  const targets = new Set(report.targets.map(one => one.id));
  const run = live.runs.peek().find(one => one.id === id);
  return {
    title: run === undefined ? id : `${titleOf(run)}, as it is now`,
    findings: report.findings,
    durations: durationsOf(live.flows, target => targets.has(target)),
    peaks: peaksOf(report),
  };
}

function titleOf({ name, words, started }: StoredRun, title = name ?? words.join(' ')): string {
  return `${title}, ${new Date(started).toLocaleString()}`;
}
