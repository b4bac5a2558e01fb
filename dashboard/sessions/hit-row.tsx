import { useMemo } from 'preact/hooks';
import { addressOf } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { expressionsOf, sayValue, ValueTree } from '../values/index.ts';
import { sayPlace, sayTime } from '../words/index.ts';
import type { Hit } from './hit-list.ts';
import { StackList } from './stack-list.tsx';

interface HitRowProps {
  readonly model: Model;
  readonly hit: Hit;
  readonly series: number;
  readonly isOpen: boolean;
  readonly isCompared: boolean;
  readonly onOpen: () => void;
  readonly onCompare: () => void;
  readonly onShow: (file: string, line?: number, target?: string) => void;
}

/** One hit in a line; opened, what was there at that moment. */
export function HitRow({ model, hit, series, isOpen, isCompared, onOpen, onCompare, onShow }: HitRowProps) {
  const { at, kind, probe, flow, file, line, function: name, text, locals, stack, target } = hit;
  const flowName = flow === undefined ? undefined : nameOf(model, flow);
  const parts = useMemo(() => Object.entries(locals ?? {}).map(([one, value]) => ({ name: one, value })), [locals]);
  const place = file === undefined ? '' : sayPlace(file, line, 1);
  return (
    <>
      <tr class={isCompared ? 'hit-compared' : ''}>
        <td>
          {locals !== undefined && (
            <input
              type="checkbox"
              aria-label={`Compare the hit of ${sayTime(at, true)}`}
              checked={isCompared}
              onChange={onCompare}
            />
          )}
        </td>
        <td class="mono hit-time">{sayTime(at, true)}</td>
        <td>
          <span class={`hit-kind series-${series}`}>{kind}</span> <span class="quiet">{probe}</span>
        </td>
        <td>
          {flow !== undefined && (
            <a href={addressOf('flow', [flow])} title={flow}>
              {flowName}
            </a>
          )}
        </td>
        <td>
          {file !== undefined && (
            <button
              type="button"
              class="link mono"
              title={`${file}:${line}`}
              onClick={() => onShow(file, line, target)}
            >
              {place}
            </button>
          )}{' '}
          <span class="quiet hit-function">{name}</span>
        </td>
        <td class="hit-there">
          {text !== undefined && <span class="mono">{text}</span>}
          {locals !== undefined && (
            <button type="button" class="link mono hit-locals" aria-expanded={isOpen} onClick={onOpen}>
              {isOpen ? '▾' : '▸'} {sayLocals(locals)}
            </button>
          )}
        </td>
      </tr>
      {isOpen && locals !== undefined && (
        <tr class="hit-open">
          <td />
          <td colSpan={5}>
            <div class="hit-picture">
              <ValueTree
                label={`Variables at ${sayTime(at, true)}`}
                parts={parts}
                expressions={expressionsOf(model.target(target))}
              />
              {stack.length > 0 && (
                <StackList
                  hold={{ stack, place: { file: file ?? '', line: line ?? 0, column: 0, function: name ?? '' } }}
                  onShow={(one, number) => onShow(one, number, target)}
                />
              )}
            </div>
          </td>
        </tr>
      )}
    </>
  );
}

const maxNames = 4;

function sayLocals(locals: Readonly<Record<string, unknown>>): string {
  const names = Object.entries(locals);
  if (names.length === 0) return 'no variables';
  const shown = names.slice(0, maxNames).map(([name, value]) => `${name}=${sayValue(value).slice(0, 40)}`);
  return names.length > maxNames ? `${shown.join(' ')} …` : shown.join(' ');
}

function nameOf(model: Model, flow: string): string {
  const number = model.flows.numberOf(flow);
  return number === undefined ? flow : model.flows.nameOf(number) || flow;
}
