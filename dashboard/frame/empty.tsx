import type { ComponentChildren } from 'preact';
import type { Model } from '../model/index.ts';
import { attempt, notify } from './notice.ts';
import { addressOf } from './place.ts';

/** What stands where there is nothing to show: why, and what to do next. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** A line for the terminal, which a click copies. */
export function Command({ children }: { readonly children: string }) {
  const copy = () =>
    attempt(async () => {
      await navigator.clipboard.writeText(children);
      notify('Copied.', 'done');
    });
  return (
    <button type="button" class="command" title="Copy" onClick={copy}>
      <code>{children}</code>
    </button>
  );
}

/** How a program is started that this page shows. */
export function StartCommand({ model }: { readonly model: Model }) {
  const { stays, name } = model.hub.value ?? {};
  return (
    <Command>
      {stays === true ? `eddy run --hub ${name ?? 'main'} --record shop.ts` : 'eddy run --dashboard shop.ts'}
    </Command>
  );
}

/** The same for all views: no program runs, so there is nothing to look at. Draws nothing where one does. */
export function NothingRuns({ model }: { readonly model: Model }) {
  if (model.past !== undefined || model.allTargets.value.length > 0) return null;
  if (model.line.value === 'opening') return <Empty title="Calling the hub …" />;
  const hasRun = model.run.value !== undefined && model.runs.value.length > 0;
  return (
    <Empty title={hasRun ? 'The run that is looked at has no process now.' : 'No program runs here.'}>
      <p>Start one in a terminal, in its own folder:</p>
      <StartCommand model={model} />
      <p class="quiet">
        A Python program is started the same way. <code>--record</code> has it tell of each flow, and keeps that. What
        ran before is in <a href={addressOf('runs')}>Runs</a>.
      </p>
    </Empty>
  );
}
