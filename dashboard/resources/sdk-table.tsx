import { type Item, itemList, numberOf, textOf } from '../reports/index.ts';
import { sayMs, sayNumber } from '../words/index.ts';
import { FlowLink, maxRows, Place, Section, type ThingsProps } from './section.tsx';

export function SdkTable({ model, items, listings, now }: ThingsProps) {
  const rows = items.slice(0, maxRows);
  return (
    <Section
      title="SDK sessions"
      none="no LLM SDK session was opened"
      listings={listings}
      shown={rows.length}
      heads={['Session', 'State', 'Flow', '#Messages', 'Latest message', '#First after', '#Runs for', 'Where']}
    >
      {rows.map(one => (
        <tr key={textOf(one.id)}>
          <th scope="row">{textOf(one.name)}</th>
          <td>
            <span class={`chip ${textOf(one.state) === 'failed' ? 'error' : ''}`}>{textOf(one.state)}</span>
            {textOf(one.error) !== '' && <div class="error-text">{textOf(one.error)}</div>}
          </td>
          <td>
            <FlowLink model={model} flow={one.flow} />
          </td>
          <td class="number">{sayNumber(numberOf(one.messages) ?? Number.NaN)}</td>
          <td>{latest(one)}</td>
          <td class="number">{sayMs(numberOf(one.firstMessageMs) ?? Number.NaN)}</td>
          <td class="number">{sayMs(runsFor(one, now))}</td>
          <td>
            <Place value={one.site} />
          </td>
        </tr>
      ))}
    </Section>
  );
}

/** Its kind alone: what was said never leaves the program. */
function latest(one: Item) {
  const tools = numberOf(one.toolsRunning) ?? 0;
  const children = itemList(one.children).filter(({ alive }) => alive === true);
  return (
    <>
      <span class="mono">{textOf(one.latestType) || '–'}</span>
      {tools > 0 && <span class="quiet"> {tools} tools run</span>}
      {children.length > 0 && <span class="quiet"> child {children.map(({ pid }) => textOf(pid)).join(', ')}</span>}
    </>
  );
}

function runsFor(one: Item, now: number): number {
  const [started, ended, took] = [numberOf(one.started), numberOf(one.ended), numberOf(one.durationMs)];
  if (took !== undefined) return took;
  return started === undefined ? Number.NaN : Math.max(0, (ended ?? now) - started);
}
