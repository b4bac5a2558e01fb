import type { FindingGroup } from '../model/index.ts';
import { type FindingFilter, severities } from './filter.ts';

interface FilterRowProps {
  readonly filter: FindingFilter;
  readonly all: readonly FindingGroup[];
  readonly onChange: (more: Partial<FindingFilter>) => void;
}

export function FilterRow({ filter, all, onChange }: FilterRowProps) {
  if (all.length === 0) return null;
  const kinds = [...new Set([...all.map(({ kind }) => kind as string), ...(filter.kind === '' ? [] : [filter.kind])])];
  return (
    <search class="row filter-row">
      <input
        type="search"
        aria-label="Words in a finding"
        placeholder="words, a file, a flow (/)"
        value={filter.text}
        onInput={({ currentTarget }) => onChange({ text: currentTarget.value })}
      />
      <select
        aria-label="Severity"
        value={filter.severity}
        onChange={({ currentTarget }) => onChange({ severity: currentTarget.value })}
      >
        <option value="">every severity</option>
        {severities.map(one => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
      <select
        aria-label="Kind"
        value={filter.kind}
        onChange={({ currentTarget }) => onChange({ kind: currentTarget.value })}
      >
        <option value="">every kind</option>
        {kinds.toSorted().map(one => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </search>
  );
}
