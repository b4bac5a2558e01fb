import { useMemo } from 'preact/hooks';
import type { Hold } from '../../src/wire/protocol/index.ts';
import type { Model } from '../model/index.ts';
import { ExpressionField, type Suggestion } from '../source/index.ts';
import { type Expressions, isPython, nodeOf, partsOf, sayValue, ValueTree } from '../values/index.ts';
import { flowOf, keyOf } from './held-choice.ts';

interface EvaluateProps {
  readonly model: Model;
  readonly hold: Hold;
  /** In scope. */
  readonly names: readonly string[];
  readonly expressions: Expressions;
  /** Of all that were held, the oldest first. */
  readonly asked: readonly Asked[];
  readonly onAsked: (asked: Asked) => void;
}

export interface Asked {
  readonly number: number;
  readonly expression: string;
  /** Where it was asked: elsewhere it may give another answer. */
  readonly hold: string;
  /** `TARGET/FLOW`. */
  readonly flow: string;
  readonly value?: unknown;
  readonly error?: string;
}

const path =
  /^(?:this|[\p{ID_Start}_$][\p{ID_Continue}$]*)(?:\??\.#?[\p{ID_Start}_$][\p{ID_Continue}$]*|\[(?:\d+|'[^'\\]*'|"[^"\\]*")\])*$/u;
/** What stands before the dot that is typed last. */
const beforeDot = /([\p{ID_Start}_$][\p{ID_Continue}$.[\]'"]*)\.[\p{ID_Continue}$]*$/u;
const plainName = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

/** Expressions in the place of the held flow, in its own words and with its own names. */
export function Evaluate({ model, hold, names, expressions, asked, onAsked }: EvaluateProps) {
  const id = keyOf(hold);
  const language = isPython(model.target(hold.target)) ? 'Python' : 'JavaScript';
  const evaluate = async (expression: string) => (await model.ask('evaluate', { hold: id, expression })).value;
  const enter = async (expression: string) => {
    const number = (asked.at(-1)?.number ?? 0) + 1;
    const question = { number, expression, hold: id, flow: flowOf(hold) };
    try {
      onAsked({ ...question, value: await evaluate(expression) });
    } catch (error) {
      onAsked({ ...question, error: error instanceof Error ? error.message : String(error) });
    }
  };
  const complete = async (before: string): Promise<readonly Suggestion[]> => {
    const owner = beforeDot.exec(before)?.[1];
    if (owner === undefined) return names.map(label => ({ label, type: 'variable' }));
    // What calls something is not done for a suggestion, nor what cannot be there.
    const [root = ''] = owner.split(/[.?[]/, 1);
    if (!path.test(owner) || !(root === 'this' || names.includes(root))) return [];
    const value = await evaluate(owner).catch(() => undefined);
    const { t } = nodeOf(value) ?? { t: '' };
    if (t !== 'object' && t !== 'error') return [];
    return partsOf(value, owner, expressions)
      .filter(({ name }) => plainName.test(name))
      .map(({ name, value: field }) => ({ label: name, type: 'property', detail: sayValue(field).slice(0, 40) }));
  };
  return (
    <section aria-label="Evaluate">
      <h3>Evaluate</h3>
      <ExpressionField
        label={`An expression in ${language}, evaluated where the flow is held`}
        hint={`${language}: Enter evaluates it here`}
        isPython={language === 'Python'}
        history={asked.map(({ expression }) => expression)}
        complete={complete}
        onEnter={expression => void enter(expression)}
      />
      <div class="evaluated-list" role="log" aria-label="Answers">
        {asked
          .filter(({ flow }) => flow === flowOf(hold))
          .toReversed()
          .map(one => (
            <Answer key={one.number} asked={one} isHere={one.hold === id} expressions={expressions} read={evaluate} />
          ))}
      </div>
    </section>
  );
}

interface AnswerProps {
  readonly asked: Asked;
  readonly isHere: boolean;
  readonly expressions: Expressions;
  readonly read: (expression: string) => Promise<unknown>;
}

function Answer({ asked: { expression, value, error }, isHere, expressions, read }: AnswerProps) {
  const parts = useMemo(() => {
    // To read more of what a call gave it would be called again.
    const way = isHere && path.test(expression) ? { expression } : {};
    return [{ name: expression, value, ...way }];
  }, [expression, value, isHere]);
  if (error !== undefined) {
    return (
      <div class="evaluated">
        {!isHere && <Before />}
        <code>{expression}</code>
        <p class="error-text">{error}</p>
      </div>
    );
  }
  return (
    <div class="evaluated">
      {!isHere && <Before />}
      <ValueTree
        label={`Answer of ${expression}`}
        parts={parts}
        expressions={expressions}
        read={one => read(one).catch(() => undefined)}
      />
    </div>
  );
}

/** Of the same flow, but not of now. */
function Before() {
  return <p class="quiet evaluated-before">where it stood before</p>;
}
