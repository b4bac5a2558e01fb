import { SeenSince, useRarely } from '../frame/index.ts';
import { sayCount, sayNumber, sayTime } from '../words/index.ts';
import { type GroupBy, groupings } from './lanes/index.ts';
import type { River } from './state/index.ts';

const titles: Readonly<Record<GroupBy, string>> = {
  route: 'route or kind',
  name: 'name',
  process: 'process',
  run: 'run',
};

interface ControlsProps {
  readonly river: River;
  readonly want: () => void;
}

export function Controls({ river, want }: ControlsProps) {
  const isPaused = river.pausedAt.value !== undefined;
  const isPast = river.model.past !== undefined;
  const act = (work: () => void) => () => {
    work();
    want();
  };
  const middle = () => river.window.width / 2;
  return (
    <div class="row river-controls">
      <h1>River</h1>
      <label>
        <span class="river-word">Group by </span>
        <select
          value={river.by.value}
          aria-label="Group by"
          onChange={event => {
            river.by.value = groupings.find(one => one === event.currentTarget.value) ?? 'route';
          }}
        >
          {groupings.map(by => (
            <option key={by} value={by}>
              {titles[by]}
            </option>
          ))}
        </select>
      </label>
      <input
        type="search"
        placeholder="Name, id or /path/*"
        aria-label="Only flows with this name, id or path"
        value={river.filter.value}
        onInput={event => {
          river.filter.value = event.currentTarget.value;
        }}
        onKeyDown={event => {
          // By itself it would be emptied, and say so to nobody.
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
      {river.target.value !== undefined && (
        <button type="button" onClick={act(() => (river.target.value = undefined))} title="Show all processes">
          only {river.model.targetTitle(river.target.value)} ✕
        </button>
      )}
      <span class="river-buttons">
        {!isPast && (
          <>
            <button
              type="button"
              aria-pressed={river.follows.value && !isPaused}
              title="f: now stays at the right"
              onClick={act(() => river.toggleFollow())}
            >
              Follow
            </button>
            <button
              type="button"
              aria-pressed={isPaused}
              title="Space: the picture stands still; the program does not"
              onClick={act(() => river.togglePause())}
            >
              Pause
            </button>
          </>
        )}
        <button type="button" title="0: all that is known" onClick={act(() => river.showAll())}>
          All
        </button>
        <button type="button" aria-label="Nearer" title="+" onClick={act(() => river.zoom(1 / 1.6, middle()))}>
          +
        </button>
        <button type="button" aria-label="Farther" title="-" onClick={act(() => river.zoom(1.6, middle()))}>
          −
        </button>
      </span>
    </div>
  );
}

/** What is seen, how it is known, and what is missing. */
export function Standing({ river, want }: ControlsProps) {
  const { model } = river;
  useRarely(model.flowsRevision, 500);
  useRarely(model.samples.revision, 1_000);
  const { isLoading, cut } = river.earlier.state.value;
  const held = model.holds.value;
  const progress = river.layout.progress.value;
  const dropped = model.dropped.value;
  return (
    <p class="river-standing">
      {held
        .map(hold => (
          <button key={hold.id} type="button" class="chip held" onClick={() => goToHeld(river, hold.flow, want)}>
            ‖ held: {hold.flowName || hold.flow}
          </button>
        ))
        .slice(0, 5)}
      {held.length > 5 && <span class="chip held">and {held.length - 5} more held</span>}
      <span>
        {sayNumber(model.flows.liveCount)} alive, {sayCount(model.flows.size, 'flow')} known
      </span>
      <SeenSince model={model} />
      {river.filter.value !== '' && progress === undefined && river.lanes.groups.every(({ total }) => total === 0) && (
        <span class="chip warning">no flow is called that</span>
      )}
      {river.pausedAt.value !== undefined && (
        <span class="chip held">The picture stands at {sayTime(river.pausedAt.value)}</span>
      )}
      {isSampled(model) && (
        <span class="chip warning" title="Started with --record it tells when each flow begins and ends.">
          sampled: a program here does not tell its flows
        </span>
      )}
      {isLoading && <span>Reading what ran before …</span>}
      {cut !== undefined && <span>{cut}</span>}
      {dropped > 0 && <span class="chip warning">{sayCount(dropped, 'flow')} let go of here</span>}
      {model.lost.value > 0 && (
        <span class="chip warning">{sayCount(model.lost.value, 'event')} lost on the way here</span>
      )}
      {progress !== undefined && <span>Laying out: {Math.round(progress * 100)} %</span>}
      {model.samples.silent.value.length > 0 && (
        <span class="chip warning">
          {sayCount(model.samples.silent.value.length, 'process or thread gives', 'processes or threads give')} no
          answer now
        </span>
      )}
    </p>
  );
}

/** Of some program only looks are known: what is shorter than from one to the next is not seen. */
function isSampled({ past, runs, run }: River['model']): boolean {
  const looked = runs.value.filter(
    ({ id, ended }) => ended === undefined && (run.value === undefined || run.value === id),
  );
  return past === undefined && looked.some(({ records }) => records !== true);
}

function goToHeld(river: River, id: string, want: () => void): void {
  river.selected.value = id;
  river.reveal(id);
  want();
}

const looks: readonly (readonly [look: string, what: string])[] = [
  ['live', 'alive'],
  ['done', 'done'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
  ['lost', 'end not seen'],
  ['held', 'held'],
  ['busy', 'running (sampled)'],
  ['waiting', 'waiting (sampled)'],
  ['lock', 'lock'],
  ['scope', 'scope'],
  ['unknown', 'not all is known'],
];

export function Legend() {
  return (
    <ul class="river-legend" aria-label="What the looks mean">
      {looks.map(([look, what]) => (
        <li key={look}>
          <span class={`river-look look-${look}`} aria-hidden="true" /> {what}
        </li>
      ))}
    </ul>
  );
}
