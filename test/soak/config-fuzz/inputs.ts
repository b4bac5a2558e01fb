import { configKeys } from '../../../src/hub/config/index.ts';
import type { Choices } from '../gates-fuzz/choices.ts';

const whole = `# what a project may say
name: shop
report: eddy-report.json
failOn: [scope-crossed:0, lock-cycle]
probes:
  - hold shop.ts:42 if total > 3
  - on stop@uncaught
match: "header:x-debug=ann"
gates: {include: ["**"], exclude: []}
limits:
  taskSlow: 30s
  loopBlocked: 500ms
redaction: {addKeys: [licence], exceptKeys: []}
sessions: {max: 3, timeout: 1h}
`;
const asJson = JSON.stringify(
  { $schema: 'x', quiet: true, limits: { taskSlow: 5000 }, failOn: 'any:2', stack: { depth: 9 } },
  null,
  2,
);

const odd = [
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '<<',
    '?',
    '-',
    '&a',
    '*a',
    '!!js/function',
    '!!binary',
    '!<x>',
    '%YAML 1.1',
  ],
  ...[
    '---',
    '...',
    '|',
    '>-',
    '"',
    "'",
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ': ',
    ' #',
    '\t',
    '\n',
    '\r\n',
    '\u0000',
    '\uFEFF',
    '\u2028',
    '\uD800',
    '😀',
  ],
  ...[
    'null',
    '~',
    'true',
    'yes',
    '0x1F',
    '0o17',
    '1e309',
    '-0',
    '.inf',
    '.nan',
    '1_000',
    '2001-12-14',
    '9007199254740993',
    '1e-7s',
    '30s',
    '99d',
  ],
];

/** One input: a file that is nearly right, one of random keys, or noise. */
export function configText(choices: Choices): string {
  const kind = choices.below(10);
  if (kind < 5) return mutated(choices, choices.below(4) === 0 ? asJson : whole);
  if (kind < 8) return randomKeys(choices);
  if (kind < 9) return nested(choices);
  return noise(choices, choices.below(400));
}

function mutated(choices: Choices, text: string): string {
  let out = text;
  for (let left = 1 + choices.below(6); left > 0; left--) {
    const at = choices.below(out.length + 1);
    const way = choices.below(5);
    const piece =
      way === 0
        ? ''
        : way === 1
          ? choices.pick(odd)
          : way === 2
            ? out.slice(at, at + choices.below(60))
            : noise(choices, 3);
    out = out.slice(0, at) + piece + out.slice(at + (way === 4 ? 0 : choices.below(12)));
  }
  return out;
}

function randomKeys(choices: Choices): string {
  const sections = new Map<string, string[]>();
  for (let left = choices.below(12); left > 0; left--) {
    const path = choices.pick(configKeys).path;
    const [first = '', second] = choices.below(6) === 0 ? [choices.pick(odd), choices.pick(odd)] : path.split('.');
    const line = second === undefined ? `${first}: ${value(choices)}` : `  ${second}: ${value(choices)}`;
    const section = second === undefined ? '' : first;
    sections.set(section, [...(sections.get(section) ?? []), line]);
  }
  return [...sections].map(([name, lines]) => (name === '' ? lines : [`${name}:`, ...lines]).join('\n')).join('\n');
}

function value(choices: Choices): string {
  switch (choices.below(8)) {
    case 0:
      return choices.pick(odd);
    case 1:
      return String(choices.below(1e9) - 1000);
    case 2:
      return `${choices.below(1000)}${choices.pick(['ms', 's', 'm', 'h', 'd', 'KB', 'x', ''])}`;
    case 3:
      return `[${Array.from({ length: choices.below(5) }, () => value(choices)).join(', ')}]`;
    case 4:
      return `{${choices.pick(configKeys).path}: ${choices.below(9)}}`;
    case 5:
      return choices.pick(['true', 'false', '"true"', 'null', '']);
    case 6:
      return choices.pick([
        'hold a.ts:3',
        'log a.ts:3={x} if y',
        'on throw:',
        'on hold@finding:lock-cycle',
        'header:a=b',
        'expr:',
        'any:3',
        'lock-cycle:x',
      ]);
    default:
      return JSON.stringify(noise(choices, 12));
  }
}

function nested(choices: Choices): string {
  const [open, close] = choices.pick([
    ['[', ']'],
    ['{a: ', '}'],
    ['- ', ''],
    ['? ', ''],
    ['&a ', ''],
    ['!!x ', ''],
  ] as const);
  const depth = choices.below(choices.below(50) === 0 ? 20_000 : 60);
  return `${choices.pick(['probes: ', 'a: ', ''])}${open.repeat(depth)}${choices.below(2) === 0 ? close.repeat(depth) : ''}`;
}

function noise(choices: Choices, length: number): string {
  return Array.from({ length }, () =>
    choices.below(12) === 0
      ? choices.pick(odd)
      : String.fromCharCode(choices.below(4) === 0 ? choices.below(65_536) : 32 + choices.below(95)),
  ).join('');
}
