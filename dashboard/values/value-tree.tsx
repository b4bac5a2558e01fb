import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { nodeOf, sayCut, sortOf } from './captured.ts';
import type { Expressions } from './expressions.ts';
import {
  closedTree,
  forgetRead,
  joined,
  mustBeRead,
  nextPage,
  type Part,
  type TreeRow,
  type TreeState,
  treeRows,
} from './parts.ts';
import { ValueField } from './value-field.tsx';

export interface ValueTreeProps {
  /** What it is a tree of, for who does not see it. */
  readonly label: string;
  /** The same list as long as the values are the same. */
  readonly parts: readonly Part[];
  readonly expressions: Expressions;
  /** Reads an expression in the program; absent: what was captured is all there is. Undefined: it failed, and was told. */
  readonly read?: (expression: string) => Promise<unknown>;
  /** Of the names at the top. */
  readonly edits?: TreeEdits;
  /** A word beside a name at the top. */
  readonly noteOf?: (name: string) => string | undefined;
}

export interface TreeEdits {
  isEditable(name: string): boolean;
  /** Whether it was taken. */
  set(name: string, expression: string): Promise<boolean>;
}

const reads = 100;

/** Names and values, opened as far as somebody wants, by mouse or by keys as trees have them. */
export function ValueTree({ label, parts, expressions, read, edits, noteOf }: ValueTreeProps) {
  const [state, setState] = useState<TreeState>(closedTree);
  const [at, setAt] = useState<string | undefined>(undefined);
  const [edited, setEdited] = useState<string | undefined>(undefined);
  const tree = useRef<HTMLDivElement>(null);
  // What was read belonged to the values before.
  useEffect(() => setState(forgetRead), [parts]);
  const rows = treeRows(parts, state, expressions);
  const current = rows.find(({ id }) => id === at) ?? rows[0];

  const change = (more: Partial<TreeState>) => setState(now => ({ ...now, ...more }));
  const keep = (id: string, value: unknown) => setState(now => ({ ...now, read: new Map(now.read).set(id, value) }));
  const open = async (row: TreeRow) => {
    change({ open: new Set(state.open).add(row.id) });
    if (!mustBeRead(row.value) || row.expression === undefined || read === undefined) return;
    const value = await read(row.expression);
    if (value !== undefined) keep(row.id, value);
  };
  const close = ({ id }: TreeRow) => change({ open: new Set([...state.open].filter(one => one !== id)) });
  const showMore = async ({ parent, value, expression }: TreeRow) => {
    const { shown, readFrom } = nextPage(value, state.shown.get(parent!));
    change({ shown: new Map(state.shown).set(parent!, shown) });
    if (readFrom === undefined || expression === undefined || read === undefined) return;
    const { t } = nodeOf(value)!;
    const more = await read(expressions.slice(expression, t, readFrom, readFrom + reads));
    if (more !== undefined) keep(parent!, joined(value, more));
  };
  const isEditable = (row: TreeRow) => row.depth === 0 && row.kind === 'part' && edits?.isEditable(row.name) === true;
  const choose = (row: TreeRow) => {
    if (row.kind === 'more') void showMore(row);
    else if (row.isOpen === true) close(row);
    else if (row.isOpen === false) void open(row);
  };
  const focus = (id: string | undefined) => {
    if (id === undefined) return;
    setAt(id);
    const index = rows.findIndex(row => row.id === id);
    tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[index]?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (current === undefined || edited !== undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = rows.indexOf(current);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focus(rows[index + 1]?.id),
      ArrowUp: () => focus(rows[index - 1]?.id),
      Home: () => focus(rows[0]?.id),
      End: () => focus(rows.at(-1)?.id),
      ArrowRight: () => (current.isOpen === false ? void open(current) : current.isOpen && focus(rows[index + 1]?.id)),
      ArrowLeft: () => (current.isOpen === true ? close(current) : focus(current.parent)),
      Enter: () => (isEditable(current) ? setEdited(current.id) : choose(current)),
      F2: () => isEditable(current) && setEdited(current.id),
      ' ': () => choose(current),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  };

  return (
    <div class="values" role="tree" aria-label={label} ref={tree}>
      {rows.map(row => (
        <Row
          key={row.id}
          row={row}
          isCurrent={row === current}
          isEditable={isEditable(row)}
          canRead={read !== undefined && row.expression !== undefined}
          note={row.depth === 0 && row.kind === 'part' ? noteOf?.(row.name) : undefined}
          onFocus={() => setAt(row.id)}
          onKeyDown={onKeyDown}
          onChoose={() => choose(row)}
          onEdit={() => isEditable(row) && setEdited(row.id)}
        >
          {edited === row.id && (
            <ValueField
              name={row.name}
              text={row.text}
              onLeave={() => setEdited(undefined)}
              onDone={async expression => {
                if (expression !== undefined && !(await edits!.set(row.name, expression))) return;
                setEdited(undefined);
                focus(row.id);
              }}
            />
          )}
        </Row>
      ))}
    </div>
  );
}

interface RowProps {
  readonly row: TreeRow;
  readonly isCurrent: boolean;
  readonly isEditable: boolean;
  readonly canRead: boolean;
  readonly note: string | undefined;
  readonly onFocus: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onChoose: () => void;
  readonly onEdit: () => void;
  readonly children: ComponentChildren;
}

const indents = 8;

function Row({ row, isCurrent, isEditable, canRead, note, onFocus, onKeyDown, onChoose, onEdit, children }: RowProps) {
  const { depth, name, value, isOpen, kind, text } = row;
  const node = nodeOf(value);
  const isCut = kind === 'part' && node !== undefined && isOpen !== true;
  const cut = !isCut ? undefined : canRead && mustBeRead(value) ? 'read when it is opened' : sayCut(node);
  return (
    <div
      role="treeitem"
      class={`value-row indent-${Math.min(depth, indents)} ${kind}`}
      aria-level={depth + 1}
      aria-expanded={isOpen}
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onClick={onChoose}
      onDblClick={onEdit}
      title={isEditable ? 'Double click or Enter: change it' : undefined}
    >
      <span class="value-mark" aria-hidden="true">
        {isOpen === undefined ? '' : isOpen ? '▾' : '▸'}
      </span>
      {kind === 'part' && (
        <>
          <span class={isEditable ? 'value-name editable' : 'value-name'}>{name}</span>
          <span class="value-colon">: </span>
        </>
      )}
      {children || <span class={`value-text ${kind === 'part' ? sortOf(value) : ''}`}>{text}</span>}
      {node?.id !== undefined && node.t !== 'ref' && kind === 'part' && <span class="value-note">#{node.id}</span>}
      {cut !== undefined && <span class="value-note">{cut}</span>}
      {note !== undefined && <span class="value-note edited">{note}</span>}
    </div>
  );
}
