/** bench/dashboard: what the page costs, in a real browser: its own frames, its memory, the hub's, and the program that is looked at. */
import { chromiumMissing } from '../../scripts/chromium.ts';
import { type Bench, type BenchOptions, type Row, resultOf, row } from '../measure.ts';
import { type Looked, measureLooked } from './looked.ts';
import type { Course } from './moments.ts';
import { measureAlone, type Told } from './stage.ts';

const load = { live: 10_000, rate: 5_000, seconds: 60, past: 1_000_000 };
const quickLoad = { live: 10_000, rate: 5_000, seconds: 10, past: 50_000 };
/** What our own work may take of a frame. */
const frameBudgetMs = 8;
const screenMs = 1_000 / 60;

export const dashboardBench: Bench = {
  name: 'dashboard',
  about: 'frames and memory of the page in Chromium, and what it takes from the program',
  async run(options) {
    return resultOf('dashboard', options.node, await rowsOf(options));
  },
};

async function rowsOf({ node, quick, say }: BenchOptions): Promise<Row[]> {
  const { past, ...now } = quick ? quickLoad : load;
  const words = `${now.live} flows alive, ${now.rate} events a second for ${now.seconds} s`;
  say(`${words}: under Eddy alone …`);
  const alone = await measureAlone({ node, load: { ...now, past: 0 }, hub: false });
  say(`${words}: in a hub that stays, no page …`);
  const served = await measureAlone({ node, load: { ...now, past: 0 }, hub: true });
  const rows = programRows('served', `${words}, in a hub that keeps all, no page`, served, 'eddy run', alone);
  const missing = chromiumMissing();
  if (missing !== undefined) {
    say(`${missing}. Nothing of the page is measured.`);
    return rows;
  }
  say(`${words}: with the page open …`);
  const looked = await measureLooked({ node, load: { ...now, past: 0 }, known: 0, say });
  say(`The same after ${past} flows that are over …`);
  const full = await measureLooked({ node, load: { ...now, past }, known: past, say });
  rows.push(
    ...programRows('page', `${words}, with the page open`, looked.told, 'the same hub, no page', served),
    ...rowsOfPage('', words, looked),
    ...rowsOfMemory('', `${words}; the page knew ${looked.knownBefore} flows and learned more`, looked),
    ...rowsOfPage('million-', `${words}, after ${past} flows that are over`, full),
    ...rowsOfMemory('million-', `${words}; the page knew ${full.knownBefore} flows when it began`, full),
  );
  return rows;
}

function programRows(id: string, words: string, ours: Told, against: string, reference: Told): Row[] {
  const cpu = 'CPU of the program’s process, of one core';
  return [
    row(`throughput-${id}`, `events of the program: ${words}`, 'a second', against, [ours.events], [reference.events]),
    row(`cpu-${id}`, `${cpu}: ${words}`, '%', against, [ours.cpu * 100], [reference.cpu * 100]),
  ];
}

function rowsOfPage(id: string, words: string, looked: Looked): Row[] {
  const { frames, intervals, known, told, longTasks, scriptShare } = looked;
  const budget = 'what it may take';
  const screen = '60 a second';
  return [
    row(
      `${id}frame-p50`,
      `our work in a frame, median of ${frames.count}: ${words}`,
      'ms',
      budget,
      [frames.p50],
      [frameBudgetMs],
    ),
    row(`${id}frame-p95`, `our work in a frame, 95 of 100: ${words}`, 'ms', budget, [frames.p95], [frameBudgetMs]),
    row(`${id}interval-p50`, 'between frames of the browser, median', 'ms', screen, [intervals.p50], [screenMs]),
    row(`${id}interval-p95`, 'between frames of the browser, 95 of 100', 'ms', screen, [intervals.p95], [screenMs]),
    row(
      `${id}script-share`,
      'all scripts of the page, of its thread’s time',
      '%',
      'all of it',
      [scriptShare * 100],
      [100],
    ),
    row(`${id}long-tasks`, 'tasks of the page above 50 ms', 'a minute', 'a frame each', [longTasks], [3_600]),
    row(
      `${id}flows-known`,
      'flows that the page knows at the end; of a million, each that comes takes the place of the one that ended first',
      'flows',
      'flows that there were',
      [known],
      [told.made],
    ),
  ];
}

/** What is flat has a slope of nothing beside what it has. */
function rowsOfMemory(id: string, words: string, { page, pageResident, hub }: Looked): Row[] {
  const of = (name: string, what: string, course: Course): Row[] => [
    row(`${id}${name}`, `${what}, at the end: ${words}`, 'MB', 'at the beginning', [course.end], [course.begin]),
    row(
      `${id}${name}-growth`,
      `${what}: what it grows by, by ${course.count} moments`,
      'MB a minute',
      'what it has at the beginning',
      [course.aMinute],
      [course.begin],
    ),
  ];
  const { resident, used } = hub;
  return [
    ...of('page-memory', 'objects and buffers of the page, collected', page),
    ...of('hub-memory', 'objects and buffers of the hub’s thread, collected', used),
    mostOf(`${id}page-resident`, 'the page’s process, pictures and all', pageResident),
    mostOf(`${id}hub-resident`, 'the hub', resident),
  ];
}

function mostOf(id: string, whose: string, { most, begin, count }: Course): Row {
  const what = `resident memory of ${whose}, not collected, at most, at ${count} moments`;
  return row(id, what, 'MB', 'at the beginning', [most], [begin]);
}
