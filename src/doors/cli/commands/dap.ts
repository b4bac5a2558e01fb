import { fail } from '../../../base/index.ts';
import { readOptions } from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { helpSpec } from '../control-command.ts';
import { commandHelp } from '../help.ts';

export const dapCommand: Command = {
  name: 'dap',
  usage: '',
  about: 'Be the debug adapter of an editor, on standard input and output.',
  details: [
    'Editors start it: it speaks the Debug Adapter Protocol and nothing else. Each flow that is bound or held is a thread there; where one is held, the others run on. For a port in its place: eddy serve --dap PORT.',
    'How each editor is told of it: docs/ide. For VS Code: eddy ide vscode.',
  ],
  options: [helpSpec],
  examples: ['eddy dap'],
  async run(words, ports) {
    const { options, rest } = readOptions(dapCommand.options, words, 'anywhere');
    if (options.length > 0) {
      ports.out(commandHelp(dapCommand));
      return { status: 0 };
    }
    if (rest.length > 0) {
      throw fail('bad-usage', `eddy dap: what is "${rest[0]}" for?`, {
        hint: 'The program is named by the editor, in its `launch`.',
      });
    }
    if (ports.editor === undefined) throw fail('refused', 'No editor can be served here.');
    await ports.editor.stdio();
    return { status: 0 };
  },
};
