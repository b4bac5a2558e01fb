import type { EventKind } from '../../../wire/protocol/index.ts';
import { type ControlCall, controlCommand } from '../control-command.ts';
import type { Exit } from '../ports.ts';
import { eventLine, holdText, oneLine } from '../words/index.ts';

const followed: readonly EventKind[] = [
  ...(['held', 'stopped', 'resumed', 'snap', 'log'] as const),
  ...(['probe-bound', 'probe-refused', 'probe-failed'] as const),
];

export const holdsCommand = controlCommand({
  name: 'holds',
  usage: '[options]',
  about: 'List what is held or stopped now: where, the source, its async stack, what it has, who waits for it.',
  options: [
    { flag: '--watch', about: 'Go on with what happens: holds, resumes, snaps and log texts, until the run ends.' },
  ],
  details: ['With --watch and --json: first the list, then one event a line.'],
  examples: ['eddy holds', 'eddy holds --watch --json'],
  async run(call) {
    const { hub, ports, paint, answer } = call;
    if (call.has('--watch')) {
      await hub.follow(followed, {
        onEvent: event =>
          void answer(event, () => `${new Date(event.at).toISOString()} ${eventLine(event, ports.cwd)}\n`),
        onLost: count =>
          void answer({ lost: count }, () => `${count} events were lost: they came faster than they were read\n`),
      });
    }
    const listed = await list(call);
    if (!call.has('--watch')) return listed;
    const ends = [hub.ended.then(() => true)];
    // Who reads it may go first (| head), which is no end of the run.
    if (ports.outGone !== undefined) ends.push(ports.outGone.then(() => false));
    if ((await Promise.race(ends)) && !call.json) ports.out(paint.dim('the run has ended\n'));
    return listed;
  },
});

async function list({ hub, ports, paint, answer }: ControlCall): Promise<Exit> {
  const view = await hub.ask('holds', {});
  const now = ports.clock.now();
  return answer(view, () => {
    const lines = view.holds.flatMap(hold => holdText(hold, now, { cwd: ports.cwd, paint }));
    const silent = view.silent.map(
      ({ target, error }) => `target ${target}: ${oneLine(error?.message ?? 'no answer')}`,
    );
    if (lines.length + silent.length === 0) return 'nothing is held\n';
    return [...lines, ...silent].map(line => `${line}\n`).join('');
  });
}
