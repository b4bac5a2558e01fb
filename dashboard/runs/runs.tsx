import { useState } from 'preact/hooks';
import type { StoredRun } from '../../src/wire/protocol/index.ts';
import { Empty, goTo, StartCommand, useNow, type ViewProps } from '../frame/index.ts';
import type { Shelf } from '../model/index.ts';
import { sayMoment } from '../words/index.ts';
import { Comparison } from './comparison.tsx';
import { FileDrop } from './file-drop.tsx';
import { shownRuns, useHistory } from './history.ts';
import { liveAddress, pastAddress, RunTable } from './run-table.tsx';
import { livePrefix } from './side-of.ts';

/** `#/runs`, and `#/runs/compare/A/B`. */
export function Runs({ shelf, place: { rest } }: ViewProps) {
  const { live } = shelf;
  const now = useNow(1_000);
  const { runs: past, trouble } = useHistory(live);
  const running = live.runs.value.filter(({ ended }) => ended === undefined);
  const ids = new Set(running.map(({ id }) => id));
  const over = (past ?? []).filter(({ id }) => !ids.has(id));
  const kept = live.runs.value.filter(({ id, ended }) => ended !== undefined && !over.some(one => one.id === id));
  const [what, before = '', after = ''] = rest;
  return (
    <section class="runs-view">
      <h1>Runs</h1>
      <h2>Now</h2>
      {running.length === 0 ? (
        <Empty title="No program runs here.">
          <StartCommand model={live} />
        </Empty>
      ) : (
        <RunTable
          caption="Programs that run now"
          runs={running}
          now={now}
          addressFor={liveAddress}
          seenNow={({ id }) => live.countsOf(id)}
        />
      )}
      <h2>Before</h2>
      {trouble !== undefined && <p class="quiet">{trouble}</p>}
      {trouble === undefined && past !== undefined && over.length + kept.length === 0 && (
        <p class="quiet">Nothing has ended yet.</p>
      )}
      {kept.length > 0 && (
        <>
          <p class="quiet">What this page saw of what has ended is here until it is closed:</p>
          <RunTable caption="Programs that this page saw" runs={kept} now={now} addressFor={liveAddress} />
        </>
      )}
      {over.length > 0 && <RunTable caption="Programs that ran" runs={over} now={now} addressFor={pastAddress} />}
      {past !== undefined && past.length >= shownRuns && (
        <p class="quiet">The newest {shownRuns} are listed; eddy history has all.</p>
      )}
      <FileDrop shelf={shelf} ports={live.ports} />
      <h2 id="compare">Compare two</h2>
      <Choice shelf={shelf} running={running} over={over} before={before} after={after} />
      {what === 'compare' && before !== '' && after !== '' && (
        <Comparison shelf={shelf} ports={live.ports} before={before} after={after} />
      )}
    </section>
  );
}

interface ChoiceProps {
  readonly shelf: Shelf;
  readonly running: readonly StoredRun[];
  readonly over: readonly StoredRun[];
  readonly before: string;
  readonly after: string;
}

function Choice({ shelf, running, over, before, after }: ChoiceProps) {
  const titled = (run: StoredRun) => `${run.name ?? run.words.join(' ').slice(0, 50)} · ${sayMoment(run.started)}`;
  const options = [
    ...running.map(run => [`${livePrefix}${run.id}`, `${titled(run)} (runs)`] as const),
    ...[...shelf.files.value.values()].map(({ past }) => [past!.id, past!.title] as const),
    ...over.map(run => [run.id, titled(run)] as const),
  ];
  const [a, setA] = useState(before);
  const [b, setB] = useState(after);
  if (options.length < 2)
    return <p class="quiet">There have to be two: of those that run, those that ran, and files.</p>;
  return (
    <form
      class="row"
      onSubmit={event => {
        event.preventDefault();
        goTo('runs', ['compare', a, b]);
      }}
    >
      <Side label="A" value={a} options={options} onChange={setA} />
      <Side label="B" value={b} options={options} onChange={setB} />
      <button type="submit" class="primary" disabled={a === '' || b === '' || a === b}>
        Compare
      </button>
    </form>
  );
}

interface SideProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [id: string, title: string])[];
  readonly onChange: (id: string) => void;
}

function Side({ label, value, options, onChange }: SideProps) {
  return (
    <label class="side-choice">
      {label}{' '}
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        <option value="">choose a run</option>
        {options.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
