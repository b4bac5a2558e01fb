import type { Choices } from '../gates-fuzz/choices.ts';

/** A line that is nearly one of these, or nothing like it; without a newline at its end. */
export function fuzzedLine(choices: Choices, real: readonly string[]): Buffer {
  const line = choices.pick(real);
  switch (choices.below(10)) {
    case 0:
      return Buffer.from(line);
    case 1:
    case 2:
      return withBytesChanged(choices, line);
    case 3:
      return Buffer.from(line.slice(0, choices.below(line.length + 1)));
    case 4:
      return Buffer.from(anyText(choices));
    case 5:
      return Buffer.from(Array.from({ length: choices.below(200) }, () => choices.below(256)));
    case 6:
      return Buffer.from(line + choices.pick([line, ' ', '}', '\u0000', '//']));
    default:
      return withValueChanged(choices, line);
  }
}

/** In pieces cut anywhere. */
export function inPieces(choices: Choices, bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    const to = from + 1 + choices.below(choices.pick([1, 16, 4_096, 65_536]));
    pieces.push(bytes.subarray(from, to));
    from = to;
  }
  return pieces;
}

function withBytesChanged(choices: Choices, line: string): Buffer {
  const bytes = [...Buffer.from(line)];
  for (let count = 1 + choices.below(4); count > 0; count--) {
    const at = choices.below(bytes.length);
    const put = choices.chance(50)
      ? choices.below(256)
      : choices.pick([...'{}[]",:\\0-9etfn'].map(one => one.charCodeAt(0)));
    bytes.splice(at, choices.below(3), ...(choices.chance(60) ? [put] : []));
  }
  return Buffer.from(bytes);
}

const marker = '"@value@"';

/** Another value, or another key, somewhere within. */
function withValueChanged(choices: Choices, line: string): Buffer {
  const value: unknown = JSON.parse(line);
  const places: [Record<string, unknown>, string][] = [];
  const walk = (one: unknown) => {
    if (typeof one !== 'object' || one === null) return;
    for (const [key, inner] of Object.entries(one)) {
      places.push([one as Record<string, unknown>, key]);
      walk(inner);
    }
  };
  walk(value);
  const [owner, key] = choices.pick(places);
  if (choices.chance(20) && !Array.isArray(owner)) {
    const was = owner[key];
    if (choices.chance(50)) delete owner[key];
    const text = JSON.stringify(value).replace(/\{/g, brace =>
      choices.chance(30) ? `${brace}"${choices.pick(keys)}":${marker},` : brace,
    );
    return Buffer.from(text.replaceAll(marker, () => JSON.stringify(was) ?? 'null').replaceAll(',}', '}'));
  }
  owner[key] = JSON.parse(marker);
  return Buffer.from(JSON.stringify(value).replace(marker, () => anyText(choices)));
}

const keys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'length',
  'then',
  'toJSON',
  '',
];

/** A value of JSON, mostly. */
function anyText(choices: Choices): string {
  const depth = choices.pick([1, 20, 499, 2_000, 100_000]);
  const inner = () => choices.pick(['1', 'null', '"x"', '[]', '{}', '-1e999']);
  return choices.pick<() => string>([
    () =>
      choices.pick(['1e999', '-0', '9007199254740993', '1e-400', '0.1', '-1', '123456789012345678901234567890', '1.5']),
    () =>
      choices.pick([
        'null',
        'true',
        'false',
        '""',
        '[]',
        '{}',
        '"hello"',
        '"\\ud800"',
        '"\\u0000"',
        'NaN',
        'undefined',
      ]),
    () => `{"${choices.pick(keys)}":${inner()}}`,
    () => `{"__proto__":{"polluted":${inner()}},"constructor":{"prototype":{"polluted":1}}}`,
    () => '{"toString":null,"valueOf":null}',
    () => `${'['.repeat(depth)}${']'.repeat(depth)}`,
    () => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    () => JSON.stringify('x'.repeat(choices.pick([10, 1_000, 100_000]))),
    () => `[${Array.from({ length: choices.below(50) }, inner).join()}]`,
    () => `["${choices.pick(['task-slow', 'target', 'hello'])}"]`,
  ])();
}
