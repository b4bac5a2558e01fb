import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Hold, Variable } from '../../src/wire/protocol/index.ts';
import { attempt } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { expressionsOf, type Part, type TreeEdits, ValueTree } from '../values/index.ts';
import { type Asked, Evaluate } from './evaluate.tsx';
import { keyOf } from './held-choice.ts';

interface HeldValuesProps {
  readonly model: Model;
  readonly hold: Hold;
  readonly asked: readonly Asked[];
  readonly onAsked: (asked: Asked) => void;
}

/** What is in scope where a flow is held: looked at, changed, and asked about. */
export function HeldValues({ model, hold, asked, onAsked }: HeldValuesProps) {
  const id = keyOf(hold);
  const [variables, setVariables] = useState<readonly Variable[] | undefined>(undefined);
  const [trouble, setTrouble] = useState<string | undefined>(undefined);
  const expressions = useMemo(() => expressionsOf(model.target(hold.target)), [model, hold.target]);
  const [revision, setRevision] = useState(0);
  const load = () => setRevision(now => now + 1);
  useEffect(() => {
    let isWanted = true;
    model.ask('variables', { hold: id }).then(
      told => {
        if (!isWanted) return;
        setVariables(told.variables);
        setTrouble(undefined);
      },
      error => isWanted && setTrouble(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isWanted = false;
    };
  }, [model, id, revision]);
  const read = (expression: string) =>
    attempt(async () => (await model.ask('evaluate', { hold: id, expression })).value);
  const edits: TreeEdits = {
    isEditable: name => variables?.some(one => one.name === name && one.editable) === true,
    async set(name, expression) {
      const done = await attempt(() => model.ask('set', { hold: id, name, expression }));
      if (done !== undefined) load();
      return done !== undefined;
    },
  };
  const noteOf = (name: string) =>
    variables?.some(one => one.name === name && one.edited === true) ? 'edited, not written yet' : undefined;
  const [own, around] = useMemo(() => [partsWhere(variables, true), partsWhere(variables, false)], [variables]);
  const tree = (label: string, parts: readonly Part[]) => (
    <ValueTree label={label} parts={parts} expressions={expressions} read={read} edits={edits} noteOf={noteOf} />
  );
  return (
    <>
      <section aria-label="Variables">
        <h3>Variables</h3>
        {variables === undefined && trouble === undefined && <p class="quiet">Reading …</p>}
        {trouble !== undefined && <p class="error-text">{trouble}</p>}
        {variables?.length === 0 && <p class="quiet">There are none here.</p>}
        {own.length > 0 && tree('Variables of the function', own)}
        {around.length > 0 && (
          <details>
            <summary>Of the functions and the module round it</summary>
            {tree('Variables round the function', around)}
          </details>
        )}
      </section>
      <Evaluate
        model={model}
        hold={hold}
        names={variables?.map(({ name }) => name) ?? []}
        expressions={expressions}
        asked={asked}
        onAsked={one => {
          onAsked(one);
          // It may have changed what is there.
          load();
        }}
      />
    </>
  );
}

function partsWhere(variables: readonly Variable[] | undefined, own: boolean): readonly Part[] {
  return variables?.filter(one => one.own === own).map(partOf) ?? [];
}

function partOf({ name, value, why }: Variable): Part {
  if (why !== undefined) return { name, value: { t: 'redacted', why } };
  return { name, value, expression: name };
}
