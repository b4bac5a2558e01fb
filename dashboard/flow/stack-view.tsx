import type { ActivationLine } from '../../src/wire/protocol/index.ts';
import { Excerpt, isOwnFile } from '../excerpt/index.ts';
import { sayMs, sayPlace } from '../words/index.ts';
import { type ActivationRow, activationRows, verbOf } from './activation-tree.ts';
import type { FlowFacts } from './flow-facts.ts';
import type { FlowLook } from './flow-watch.ts';

interface StackViewProps {
  readonly facts: FlowFacts;
  readonly look: FlowLook | undefined;
  /** Where it was when its target told its state last. */
  readonly told: readonly ActivationLine[];
}

const maxRows = 60;

/** The async stack: each function of it that is alive, with the line that it awaits. */
export function StackView({ facts, look, told }: StackViewProps) {
  if (facts.life !== 'alive') return <LastStack facts={facts} told={told} />;
  const rows = look?.flow === undefined ? [] : activationRows(look.flow.activations);
  return (
    <section>
      <h2>Async stack</h2>
      {look === undefined && <p class="quiet">Looking …</p>}
      {look?.flow !== undefined && rows.length === 0 && (
        <p class="quiet">
          None of its functions that have gates is alive: it waits in code that Eddy does not look into.
        </p>
      )}
      <Rows rows={rows} target={facts.target} />
      {rows.length > 0 && <p class="quiet about">Looked at twice a second; callers above those that they called.</p>}
    </section>
  );
}

/** Of a flow that ended with its program, and waited until then. */
function LastStack({ facts, told }: Pick<StackViewProps, 'facts' | 'told'>) {
  if (told.length === 0) return null;
  return (
    <section>
      <h2>Where it was last</h2>
      <Rows rows={activationRows(told)} target={facts.target} />
      <p class="quiet about">As its program said when it ended, or a little before.</p>
    </section>
  );
}

function Rows({ rows, target }: { readonly rows: readonly ActivationRow[]; readonly target: string }) {
  return (
    <>
      <ol class="plain-list">
        {rows.slice(0, maxRows).map(row => (
          <Activation key={row.line.id} row={row} target={target} />
        ))}
      </ol>
      {rows.length > maxRows && <p class="quiet">And {rows.length - maxRows} more.</p>}
    </>
  );
}

function Activation({
  row: { line, depth, isLeaf },
  target,
}: {
  readonly row: ActivationRow;
  readonly target: string;
}) {
  const { function: name, file, state, forMs, async: isAsync } = line;
  return (
    <li class={`activation ${state} depth-${Math.min(depth, 8)}`}>
      <div class="row">
        <strong class="mono">{name === '' ? '(anonymous)' : name}</strong>
        <span class="mono" title={`${file}:${line.line}`}>
          {sayPlace(file, line.line)}
        </span>
        <span class={`chip ${state === 'held' ? 'held' : state === 'running' ? 'busy' : ''}`}>
          {isAsync || state !== 'waiting' ? verbOf(line) : 'called'}
          {forMs !== undefined && ` for ${sayMs(forMs)}`}
        </span>
        <span class="unseen">depth {depth}</span>
      </div>
      {isOwnFile(file) && <Excerpt file={file} line={line.line} target={target} around={isLeaf ? 2 : 0} />}
    </li>
  );
}
