import { fail } from '../../../base/index.ts';
import { controlCommand } from '../control-command.ts';
import { capturedText, holdText, resumedLine, variableLines } from '../words/index.ts';

const whichHold = 'which hold? `eddy holds` lists them.';

export const varsCommand = controlCommand({
  name: 'vars',
  usage: 'HOLD [options]',
  about: 'Show the variables of a held flow: its own, and those of the functions and the module round it.',
  options: [],
  examples: ['eddy vars h1'],
  needs: [whichHold],
  async run({ hub, words, paint, answer }) {
    const { variables } = await hub.ask('variables', { hold: words[0]! });
    return answer({ variables }, () =>
      variables.length === 0 ? 'no variable is in reach there\n' : `${variableLines(variables, paint).join('\n')}\n`,
    );
  },
});

export const evalCommand = controlCommand({
  name: 'eval',
  usage: 'HOLD EXPR [options]',
  about: 'Evaluate an expression where a flow is held. `await` may be used in it.',
  options: [],
  details: ['It is evaluated in the program: what it calls, it does. Assignments to variables count as edits.'],
  examples: ["eddy eval h1 'total * 2'", "eddy eval h1 'cart.items.map(one => one.id)'"],
  needs: [whichHold, 'which expression?'],
  mayHave: Number.POSITIVE_INFINITY,
  async run({ hub, words, answer }) {
    const [hold, ...expression] = words as [string, ...string[]];
    const { value } = await hub.ask('evaluate', { hold, expression: expression.join(' ') });
    return answer({ value }, () => `${capturedText(value)}\n`);
  },
});

export const setCommand = controlCommand({
  name: 'set',
  usage: 'HOLD NAME EXPR [options]',
  about: 'Change a let, var or parameter of a held flow to what an expression gives.',
  options: [],
  details: ['It is written when the flow goes on; `eddy resume` refuses when the program has changed it meanwhile.'],
  examples: ['eddy set h1 total 1000', 'eddy set h1 name \'"ann"\''],
  needs: [whichHold, 'which variable?', 'to what?'],
  mayHave: Number.POSITIVE_INFINITY,
  async run({ hub, words, paint, answer }) {
    const [hold, name, ...rest] = words as [string, string, ...string[]];
    const expression = (rest[0] === '=' && rest.length > 1 ? rest.slice(1) : rest).join(' ');
    const { variable } = await hub.ask('set', { hold, name, expression });
    return answer({ variable }, () => `${variableLines([{ ...variable, own: true }], paint).join('\n')}\n`);
  },
});

const steps = ['over', 'into', 'out'] as const;

export const stepCommand = controlCommand({
  name: 'step',
  usage: 'HOLD [over|into|out] [options]',
  about: 'Let a held flow go on to its next statement (over, unless told), into an awaited call, or out to its caller.',
  options: [],
  details: ['It stays within the flow. Status 1: it was not let go, because the program changed what you edited.'],
  examples: ['eddy step h1', 'eddy step h1 into'],
  needs: [whichHold],
  mayHave: 1,
  check: ([, word]) => void readStep(word),
  async run({ hub, words, ports, paint, answer }) {
    const stepped = await hub.ask('step', { hold: words[0]!, step: readStep(words[1]) });
    answer(stepped, () => {
      const { resumed, conflicts, next } = stepped;
      if (!resumed) return `${resumedLine({ hold: words[0]!, target: '', resumed, conflicts })}\n`;
      if (next === undefined) return `${words[0]} goes on; it has not come to its next place yet. See: eddy holds\n`;
      return `${holdText(next, ports.clock.now(), { cwd: ports.cwd, paint }).join('\n')}\n`;
    });
    return { status: stepped.resumed ? 0 : 1 };
  },
});

function readStep(word = 'over'): (typeof steps)[number] {
  const step = steps.find(one => one === word);
  if (step !== undefined) return step;
  throw fail('bad-usage', `eddy step: "${word}" is no way to step.`, { hint: `There are ${steps.join(', ')}.` });
}

export const resumeCommand = controlCommand({
  name: 'resume',
  usage: 'HOLD|--all [--force] [options]',
  about: 'Let a held flow or a stopped thread go on, with what was edited.',
  options: [
    { flag: '--all', about: 'Everything that is held or stopped.' },
    { flag: '--force', about: 'Write edits also over what the program changed meanwhile.' },
  ],
  details: ['Status 1: something was not let go; the answer says what and why.'],
  examples: ['eddy resume h1', 'eddy resume --all'],
  mayHave: 1,
  check: (words, options) => {
    const all = options.some(({ flag }) => flag === '--all');
    if (words.length === 0 && !all) {
      throw fail('bad-usage', `eddy resume: ${whichHold}`, { hint: 'As in: eddy resume h1, or eddy resume --all.' });
    }
    if (words.length > 0 && all)
      throw fail('bad-usage', `eddy resume: ${words[0]}, or --all?`, { hint: 'Give one of them.' });
  },
  async run({ hub, words, has, answer }) {
    const force = has('--force') ? { force: true } : {};
    const { holds } = await hub.ask('resume', words[0] === undefined ? force : { hold: words[0], ...force });
    answer({ holds }, () =>
      holds.length === 0 ? 'nothing is held\n' : holds.map(one => `${resumedLine(one)}\n`).join(''),
    );
    return { status: holds.every(({ resumed }) => resumed) ? 0 : 1 };
  },
});
