import type { Severity } from '../../../wire/protocol/index.ts';

/** Colours for a terminal, or none. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  severity(severity: Severity, text: string): string;
}

const colourOf: Readonly<Record<Severity, number>> = { error: 31, warning: 33, note: 36, potential: 35 };

export function paintFor(colours: boolean): Paint {
  if (!colours) return { bold: text => text, dim: text => text, severity: (_, text) => text };
  const wrap = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
  return { bold: wrap(1), dim: wrap(2), severity: (severity, text) => wrap(colourOf[severity])(text) };
}
