import { findingRecords } from '../../src/inside/runtime/findings/index.ts';
import { findingKinds } from '../../src/wire/protocol/index.ts';
import { page, table } from './markdown.ts';

export function findingsPage(): string {
  const known = new Map(findingRecords.map(record => [record.kind, record]));
  const made = findingKinds.filter(kind => known.has(kind));
  const later = findingKinds.filter(kind => !known.has(kind));
  const parts = made.map(kind => {
    const record = known.get(kind)!;
    return [
      `## ${kind}`,
      `**Seen when:** ${record.seenWhen}`,
      `**What to do:** ${record.hint}`,
      `Severity: ${record.severity}. Sites: ${record.roles.map(role => `\`${role}\``).join(', ')}.`,
    ].join('\n\n');
  });
  return page(
    'Findings',
    'the records in src/inside/runtime/findings',
    'A finding is something wrong that Eddy saw by itself. It names file and line in your code, and the flows concerned. Two hundred instances from the same lines are one finding with a count. A state that may still pass is looked at again later rather than reported, and what merely follows from another finding is not reported beside it.',
    'Each kind has a program that shows it and a twin that does the same job right, in `test/targets/findings/`; a test runs both.',
    '`eddy run --fail-on KIND[:N]` turns findings into an exit status: 86 when more than N of that kind were seen (N is 0 if left out) and the program itself ended with 0.',
    table(
      ['kind', 'severity', 'seen when'],
      made.map(kind => {
        const record = known.get(kind)!;
        return [`[${kind}](#${kind})`, record.severity, record.seenWhen];
      }),
    ),
    ...(later.length === 0 ? [] : [`Named, but not seen yet: ${later.map(kind => `\`${kind}\``).join(', ')}.`]),
    ...parts,
  );
}
