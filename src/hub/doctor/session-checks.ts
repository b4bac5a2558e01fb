import { type Check, failed, ok } from './row.ts';
import { lineOf, sampleAnswer } from './sample-program.ts';
import { type SampleRun, sessionName } from './sample-run.ts';

const otherRequests = 5;
const reinstall = 'npm run build, or install the package again; then see docs/troubleshooting.md.';

/** A real session on a real program, step by step: each needs those before it. */
export function sessionChecks(run: SampleRun): Check[] {
  let port = 0;
  let isolated = false;
  let hold = '';
  let held: Promise<{ status: number | undefined; text: string }> | undefined;
  const isServed = ({ status, text }: { status: number | undefined; text: string }) =>
    status === 200 && text === sampleAnswer;
  return [
    {
      id: 'session-start',
      what: 'start a program',
      toDo: `Does a Node program start here without Eddy? ${reinstall}`,
      async run() {
        const started = await run.start();
        port = started.port;
        isolated = started.isolation;
        return ok(`process ${started.pid} reported in and listens on port ${port}`);
      },
    },
    {
      id: 'session-bind',
      what: 'bind a hold',
      toDo: reinstall,
      async run() {
        const { kind, data } = await run.event(['probe-bound', 'probe-refused']);
        if (kind === 'probe-refused') return failed(`refused: ${String(data.reason)}`, this.toDo);
        if (data.mechanism !== 'gate') return failed(`bound by ${String(data.mechanism)}, not by a gate`, this.toDo);
        return ok(`session ${sessionName}, line ${lineOf('hold')}, bound by ${String(data.mechanism)}`);
      },
    },
    {
      id: 'session-hit',
      what: 'hit it by a header',
      toDo: reinstall,
      async run() {
        held = run.request(port, true);
        // It is answered after it is let go; that it fails before is told there.
        held.catch(() => {});
        const { data } = await run.event(['held']);
        hold = String(data.hold);
        return ok(`${hold} at line ${String(data.line)} in ${String(data.function)}`);
      },
    },
    {
      id: 'session-others',
      what: 'others run on',
      toDo: reinstall,
      async run() {
        const answers = await Promise.all(Array.from({ length: otherRequests }, () => run.request(port, false)));
        const { holds } = await run.ask(talk => talk.ask('holds', {}));
        const served = answers.filter(isServed).length;
        const saw = `${served} of ${otherRequests} other requests served, ${holds.length} held`;
        return served === otherRequests && holds.length === 1 ? ok(saw) : failed(saw, this.toDo);
      },
    },
    {
      id: 'session-read',
      what: 'read a local',
      toDo: reinstall,
      async run() {
        const { variables } = await run.ask(talk => talk.ask('variables', { hold }));
        const total = variables.find(({ name }) => name === 'total');
        const value = total !== undefined && 'value' in total ? total.value : undefined;
        const saw = `total is ${JSON.stringify(value)}`;
        return value === Number(sampleAnswer) ? ok(saw) : failed(saw, this.toDo);
      },
    },
    {
      id: 'session-evaluate',
      what: 'evaluate',
      toDo: `Is Node run with --disallow-code-generation-from-strings? ${reinstall}`,
      async run() {
        const { value } = await run.ask(talk => talk.ask('evaluate', { hold, expression: 'total + price' }));
        const saw = `total + price is ${JSON.stringify(value)}`;
        return value === 63 ? ok(saw) : failed(saw, this.toDo);
      },
    },
    {
      id: 'session-resume',
      what: 'resume',
      toDo: reinstall,
      async run() {
        const { holds } = await run.ask(talk => talk.ask('resume', { hold }));
        if (!holds.every(one => one.resumed)) return failed(`${hold} was not let go`, this.toDo);
        const answer = await held!;
        const saw = `the held request got ${answer.status} ${JSON.stringify(answer.text)}`;
        return isServed(answer) ? ok(saw) : failed(saw, this.toDo);
      },
    },
    {
      id: 'session-canary',
      what: 'isolation canary',
      toDo: 'Is another debugger attached, or does something replace AsyncLocalStorage? Without it flows are mixed up.',
      async run() {
        const { sessions } = await run.ask(talk => talk.ask('sessions', {}));
        const hits = sessions.find(({ name }) => name === sessionName)?.statistics.hits;
        const saw = `context ${isolated ? 'kept' : 'lost'}; ${hits} hit of 1 request that was meant`;
        return isolated && hits === 1 ? ok(saw) : failed(saw, this.toDo);
      },
    },
    {
      id: 'session-snap',
      what: 'take a snapshot',
      toDo: reinstall,
      async run() {
        const from = run.eventCount;
        const place = { file: run.file, line: lineOf('snap') };
        await run.ask(talk =>
          talk.ask('probe', { session: sessionName, match: [], probes: [{ kind: 'snap', place }], limits: {} }),
        );
        const { kind, data } = await run.event(['probe-bound', 'probe-refused'], from);
        if (kind === 'probe-refused') return failed(`refused: ${String(data.reason)}`, this.toDo);
        const answered = run.request(port, true);
        answered.catch(() => {});
        const second = await run.event(['held'], from);
        await run.ask(talk => talk.ask('resume', { hold: String(second.data.hold) }));
        const snap = await run.event(['snap'], from);
        const { paid } = (snap.data.locals ?? {}) as { paid?: unknown };
        const saw = `line ${String(snap.data.line)}: paid is ${JSON.stringify(paid)}`;
        return isServed(await answered) && paid === Number(sampleAnswer) ? ok(saw) : failed(saw, this.toDo);
      },
    },
    {
      id: 'session-close',
      what: 'close the session',
      toDo: reinstall,
      async run() {
        const gone = await run.ask(talk => talk.ask('unset', { what: sessionName }));
        const answer = await run.request(port, true);
        const isOver = gone.sessions.length === 1 && gone.unanswered.length === 0 && gone.stillHeld.length === 0;
        const saw = `${gone.probes.length} probes taken away; a request that was meant got ${answer.status}`;
        return isOver && isServed(answer) ? ok(saw) : failed(saw, this.toDo);
      },
    },
    {
      id: 'session-end',
      what: 'end the program',
      toDo: reinstall,
      async run() {
        const { end, troubles, report } = await run.end();
        const trouble = troubles[0]?.message;
        if (trouble !== undefined) return failed(trouble, this.toDo);
        const saw = end.how === 'exit' ? `status ${end.code}` : end.signal;
        const dropped = Object.values(report.dropped).reduce((sum, many) => sum + many, 0);
        const isWell = end.how === 'exit' && end.code === 0 && dropped === 0;
        return isWell ? ok(`${saw}, nothing dropped`) : failed(`${saw}, ${dropped} records dropped`, this.toDo);
      },
    },
  ];
}
