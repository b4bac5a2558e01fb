import type { Explanation } from '../../../wire/protocol/index.ts';
import { parsePlace } from '../../../wire/protocol/index.ts';
import { controlCommand } from '../control-command.ts';
import { oneLine, place } from '../words/index.ts';

export const explainCommand = controlCommand({
  name: 'explain',
  usage: 'FILE:LINE [options]',
  about: 'Say whether a line has a gate, why not, and its position in the source that runs.',
  options: [],
  details: ['FILE is a path or its unambiguous end. Status 1: no thread has a gate there.'],
  examples: ['eddy explain shop.ts:42'],
  needs: ['which line?'],
  check: ([words = '']) => void parsePlace('eddy explain', words),
  async run({ hub, words, ports, answer }) {
    const { targets } = await hub.ask('explain', parsePlace('eddy explain', words[0]!));
    answer({ targets }, () => {
      const same = new Map<string, string[]>();
      for (const { target, explanation, error } of targets) {
        const text =
          explanation === undefined ? oneLine(error?.message ?? 'no answer') : explained(explanation, ports.cwd);
        same.set(text, [...(same.get(text) ?? []), target]);
      }
      if (same.size === 0) return 'no thread of the program has reported in yet\n';
      const lines = [...same].map(([text, of]) => (same.size === 1 ? text : `in ${of.join(', ')}: ${text}`));
      return `${lines.join('\n')}\n`;
    });
    return { status: targets.some(({ explanation }) => explanation?.gated) ? 0 : 1 };
  },
});

function running(at: Explanation['places'][number]['runs'], file: string, cwd: string): string {
  const column = `${at.line}:${at.column}`;
  return at.file === file ? column : `${place({ file: at.file, line: at.line, function: '' }, cwd)}:${at.column}`;
}

function explained({ file, line, gated, why, places, near }: Explanation, cwd: string): string {
  const head = `${place({ file, line, function: '' }, cwd)}: ${gated ? 'gated' : 'no gate'}: ${oneLine(why)}`;
  const rows = places.map(
    one =>
      `  ${one.kind} at ${one.line}:${one.column}${one.function && ` in ${oneLine(one.function)}`}, in what runs ${running(one.runs, file, cwd)}`,
  );
  const lines = gated || near.length === 0 ? [] : [`  near it: ${near.map(one => `line ${one}`).join(', ')}`];
  return [head, ...rows, ...lines].join('\n');
}
