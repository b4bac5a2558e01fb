import { useEffect, useMemo, useRef } from 'preact/hooks';
import { type Difference, diffLocals, sayValue } from '../values/index.ts';
import { sayCount, sayTime } from '../words/index.ts';
import type { Hit } from './hit-list.ts';

const mostUnknown = 100;

/** What changed between two hits, leaf by leaf: the earlier one is on the left. */
export function Comparison({ hits }: { readonly hits: readonly Hit[] }) {
  const [earlier, later] = [...hits].sort((a, b) => a.at - b.at) as [Hit, Hit];
  const diff = useMemo(() => diffLocals(earlier.locals ?? {}, later.locals ?? {}), [earlier, later]);
  const told = diff.differences.filter(({ change }) => change !== 'unknown');
  const unknown = diff.differences.filter(({ change }) => change === 'unknown');
  const box = useRef<HTMLElement>(null);
  // Hits that are compared may stand far below.
  useEffect(() => box.current?.scrollIntoView({ block: 'start' }), [earlier, later]);
  return (
    <section ref={box} class="card hit-comparison" aria-label="Two hits side by side">
      <h3>What changed</h3>
      {told.length === 0 && <p>Nothing that was captured is different.</p>}
      {told.length > 0 && (
        <div class="scroll-x">
          <table>
            <thead>
              <tr>
                <th scope="col">Where</th>
                <th scope="col">{sideOf(earlier)}</th>
                <th scope="col">{sideOf(later)}</th>
              </tr>
            </thead>
            <tbody>
              {told.map(one => (
                <tr key={`${one.change} ${one.path}`} class={one.change}>
                  <th scope="row" class="mono">
                    <span class="change" title={one.change}>
                      {signs[one.change]}
                    </span>{' '}
                    {one.path} <span class="unseen">{one.change}</span>
                  </th>
                  <td class="mono">{one.change === 'added' ? <span class="quiet">–</span> : sayValue(one.before)}</td>
                  <td class="mono">{one.change === 'removed' ? <span class="quiet">–</span> : sayValue(one.after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="quiet">
        {sayCount(diff.same, 'value is', 'values are')} the same.
        {diff.cut && ' There are more differences than are listed.'}
      </p>
      {unknown.length > 0 && (
        <details>
          <summary>{sayCount(unknown.length, 'value')} of which the captures do not tell</summary>
          <ul class="hit-unknown">
            {unknown.slice(0, mostUnknown).map(({ path, why }) => (
              <li key={`${path} ${why}`}>
                <code>{path}</code> <span class="quiet">{why}</span>
              </li>
            ))}
          </ul>
          {unknown.length > mostUnknown && <p class="quiet">and {unknown.length - mostUnknown} more</p>}
        </details>
      )}
    </section>
  );
}

const signs: Readonly<Record<Difference['change'], string>> = { added: '+', removed: '−', changed: '≠', unknown: '?' };

function sideOf({ at, probe, flow }: Hit): string {
  return `${sayTime(at, true)} ${probe}${flow === undefined ? '' : ` ${flow}`}`;
}
