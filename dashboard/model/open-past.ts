import type { Report, SessionView, StoredRun } from '../../src/wire/protocol/index.ts';
import type { ask as askHub } from '../hub/index.ts';
import { inHubsWords } from './catch-up.ts';
import { Model } from './model.ts';
import type { Past } from './past.ts';
import type { ModelPorts } from './ports.ts';
import { takeReportFlows } from './readings.ts';

/** More are not read: a page of the past is no store. */
const maxEvents = 1_000_000;
const pageSize = 5_000;
/** And of one without a report: what its targets themselves said. */
const kindsInstead = ['target-started', 'target-ended', 'finding'];
/** What the model keeps of the past; the rest is asked for where it is wanted. */
const kinds = [
  ...['flow-started', 'flow-ended', 'session-opened', 'session-closed', 'probe-set', 'probe-removed'],
  ...['probe-bound', 'probe-refused', 'held', 'stopped', 'resumed', 'snap', 'log'],
];

/** A run of the hub's store, as a model of its own. `onProgress`: so many events are read. */
export async function openPast(
  ports: ModelPorts,
  id: string,
  onProgress: (events: number) => void = () => {},
): Promise<Model> {
  const { ask } = ports;
  const { runs, sessions } = await ask('history', { limit: 1_000 });
  const run = runs.find(one => one.id === id);
  if (run === undefined) throw new Error(`The store has no run "${id}".`);
  const missing: string[] = [];
  const report = await tryReport(ask, id);
  if (report === undefined)
    missing.push('No report of it was kept: of findings and resources what its events tell is known.');
  if (run.unheard !== undefined) missing.push(`${run.unheard} events were lost on their way when it ran.`);
  const past: Past = {
    id,
    title: titleOf(run),
    run,
    missing,
    ...(report === undefined ? {} : { report }),
    events: query => ask('events', { ...query, run: id }),
  };
  const model = pastModel(ports, past);
  model.sessions.value = sessions
    .filter(one => one.run === id)
    .map(({ session }): SessionView => ({ ...session, events: [] }));
  await readEvents(model, past, missing, onProgress);
  return model;
}

/** A model of what is over: it answers of what was kept, and nothing can be asked of a program. */
export function pastModel(ports: ModelPorts, past: Past): Model {
  const answers: Record<string, (question: never) => unknown> = {
    events: past.events,
    report: () => ({ report: mustBeThere(past.report) }),
  };
  const ask = async (name: string, question: unknown) => {
    const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (answer === undefined) throw new Error('This run is over: nothing can be asked of it any more.');
    return answer(question as never);
  };
  const model = new Model({ ...ports, ask: ask as typeof askHub }, past);
  model.takeReport(past.run, past.report);
  return model;
}

async function readEvents(
  model: Model,
  past: Past,
  missing: string[],
  onProgress: (events: number) => void,
): Promise<void> {
  const asked = past.report === undefined ? [...kinds, ...kindsInstead] : kinds;
  let read = 0;
  let after = 0;
  for (let more = true; more; ) {
    const page = await past.events({ kinds: asked, after, limit: pageSize });
    model.takePast(page.events.map(({ event }) => inHubsWords(event, past.id)));
    read += page.events.length;
    after = page.cursor;
    more = page.more && page.events.length > 0;
    onProgress(read);
    if (more && read >= maxEvents) {
      missing.push(`Only its first ${read} events were read.`);
      break;
    }
  }
  finishFlows(model, past, missing);
}

/** What nobody told the end of ended with its program. */
export function finishFlows(model: Model, { run, report }: Past, missing: string[]): void {
  if (report !== undefined) takeReportFlows(model.flows, report);
  const told = model.flows.size;
  if (report !== undefined && report.flows.total > told)
    missing.push(
      `Of its ${report.flows.total} flows ${told} are known: the program ran without all its events being kept.`,
    );
  for (const { id, ended } of model.allTargets.value)
    model.flows.endTarget(id, ended ?? run.ended ?? report?.ended ?? Date.now());
  model.finishPast();
}

async function tryReport(ask: ModelPorts['ask'], run: string): Promise<Report | undefined> {
  try {
    return (await ask('report', { run })).report;
  } catch {
    return undefined;
  }
}

function mustBeThere(report: Report | undefined): Report {
  if (report === undefined) throw new Error('No report of this run was kept.');
  return report;
}

function titleOf({ name, words }: StoredRun): string {
  return name ?? words.join(' ');
}
