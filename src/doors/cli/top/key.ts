/** One key as it was pressed: `up`, `enter`, `ctrl-c`, or the letter itself. */
export interface Key {
  readonly name: string;
  /** What it writes; absent: nothing. */
  readonly text?: string;
}

/** As terminals say them: the letters after ESC [ or ESC O. */
const sequences: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  Z: 'shift-tab',
  '1~': 'home',
  '4~': 'end',
  '5~': 'page-up',
  '6~': 'page-down',
  '7~': 'home',
  '8~': 'end',
};
const controls: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u0003': 'ctrl-c',
  '\u000c': 'ctrl-l',
  '\u0015': 'ctrl-u',
  '\u001a': 'ctrl-z',
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys are told in control characters.
const sequence = /^\u001b(?:\[[0-9;?<]*[ -/]*[@-~]|O[@-~])/;

/** Takes apart what a terminal says. A sequence comes in one piece; an ESC alone is the key. */
export function readKeys(said: string): Key[] {
  const keys: Key[] = [];
  let rest = said;
  while (rest !== '') {
    const [told] = sequence.exec(rest) ?? [];
    const one = told ?? String.fromCodePoint(rest.codePointAt(0)!);
    rest = rest.slice(one.length);
    const key = told === undefined ? letter(one) : named(sequences[told.slice(2)]);
    if (key !== undefined) keys.push(key);
  }
  return keys;
}

function letter(one: string): Key | undefined {
  if (one === '\u001b') return { name: 'escape' };
  if (one < ' ' || one === '\u007f') return named(controls[one]);
  return { name: one, text: one };
}

function named(name: string | undefined): Key | undefined {
  return name === undefined ? undefined : { name };
}
