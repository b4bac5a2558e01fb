import './style/index.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { attempt, Frame, followAddress, notify, place, setTheme, stay, theme } from './frame/index.ts';
import { ask, listen } from './hub/index.ts';
import { fileId, Model, type ModelPorts, openPast, Shelf } from './model/index.ts';
import { closeSources, loadEditor } from './source/index.ts';
import { views } from './views.ts';
import { sayNumber } from './words/index.ts';

const ports: ModelPorts = {
  ask,
  now: () => performance.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  isHidden: () => document.hidden,
  onTrouble: error => notify(`Something of Eddy’s page failed: ${String(error)}`),
};
const live = new Model(ports);
const shelf = new Shelf(live);

setTheme(theme.value);
followAddress();
effect(() => {
  live.run.value = place.value.query.get('run') ?? undefined;
});
effect(() => showPast(place.value.query.get('past') ?? undefined));
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) live.wake();
});
// What no view caught.
globalThis.addEventListener('unhandledrejection', ({ reason }) => notify(String(reason?.message ?? reason)));

render(<Frame shelf={shelf} views={views} />, document.getElementById('page')!);
// Not for the first screen, but while the door is there: the hub of one run goes with it. Who shows it tells when it does not come.
globalThis.addEventListener('load', () => void loadEditor().catch(() => {}));
listen({
  onNews(news) {
    if (news.say === 'over') closeSources(news.last?.sources ?? []);
    live.take(news);
  },
  onBefore: events => live.takeBefore(events),
  onLine: state => live.setLine(state),
});

/** The address says which run of the past is shown; a file that was opened is there until the page is loaded again. */
function showPast(id: string | undefined): void {
  const shown = shelf.past.peek()?.past?.id;
  if (id === shown) return;
  if (id === undefined) shelf.putBack();
  else if (id.startsWith(`${fileId}:`)) showFile(id);
  else void attempt(() => readPast(id));
}

function showFile(id: string): void {
  const model = shelf.files.peek().get(id);
  if (model === undefined) {
    notify('That file is not here any more: open it again in Runs.');
    stay({ past: '' });
  } else {
    shelf.show(model);
  }
}

async function readPast(id: string): Promise<void> {
  shelf.opening.value = 'Reading what was kept of it …';
  try {
    const model = await openPast(ports, id, events => {
      shelf.opening.value = `Reading what was kept of it: ${sayNumber(events)} events …`;
    });
    if (place.peek().query.get('past') === id) shelf.show(model);
  } finally {
    shelf.opening.value = undefined;
  }
}
