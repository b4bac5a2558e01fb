import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail } from '../base/index.ts';
import { hasLoopback, type ProcessFacts } from './engine/inspector/index.ts';

/** What a program that is attached to must find where it is. */
export interface OurFiles {
  /** A built file of ours, which it loads. */
  readonly program: string;
  /** Of our hub, which it dials. */
  readonly socket: string;
}

/** Throws where the program could not dial us: what its own user, in its own file system, cannot find. Nothing was sent to it. */
export function mustReachUs({ pid, ownPid, user, root }: ProcessFacts, { program, socket }: OurFiles): void {
  const own = process.geteuid?.();
  if (own !== undefined && user !== own)
    throw fail('refused', `Process ${pid} is another user's (uid ${user}), who cannot reach what we open.`, {
      hint: `Attach as that user: setpriv --reuid=${user} --regid=${user} --clear-groups eddy attach ${pid}. Nothing was sent to it.`,
    });
  if (root === '' || (isThere(root, program) && isThere(root, socket))) return;
  if (isThere(root, program))
    throw fail(
      'refused',
      `Process ${pid} has another ${dirname(dirname(socket))} than we, in which it cannot dial us.`,
      {
        hint: `Set TMPDIR to a folder that it finds as well, as where PrivateTmp= of systemd hides /tmp; or, in a container, run eddy in there. Nothing was sent to it.`,
      },
    );
  throw refused(`Process ${pid} has a file system of its own (a container), in which Eddy cannot be reached.`, ownPid);
}

/** And where debugpy could not be dialled, which gdb loads by the pid: its failure is printed where the program prints. */
export function mustReachDebugpy(facts: ProcessFacts, files: OurFiles): void {
  const { pid, ownPid, isElsewhere } = facts;
  mustReachUs(facts, files);
  if (isElsewhere || ownPid !== pid)
    throw refused(
      `Process ${pid} has a network or process numbers of its own (a container): gdb cannot bring debugpy there.`,
      ownPid,
    );
  if (!hasLoopback())
    throw fail('refused', `The loopback of this network is down: debugpy in process ${pid} could not be reached.`, {
      hint: 'Bring it up, as root in that network: ip link set lo up. Nothing was sent.',
    });
}

function refused(what: string, ownPid: number): Error {
  return fail('refused', what, {
    hint: `Run eddy in there, where it is process ${ownPid}: docker exec CONTAINER eddy attach ${ownPid}. Nothing was sent to it.`,
  });
}

/** The very same file, and not another of that name. */
function isThere(root: string, path: string): boolean {
  try {
    const [ours, theirs] = [statSync(path), statSync(root + path)];
    return ours.dev === theirs.dev && ours.ino === theirs.ino;
  } catch {
    return false;
  }
}
