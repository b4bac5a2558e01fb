import type { FindingGroup } from '../model/index.ts';
import { roleSites } from './roles.ts';

/** One finding as text, for a message to somebody or an issue. Times in ISO. */
export function findingText({ kind, severity, finding, count, firstAt, lastAt }: FindingGroup): string {
  const lines = [`${kind} (${severity}), ${count === 1 ? 'once' : `${count} times`}`, finding.message];
  lines.push(`First ${new Date(firstAt).toISOString()}, last ${new Date(lastAt).toISOString()}`);
  for (const { title, site, flowName } of roleSites(finding)) {
    const name = site.function === '' ? '' : ` ${site.function}`;
    const flow =
      site.flow === undefined ? '' : ` in flow ${flowName === undefined ? '' : `"${flowName}" `}${site.flow}`;
    lines.push('', `${title}:${name} ${site.file}:${site.line}:${site.column}${flow}`);
    for (const frame of site.stack) lines.push(`    at ${frame}`);
  }
  lines.push('', `To do: ${finding.hint}`);
  return `${lines.join('\n')}\n`;
}

/** The same as reports have it, the instances of all targets summed up. */
export function findingJson({ severity, finding, count, firstAt, lastAt }: FindingGroup): string {
  return `${JSON.stringify({ ...finding, severity, count, firstAt, lastAt }, undefined, 2)}\n`;
}

/** What the configuration must say for a kind not to be looked for at all. */
export function offLines(kind: string): string {
  return `findings:\n  off: [${kind}]`;
}
