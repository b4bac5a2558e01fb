import { numberOf, textOf } from '../reports/index.ts';
import { sayAgo } from '../words/index.ts';
import { FlowLink, maxRows, Place, Section, type ThingsProps } from './section.tsx';

export function ScopeTable({ model, items, listings, now }: ThingsProps) {
  const rows = items.slice(0, maxRows);
  return (
    <Section
      title="Scopes"
      none="no cancel scope was entered"
      listings={listings}
      shown={rows.length}
      heads={['Scope', 'State', 'Flow', 'Entered', 'Where', 'Cancelled']}
    >
      {rows.map((scope, at) => {
        const state = textOf(scope.state);
        const entered = numberOf(scope.entered);
        return (
          <tr key={`${textOf(scope.target)} ${textOf(scope.id)} ${at}`}>
            <th scope="row">{textOf(scope.name)}</th>
            <td>
              <span class={`chip ${state === 'crossed' || state === 'abandoned' ? 'error' : ''}`}>{state}</span>
            </td>
            <td>
              <FlowLink model={model} flow={scope.flow} name={scope.flowName} />
            </td>
            <td>{entered === undefined ? '–' : sayAgo(entered, now)}</td>
            <td>
              <Place value={scope.site} />
            </td>
            <td class="wraps">{textOf(scope.cancelled) || <span class="quiet">no</span>}</td>
          </tr>
        );
      })}
    </Section>
  );
}
