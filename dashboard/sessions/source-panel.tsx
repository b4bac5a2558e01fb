import { useMemo, useState } from 'preact/hooks';
import type { Hold, SessionView } from '../../src/wire/protocol/index.ts';
import { attempt, Empty, useNow } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import {
  type CurrentLine,
  FilePicker,
  flowsIn,
  type LineMark,
  marksIn,
  type NamedFile,
  SourcePane,
  type WantedLine,
} from '../source/index.ts';
import { sayAgo } from '../words/index.ts';
import { canAsk } from './can-ask.ts';
import { LineMenu } from './line-menu.tsx';
import type { Looks } from './use-looks.ts';
import { useSource } from './use-source.ts';

interface SourcePanelProps {
  readonly model: Model;
  readonly files: readonly NamedFile[];
  readonly file: string | undefined;
  readonly target: string | undefined;
  readonly line: WantedLine;
  readonly hold: Hold | undefined;
  readonly looks: Looks;
  readonly chosen: SessionView | undefined;
  readonly onShow: (file: string, line?: number, target?: string) => void;
}

/** A file of the program; its lines are where probes are set. */
export function SourcePanel({ model, files, file, target, line, hold, looks, chosen, onShow }: SourcePanelProps) {
  const { source, error } = useSource(file, target);
  const [menuLine, setMenuLine] = useState<number | undefined>(undefined);
  const sessions = model.sessions.value;
  const path = source?.file;
  const isLive = canAsk(model);
  const holds = model.holds.value;
  const remove = (probes: readonly LineMark[]) =>
    attempt(async () => {
      for (const { probe } of probes) await model.ask('unset', { what: probe });
      await model.refreshSessions();
    });
  const signs = useMemo(() => {
    if (path === undefined) return undefined;
    return {
      // Nothing is bound in a program that has ended.
      marks: marksIn(path, sessions).map(mark => (isLive ? mark : { ...mark, state: 'gone' as const })),
      current: currentIn(path, hold),
      flows: isLive ? flowsIn(path, looks.targets, stoppedIn(holds)) : new Map(),
      onMove: (mark: LineMark, to: number) => void attempt(() => moveProbe(model, mark, path, to)),
    };
  }, [model, path, sessions, hold, holds, looks, isLive]);
  return (
    <section class="sessions-source" aria-label="Source">
      <div class="row source-head">
        <FilePicker
          files={files}
          file={path ?? file}
          onPick={(one, at) => onShow(one.file, at, one.target ?? target)}
        />
        {isLive && <LooksAbout looks={looks} />}
      </div>
      <div class="source-body">
        {error !== undefined && (
          <Empty title="This source cannot be shown.">
            <p class="quiet">{error}</p>
          </Empty>
        )}
        {file === undefined && <Empty title="No target has named a file yet." />}
        {source !== undefined && signs !== undefined && (
          <SourcePane
            source={source}
            signs={signs}
            line={line.line > 0 ? line : undefined}
            onLine={at => isLive && setMenuLine(at)}
            onClear={at => isLive && void remove(signs.marks.filter(mark => mark.line === at))}
          />
        )}
      </div>
      {menuLine !== undefined && source !== undefined && signs !== undefined && (
        <LineMenu
          model={model}
          source={source}
          line={menuLine}
          marks={signs.marks.filter(mark => mark.line === menuLine)}
          chosen={chosen}
          onRemove={mark => remove([mark])}
          onMove={signs.onMove}
          onClose={() => setMenuLine(undefined)}
        />
      )}
    </section>
  );
}

/** How old the counts beside lines are: they are samples. */
function LooksAbout({ looks: { at, silent } }: { readonly looks: Looks }) {
  const now = useNow(1_000);
  return (
    <span
      class="quiet source-about"
      title="How many flows are at a line is looked at about once a second, rarer when that would cost the program more."
    >
      {at === undefined ? 'looking for flows …' : `flows in lines: as of ${sayAgo(at, now)}`}
      {silent.length > 0 && <span class="error-text"> · no answer from {silent.join(', ')}</span>}
    </span>
  );
}

/** Targets in which nothing runs: a flow of theirs stopped the thread. */
function stoppedIn(holds: readonly Hold[]): ReadonlySet<string> {
  return new Set(holds.filter(({ kind }) => kind === 'stop').map(({ target }) => target));
}

/** Of the flow that is looked at: where it stands, and where its callers wait. */
function currentIn(file: string, hold: Hold | undefined): CurrentLine[] {
  if (hold === undefined) return [];
  const held = hold.place.file === file ? [{ line: hold.place.line, is: 'held' as const }] : [];
  const callers = hold.stack.slice(1).filter(one => one.file === file && one.line !== hold.place.line);
  return [...held, ...callers.map(({ line }) => ({ line, is: 'caller' as const }))];
}

/** The same probe at another line; the one that was refused goes when the new one was taken. */
async function moveProbe(model: Model, mark: LineMark, file: string, line: number): Promise<void> {
  const session = model.sessions.value.find(({ id }) => id === mark.session);
  const spec = session?.probes.find(one => one.spec.id === mark.probe)?.spec;
  if (session === undefined || spec === undefined) throw new Error(`${mark.probe} is not there any more.`);
  const { kind, condition, text, fromHit, everyHits, maxHits, maxPerSecond, holdForMs, allowSideEffects, expiresAt } =
    spec;
  const words = { condition, text };
  const limits = { fromHit, everyHits, maxHits, maxPerSecond, holdForMs, allowSideEffects };
  await model.ask('probe', {
    session: session.name,
    match: [],
    probes: [{ kind, place: { file, line }, ...withoutHoles(words) }],
    limits: {
      ...withoutHoles(limits),
      ...(expiresAt === undefined ? {} : { expiresInMs: Math.max(1, expiresAt - Date.now()) }),
    },
  });
  await model.ask('unset', { what: mark.probe });
  await model.refreshSessions();
}

function withoutHoles<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never;
}
