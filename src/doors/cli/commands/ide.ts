import { join } from 'node:path';
import { fail, nearest } from '../../../base/index.ts';
import { type OptionWord, readOptions } from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { helpSpec } from '../control-command.ts';
import { commandHelp } from '../help.ts';
import type { CliPorts, EditorPort } from '../ports.ts';
import { type LaunchEntry, withEntries } from './ide-launch-file.ts';
import { defaultHub, nameOf } from './serve.ts';

const defaultPort = 4711;
const pages = ['vscode', 'neovim', 'emacs', 'vimspector', 'pycharm'];

export const ideCommand: Command = {
  name: 'ide',
  usage: 'vscode [options]',
  about: 'Write the launch entries of an editor, and say how they are used.',
  details: [
    'It adds two entries to .vscode/launch.json, one that launches the file that is open, one that attaches to a run; what is in the file already, comments too, is left as it is. They dial the port of eddy serve --dap, and say the token of that hub: keep the file out of a repository that others read.',
    'For Neovim, Emacs and Vim, which start eddy dap themselves, and for what PyCharm can do: docs/ide.',
  ],
  options: [
    { flag: '--hub', value: 'NAME', about: `The hub whose port it is; ${defaultHub} unless told.` },
    {
      flag: '--port',
      value: 'PORT',
      about: `Where it listens for editors; without, where that hub does now, else ${defaultPort}.`,
    },
    { flag: '--program', value: 'FILE', about: 'What is launched; the file that is open unless told.' },
    { flag: '--print', about: 'Print the entries, without the token; write nothing.' },
    helpSpec,
  ],
  examples: ['eddy ide vscode', 'eddy ide vscode --program src/shop.ts --port 4711'],
  async run(words, ports) {
    const { options, rest } = readOptions(ideCommand.options, words, 'anywhere');
    const has = (flag: string) => options.some(word => word.flag === flag);
    if (has('--help')) {
      ports.out(commandHelp(ideCommand));
      return { status: 0 };
    }
    mustBeKnown(rest);
    const { editor } = ports;
    if (editor === undefined) throw fail('refused', 'No editor can be served here.');
    const value = (flag: string) => options.findLast((word: OptionWord) => word.flag === flag)?.value;
    const hub = nameOf(value('--hub'));
    const port = portOf(value('--port')) ?? (await listeningAt(hub, ports));
    const program = value('--program');
    if (has('--print')) {
      ports.out(`${JSON.stringify(entriesOf(port ?? defaultPort, 'TOKEN', program), null, 2)}\n`);
      return { status: 0 };
    }
    const file = join(ports.cwd, '.vscode', 'launch.json');
    const entries = entriesOf(port ?? defaultPort, editor.token(hub), program);
    write(editor, file, entries);
    ports.out(howTo({ file, hub, port: port ?? defaultPort, isUp: port !== undefined }));
    return { status: 0 };
  },
};

/** VS Code dials the port before it asks the extension of the type; `node` is one that it has. */
function entriesOf(debugServer: number, token: string, program = editors('file')): readonly LaunchEntry[] {
  const own = { type: 'node', debugServer, token };
  return [
    {
      name: 'Eddy: launch',
      request: 'launch',
      ...own,
      program,
      cwd: editors('workspaceFolder'),
      console: 'internalConsole',
    },
    // Empty: the only one that there is.
    { name: 'Eddy: attach', request: 'attach', ...own, run: '' },
  ];
}

/** A variable that the editor fills in. */
function editors(name: string): string {
  return `\${${name}}`;
}

function mustBeKnown([editor, extra]: readonly string[]): void {
  if (editor === undefined) {
    throw fail('bad-usage', 'eddy ide: which editor?', { hint: 'As in: eddy ide vscode. Others: docs/ide.' });
  }
  if (editor !== 'vscode') {
    const near = nearest(editor, pages);
    const page = pages.includes(editor) ? editor : near[0];
    throw fail('bad-usage', `eddy ide: for "${editor}" no file is written.`, {
      hint:
        page === undefined || page === 'vscode' ? 'As in: eddy ide vscode.' : `How it is set up: docs/ide/${page}.md.`,
    });
  }
  if (extra !== undefined) throw fail('bad-usage', `eddy ide vscode: what is "${extra}" for?`);
}

function portOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const port = Number(word);
  if (/^\d+$/.test(word) && port >= 1 && port <= 65_535) return port;
  throw fail('bad-option', `--port ${word} is no port.`, { hint: `As in --port ${defaultPort}.` });
}

/** Where that hub serves editors now; undefined when it is not there, or does not. */
async function listeningAt(name: string, { plane }: CliPorts): Promise<number | undefined> {
  try {
    const hub = await plane.dial(name);
    try {
      const { listens } = await hub.ask('status', {});
      const found = listens.map(one => /^dap:.*:(\d+)$/.exec(one)?.[1]).find(one => one !== undefined);
      return found === undefined ? undefined : Number(found);
    } finally {
      hub.close();
    }
  } catch {
    return undefined;
  }
}

function write(editor: EditorPort, file: string, entries: readonly LaunchEntry[]): void {
  const before = editor.readText(file);
  const after = withEntries(before, entries);
  if (after !== before) editor.writeText(file, after);
}

interface Told {
  readonly file: string;
  readonly hub: string;
  readonly port: number;
  readonly isUp: boolean;
}

function howTo({ file, hub, port, isUp }: Told): string {
  const name = hub === defaultHub ? '' : ` --name ${hub}`;
  const lines = [
    `eddy: ${file} has "Eddy: launch" and "Eddy: attach"`,
    isUp
      ? `  the hub "${hub}" listens for editors at port ${port}`
      : `  first start the hub   eddy serve${name} --dap ${port}`,
    '  then, in VS Code      Run and Debug, "Eddy: launch"',
    '  only some flows       add "session" and "match", as in "match": "header:x-debug=ann"',
    '  the file has the token of the hub: whoever reads it can start programs as you. Do not commit it.',
  ];
  return lines.map(line => `${line}\n`).join('');
}
