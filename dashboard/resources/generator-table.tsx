import { numberOf, textOf } from '../reports/index.ts';
import { sayAgo, sayNumber } from '../words/index.ts';
import { FlowLink, maxRows, Place, Section, type ThingsProps } from './section.tsx';

export function GeneratorTable({ model, items, listings, now }: ThingsProps) {
  const rows = items.slice(0, maxRows);
  return (
    <Section
      title="Generators"
      none="no async generator was started"
      listings={listings}
      shown={rows.length}
      heads={['Generator', 'State', 'Flow', '#Steps', 'Holds', 'Started', 'First stepped']}
    >
      {rows.map((one, at) => {
        const started = numberOf(one.started);
        const holding = numberOf(one.holding) ?? 0;
        return (
          <tr key={`${textOf(one.target)} ${textOf(one.id)} ${at}`}>
            <th scope="row">
              {textOf(one.name)} #{textOf(one.id)}
            </th>
            <td>
              <span class="chip">{textOf(one.state)}</span>
            </td>
            <td>
              <FlowLink model={model} flow={one.flow} />
            </td>
            <td class="number">{sayNumber(numberOf(one.steps) ?? Number.NaN)}</td>
            <td>{holding === 0 ? <span class="quiet">nothing</span> : `${holding} across a yield`}</td>
            <td>{started === undefined ? '–' : sayAgo(started, now)}</td>
            <td>
              <Place value={one.stepped} />
            </td>
          </tr>
        );
      })}
    </Section>
  );
}
