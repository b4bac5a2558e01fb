import { numberOf, textOf } from '../reports/index.ts';
import { sayMs } from '../words/index.ts';
import { FlowLink, maxRows, Section, type ThingsProps } from './section.tsx';

/** Sessions with whatever service, as the program itself told of them. Without any there is nothing to say. */
export function SessionTable({ model, items, listings }: ThingsProps) {
  const rows = items.slice(0, maxRows);
  if (rows.length === 0) return null;
  return (
    <Section
      title="Sessions of the program"
      none=""
      listings={listings}
      shown={rows.length}
      heads={['Session', 'Type', 'Status', 'Opened by', '#Age']}
    >
      {rows.map((one, at) => (
        <tr key={`${textOf(one.target)} ${textOf(one.id)} ${at}`}>
          <th scope="row">{textOf(one.id)}</th>
          <td>{textOf(one.type)}</td>
          <td>
            <span class={`chip ${one.status === 'failed' || one.ownerEnded === true ? 'error' : ''}`}>
              {textOf(one.status)}
              {one.ownerEnded === true && ', its flow has ended'}
            </span>
          </td>
          <td>
            <FlowLink model={model} flow={one.flow} name={one.owner} />
          </td>
          <td class="number">{sayMs(numberOf(one.ageMs) ?? Number.NaN)}</td>
        </tr>
      ))}
    </Section>
  );
}
