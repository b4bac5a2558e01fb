import type { Model } from '../model/index.ts';
import { sayMs, sayPlace, sayTime } from '../words/index.ts';

const maxShown = 15;

/** Where it was at the looks so far: what came between two of them nobody saw. */
export function Seen({ model, id }: { readonly model: Model; readonly id: string }) {
  const stretches = model.samples.stretches(id);
  if (stretches.length < 2) return null;
  return (
    <section class="scroll-x">
      <h2>Where it was seen</h2>
      <table>
        <caption class="unseen">Where it was at the looks so far, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">State</th>
            <th scope="col">Where</th>
            <th scope="col" class="number">
              At least
            </th>
          </tr>
        </thead>
        <tbody>
          {stretches
            .slice(-maxShown)
            .toReversed()
            .map(({ state, from, to, file, line, function: name }) => (
              <tr key={from}>
                <td class="mono">{sayTime(from, true)}</td>
                <td>
                  <span class={`chip ${state === 'held' ? 'held' : state === 'running' ? 'busy' : ''}`}>{state}</span>
                </td>
                <td class="mono">{file === undefined ? '–' : `${sayPlace(file, line)} ${name ?? ''}`}</td>
                <td class="number">{sayMs(to - from)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      <p class="quiet">Sampled, up to four times a second while this page is looked at.</p>
    </section>
  );
}
