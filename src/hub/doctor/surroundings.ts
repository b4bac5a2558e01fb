import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Check, failed, ok, warn } from './row.ts';
import { findTool } from './tool.ts';
import type { DoctorWork } from './work.ts';

const lowBytes = 100 * 2 ** 20;
const noBytes = 5 * 2 ** 20;
const ptraceFile = '/proc/sys/kernel/yama/ptrace_scope';
const ptraceWords: Readonly<Record<string, string>> = {
  0: 'any process of this user',
  1: 'own children only',
  2: 'administrators only',
  3: 'nobody',
};

/** The place that programs and Eddy run in. */
export function surroundingChecks({ env, cwd }: DoctorWork): Check[] {
  return [
    {
      id: 'temporary-files',
      what: 'temporary files',
      toDo: 'Set TMPDIR to a folder that you can write.',
      run() {
        const base = tmpdir();
        const folder = mkdtempSync(join(base, 'eddy-'));
        try {
          const file = join(folder, 'try');
          writeFileSync(file, 'eddy');
          if (readFileSync(file, 'utf8') !== 'eddy')
            return failed(`${base} does not give back what was written`, this.toDo);
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
        const { mode } = statSync(base);
        if ((mode & 0o002) !== 0 && (mode & 0o1000) === 0) {
          return warn(`everybody may delete files in ${base}`, `chmod +t ${base}`);
        }
        return ok(`wrote, read and deleted in ${base}`);
      },
    },
    {
      id: 'permissions',
      what: 'permissions',
      toDo: 'Start Eddy in a folder that you can read.',
      run() {
        const { permission } = process as { permission?: object };
        if (permission !== undefined) {
          return failed('Node runs with --permission', 'Eddy starts threads and processes: leave --permission away.');
        }
        accessSync(cwd, constants.R_OK | constants.X_OK);
        const who = process.getuid?.() === 0 ? 'root' : `user ${process.getuid?.()}`;
        try {
          accessSync(cwd, constants.W_OK);
        } catch {
          return warn(`${who} cannot write in ${cwd}`, 'Name another folder for --report, --events and dumps.');
        }
        return ok(`${who} can read and write ${cwd}`);
      },
    },
    {
      id: 'ptrace',
      what: 'ptrace',
      isOptional: true,
      toDo: 'Nothing: Eddy does not need it.',
      run() {
        const scope = existsSync(ptraceFile) ? readFileSync(ptraceFile, 'utf8').trim() : undefined;
        const gdb = findTool('gdb', env.PATH ?? '');
        const words = scope === undefined ? 'not told' : (ptraceWords[scope] ?? scope);
        return ok(`${words}; gdb: ${gdb ?? 'none'} (not needed)`);
      },
    },
    {
      id: 'terminal',
      what: 'terminal',
      isOptional: true,
      toDo: 'Nothing: Eddy works without one.',
      run() {
        const names = (['stdin', 'stdout', 'stderr'] as const).filter(name => process[name].isTTY === true);
        if (names.length === 0) return ok('none: no prompt and no colours');
        return ok(`${names.join(', ')}; TERM=${env.TERM ?? ''}${env.NO_COLOR ? ', NO_COLOR' : ''}`);
      },
    },
    {
      id: 'disk',
      what: 'room on disk',
      toDo: 'Make room: reports, dumps and sockets need some.',
      run() {
        const rooms = [...new Set([tmpdir(), cwd])].map(folder => {
          const { bavail, bsize } = statfsSync(folder);
          return { folder, bytes: bavail * bsize };
        });
        const saw = rooms.map(({ folder, bytes }) => `${Math.floor(bytes / 2 ** 20)} MiB in ${folder}`).join(', ');
        const least = Math.min(...rooms.map(({ bytes }) => bytes));
        if (least < noBytes) return failed(saw, this.toDo);
        return least < lowBytes ? warn(saw, this.toDo) : ok(saw);
      },
    },
  ];
}
