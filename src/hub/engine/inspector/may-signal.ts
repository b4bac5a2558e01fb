import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fail } from '../../../base/index.ts';
import { type ProcessFacts, tryRead } from './process-facts.ts';

export const nextTime = 'Start it under Eddy next time: eddy run PROGRAM.';
const maxReadBytes = 4 * 1024 * 1024;

/** Throws unless it is a Node process of ours that can answer. Nothing was sent to it. */
export function mustBeReachable(facts: ProcessFacts): void {
  const { pid, program, kind, state, tracer, user } = facts;
  if (state === 'Z' || state === 'X') throw fail('no-run', `Process ${pid} has ended; its parent has not noticed yet.`);
  const own = process.geteuid?.();
  if (own !== 0 && user !== own)
    throw fail('refused', `Process ${pid} is another user's (uid ${user}). Nothing was sent to it.`, {
      hint: 'Run eddy as that user.',
    });
  if (kind === 'python')
    throw fail('refused', `Process ${pid} is a Python program (${program}), whose tasks a heap does not tell.`, {
      hint: `Attach to it: eddy attach ${pid}; then, from another terminal: eddy dump.`,
    });
  if (kind === 'other')
    throw fail('refused', `Process ${pid} is ${program}, not Node. Nothing was sent to it.`, {
      hint: 'Name the Node process itself: a shell, npm or a supervisor is another. See: ps.',
    });
  if (tracer !== 0)
    throw fail('no-answer', `Process ${pid} is traced by process ${tracer}: it may not go on to answer.`, {
      hint: 'End that debugger first.',
    });
  if (state === 'T' || state === 't')
    throw fail('no-answer', `Process ${pid} is stopped. Nothing was sent to it.`, {
      hint: `Let it go on first: kill -CONT ${pid}.`,
    });
  if (facts.isElsewhere)
    throw fail(
      'refused',
      `Process ${pid} is in a network of its own (a container), whose loopback cannot be reached.`,
      {
        hint: `Run eddy in there, where it is process ${facts.ownPid}: docker exec CONTAINER eddy …; or, for a dump, as root: nsenter -t ${pid} -n eddy dump ${pid}.`,
      },
    );
}

/** Throws where SIGUSR1 would not open the inspector, or would do something else. */
export function mayBeSignalled(facts: ProcessFacts, evenWithOwnHandler: boolean): void {
  const { pid, words, nodeOptions, onSignal } = facts;
  if (onSignal !== 'caught') {
    const isTold = [...words, ...nodeOptions.split(/\s+/)].includes('--disable-sigusr1');
    const why = isTold
      ? 'was started with --disable-sigusr1'
      : onSignal === 'ends'
        ? 'does not catch SIGUSR1, which would end it (it may be starting still)'
        : `has SIGUSR1 ${onSignal} (as --disable-sigusr1 does)`;
    throw fail('refused', `Process ${pid} ${why}: its inspector cannot be opened. Nothing was sent to it.`, {
      hint: nextTime,
    });
  }
  const file = evenWithOwnHandler ? undefined : whoNamesSignal(facts);
  if (file !== undefined)
    throw fail('refused', `${file} names SIGUSR1: the program may do something of its own at that signal.`, {
      hint: 'If it may get it: say --yes.',
    });
}

/** A script of the command line that has the word in it; the handler itself cannot be seen from outside. */
function whoNamesSignal({ pid, words, root }: ProcessFacts): string | undefined {
  const cwd = tryRead(() => readlinkSync(`/proc/${pid}/cwd`)) ?? '/';
  for (const word of words.slice(1)) {
    if (word.includes('SIGUSR1')) return 'Its command line';
    if (word.startsWith('-')) continue;
    const file = `${root}${resolve(cwd, word)}`;
    const text = tryRead(() => {
      const about = statSync(file);
      return about.isFile() && about.size <= maxReadBytes ? readFileSync(file, 'utf8') : '';
    });
    if (text?.includes('SIGUSR1') === true) return file;
  }
  return undefined;
}
