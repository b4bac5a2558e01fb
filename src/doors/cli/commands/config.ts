import { fail, nearest } from '../../../base/index.ts';
import { type OptionSpec, parseRunOptions, readOptions } from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { helpSpec, jsonSpec } from '../control-command.ts';
import { commandHelp } from '../help.ts';
import type { CliPorts, ConfigPort, Exit } from '../ports.ts';
import { paintFor, table } from '../words/index.ts';

const configSpec = {
  flag: '--config',
  value: 'FILE',
  about: 'show: this file instead of the nearest eddy.config.yaml, .yml or .json.',
} as const satisfies OptionSpec;

interface Call {
  readonly config: ConfigPort;
  readonly ports: CliPorts;
  readonly words: readonly string[];
  readonly json: boolean;
  value(flag: string): string | undefined;
  has(flag: string): boolean;
}

const verbs: Readonly<Record<string, (call: Call) => Exit>> = { show, check, migrate };

export const configCommand: Command = {
  name: 'config',
  usage: 'show [-- options of eddy run] | check [FILE] | migrate FILE…',
  about: 'Show what the configuration comes to, check it, or make one of the old files.',
  options: [
    configSpec,
    { flag: '--out', value: 'FILE', about: 'migrate: where the new file goes; eddy.config.yaml unless told.' },
    { flag: '--force', about: 'migrate: replace a file that is there; it is kept beside, as FILE.bak.' },
    jsonSpec,
    helpSpec,
  ],
  details: [
    'show prints each key as it holds, and where that comes from: a default, the file, the environment (EDDY_…), or a flag. Options of eddy run after -- count as flags.',
    'check prints everything that is wrong, each with file, line, column and what was probably meant. Status 0: nothing is. Status 2: something is.',
    'migrate reads debug_config.yaml and debugpy_config.json, writes the new file, and lists each key: moved, renamed, or dropped and why.',
    'All keys: docs/configuration.md.',
  ],
  examples: ['eddy config show -- --report r.json', 'eddy config check', 'eddy config migrate debug_config.yaml'],
  async run(words, ports) {
    const { options, rest } = readOptions(configCommand.options, words, 'anywhere');
    const has = (flag: string) => options.some(one => one.flag === flag);
    if (has('--help')) {
      ports.out(commandHelp(configCommand));
      return { status: 0 };
    }
    const [verb = '', ...others] = rest;
    const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    if (run === undefined) {
      const near = nearest(verb, Object.keys(verbs));
      throw fail('bad-usage', verb === '' ? 'eddy config: do what?' : `eddy config: there is no "${verb}".`, {
        hint:
          near.length > 0
            ? `Did you mean ${near[0]}?`
            : 'As in: eddy config check. There are show, check and migrate; more: eddy help config.',
      });
    }
    if (ports.config === undefined) throw fail('refused', 'No configuration can be read here.');
    const value = (flag: string) => options.findLast(one => one.flag === flag)?.value;
    return run({ config: ports.config, ports, words: others, json: has('--json'), has, value });
  },
};

function show({ config, ports, words, json, value }: Call): Exit {
  const file = value('--config');
  const { options, flags, rest } = parseRunOptions(words);
  if (rest.length > 0)
    throw fail('bad-usage', `eddy config show: what is "${rest[0]}" for?`, {
      hint: 'Another file: eddy config show --config FILE. Options of eddy run come after --.',
    });
  const given = { flags, options: file === undefined ? options : { ...options, config: file } };
  const { keys, problems, ...shown } = config.show(given);
  const status = { status: problems.length === 0 ? 0 : 2 };
  if (json) {
    ports.out(`${JSON.stringify({ ...shown, keys, problems })}\n`);
    return status;
  }
  for (const { text } of problems) ports.err(`eddy: ${text}\n`);
  const rows = keys.map(({ key, value, from, at }) => [key, valueText(value), at === undefined ? from : at]);
  ports.out(`configuration: ${shown.file ?? 'no file'}\n`);
  ports.out(table(['KEY', 'VALUE', 'FROM'], rows, paintFor(ports.outColours)));
  return status;
}

function valueText(value: unknown): string {
  if (value === null) return '-';
  if (Array.isArray(value)) return value.length === 0 ? '[]' : value.map(String).join(', ');
  return String(value);
}

function check({ config, ports, words, json, value }: Call): Exit {
  const [named, ...more] = words;
  if (more.length > 0)
    throw fail('bad-usage', `eddy config check: what is "${more[0]}" for?`, {
      hint: 'It takes one file, as in: eddy config check eddy.config.yaml.',
    });
  const { file, problems } = config.check(named ?? value('--config'));
  if (json) ports.out(`${JSON.stringify({ file: file ?? null, problems })}\n`);
  else if (problems.length > 0) for (const { text } of problems) ports.out(`${text}\n`);
  else ports.out(file === undefined ? 'no configuration file here; nothing is wrong\n' : `${file}: nothing is wrong\n`);
  return { status: problems.length === 0 ? 0 : 2 };
}

function migrate({ config, ports, words, json, has, value }: Call): Exit {
  if (words.length === 0) {
    throw fail('bad-usage', 'eddy config migrate: which files?', {
      hint: 'As in: eddy config migrate debug_config.yaml.',
    });
  }
  const out = value('--out');
  const done = config.migrate({ files: words, force: has('--force'), ...(out === undefined ? {} : { out }) });
  if (json) {
    ports.out(`${JSON.stringify(done)}\n`);
    return { status: 0 };
  }
  const rows = done.keys.map(({ at, old, became, to, why }) => [at, old, became, to.join(', ') || '-', why]);
  ports.out(table(['AT', 'OLD KEY', 'BECAME', 'NEW KEY', 'WHY'], rows, paintFor(ports.outColours)));
  ports.out(`wrote ${done.file}${done.backup === undefined ? '' : `; what was there is in ${done.backup}`}\n`);
  return { status: 0 };
}
