import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fail } from '../../../base/index.ts';
import { controlCommand } from '../control-command.ts';
import { count } from '../words/index.ts';

export const dumpCommand = controlCommand({
  name: 'dump',
  usage: '[FILE] [options]',
  about: 'Write all that is known now to a file: flows with their async stacks, holds, sessions.',
  options: [],
  details: [
    'One JSON document. FILE is eddy-dump-PID.json unless told; - is standard output. A file that is there already is replaced only when you name it.',
  ],
  examples: ['eddy dump', 'eddy dump - | less'],
  mayHave: 1,
  async run({ hub, words, ports, json, answer }) {
    const document = await hub.ask('dump', {});
    const { targets } = document;
    const [named] = words;
    const text = `${JSON.stringify(document, null, 2)}\n`;
    if (named === '-' || (json && named === undefined)) {
      ports.out(text);
      return { status: 0 };
    }
    const file = resolve(ports.cwd, named ?? `eddy-dump-${hub.run.pid}.json`);
    write(file, text, named !== undefined);
    const flows = targets.reduce((sum, { activity }) => sum + (activity?.flows.length ?? 0), 0);
    const silent = targets.filter(({ activity }) => activity === undefined).length;
    return answer({ file, flows, targets: targets.length, silent }, () => {
      const note = silent === 0 ? '' : `; ${silent} of them did not answer, their last words are in it`;
      return `${file}: ${count(flows, 'flow')} of ${count(targets.length, 'target')}${note}\n`;
    });
  },
});

function write(file: string, text: string, mayReplace: boolean): void {
  try {
    writeFileSync(file, text, { flag: mayReplace ? 'w' : 'wx', mode: 0o600 });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const reasons: Record<string, string> = { EEXIST: 'it is there already', ENOENT: 'its folder is not there' };
    const reason = reasons[String(code)] ?? code ?? String(cause);
    throw fail('cannot-write', `${file} cannot be written: ${reason}.`, {
      hint: 'Name a file, as in: eddy dump now.json.',
      cause,
    });
  }
}
