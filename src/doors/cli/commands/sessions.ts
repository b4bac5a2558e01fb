import { type SessionView, sayDuration } from '../../../wire/protocol/index.ts';
import { controlCommand } from '../control-command.ts';
import { type Look, oneLine, probeLines, sessionHead } from '../words/index.ts';

export const sessionsCommand = controlCommand({
  name: 'sessions',
  usage: '[options]',
  about: 'List the debug sessions with their probes, where each is bound, and what they have seen.',
  options: [{ flag: '--audit', about: 'Also who set and evaluated what.' }],
  details: ['--json has the newest events of each session too: snapshots, log texts, holds.'],
  examples: ['eddy sessions', 'eddy sessions --audit --run shop'],
  async run({ hub, ports, paint, json, has, answer }) {
    const { sessions } = await hub.ask('sessions', json ? {} : { withoutEvents: true });
    const now = ports.clock.now();
    return answer({ sessions }, () => {
      if (sessions.length === 0)
        return 'no session is open; one opens with its first probe, as in: eddy snap shop.ts:42\n';
      const lines = sessions.flatMap(session => sessionLines(session, now, { cwd: ports.cwd, paint }, has('--audit')));
      return lines.map(line => `${line}\n`).join('');
    });
  },
});

function sessionLines(session: SessionView, now: number, look: Look, withAudit: boolean): string[] {
  const { statistics, openedAt, closedAt, probes, audit } = session;
  const { holds, stops, snaps, logs } = statistics;
  const age =
    closedAt === undefined ? `open for ${sayDuration(now - openedAt)}` : `closed ${sayDuration(now - closedAt)} ago`;
  const seen = [
    [holds, 'hold'],
    [stops, 'stop'],
    [snaps, 'snap'],
    [logs, 'log'],
  ] as const;
  const counts = seen
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}${count === 1 ? '' : 's'}`);
  return [
    look.paint.bold(sessionHead(session)),
    `  ${age}; ${counts.length === 0 ? 'no hit yet' : counts.join(', ')}`,
    ...probes.flatMap(probe => probeLines(probe, look)).map(line => `  ${line}`),
    ...(withAudit
      ? audit.map(
          one =>
            `  ${new Date(one.at).toISOString()} pid ${one.pid} uid ${one.uid} (${oneLine(one.as)}) ${one.did} ${oneLine(one.what)}${one.error === undefined ? '' : `: ${oneLine(one.error)}`}`,
        )
      : []),
  ];
}
