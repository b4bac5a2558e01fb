import { probeWords, type Removed } from '../../../wire/protocol/index.ts';
import { type ControlCall, controlCommand } from '../control-command.ts';
import { oneLine } from '../words/index.ts';

export const unsetCommand = controlCommand({
  name: 'unset',
  usage: 'PROBE|SESSION [options]',
  about: 'Take a probe away, or a session with all of its probes. What they hold goes on.',
  options: [],
  details: ['Status 1: something that they held did not go on; the answer says what.'],
  examples: ['eddy unset p1', 'eddy unset ann'],
  needs: ['which probe or session? `eddy sessions` lists them.'],
  run: async call => tell(call, await call.hub.ask('unset', { what: call.words[0]! })),
});

export const offCommand = controlCommand({
  name: 'off',
  usage: '[options]',
  about: 'Disarm everything at once: all probes of all sessions. What they hold goes on.',
  options: [],
  details: ['Status 1: something that they held did not go on; the answer says what.'],
  examples: ['eddy off'],
  run: async call => tell(call, await call.hub.ask('off', {})),
});

function tell({ answer }: ControlCall, removed: Removed): { status: number } {
  answer(removed, () => {
    const { probes, sessions, unanswered, stillHeld } = removed;
    const lines = [
      ...probes.map(probe => `${probe.id}  ${oneLine(probeWords(probe))}: taken away`),
      ...sessions.map(({ name }) => `session ${oneLine(name)}: closed`),
      ...(unanswered.length === 0 ? [] : [`not answered yet by ${unanswered.join(', ')}: busy, blocked or stopped`]),
      ...stillHeld.map(({ id }) => `${id} is still held: eddy resume ${id} --force`),
    ];
    return lines.length === 0 ? 'nothing was set\n' : lines.map(line => `${line}\n`).join('');
  });
  return { status: removed.stillHeld.length === 0 ? 0 : 1 };
}
