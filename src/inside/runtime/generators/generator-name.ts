import type { GeneratorRecord } from './generator-record.ts';

export function nameOf(record: GeneratorRecord): string {
  const name = record.stepped.own?.function ?? '';
  return `async generator #${record.serial}${name === '' ? '' : ` (first stepped in ${name})`}`;
}
