import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '../launch/index.ts';

/** Of Python's own tests those of what the agent touches. Where a version has not all of them, it runs those that it has. */
const modules = [
  ...['tasks', 'eager_task_factory', 'base_events', 'taskgroups', 'runners', 'locks', 'timeouts', 'subprocess'].map(
    name => `test_asyncio.test_${name}`,
  ),
  ...['test_context', 'test_atexit', 'test_sys', 'test_warnings', 'test_fork1', 'test_threading', 'test_subprocess'],
];
const suiteMs = 20 * 60_000;

interface Counted {
  readonly ran: string;
  readonly failed: string;
}

/** Python's own tests, bare and with the agent in every process: as many run, and no other fails (--python FILE, --only MODULE). */
export async function pythonSuite(): Promise<boolean> {
  const python = wordAfter('--python') ?? 'python3';
  const only = wordAfter('--only');
  const here = only === undefined ? modules.filter(name => isThere(python, name)) : [only];
  if (here.length === 0) {
    console.log(`${python} came without its tests: name another with --python.`);
    return true;
  }
  const folder = mkdtempSync(join(tmpdir(), 'eddy-suite-'));
  const path = join(folder, 'hub');
  const hub = createServer(socket => void socket.on('error', () => {}).resume());
  await new Promise<void>(resolve => hub.listen(path, resolve));
  const agent = {
    PYTHONPATH: join(root, 'dist/python/site'),
    EDDY_HUB: path,
    EDDY_TOKEN: 'suite',
    EDDY_OPTIONS_JSON: '{"events":true,"report":false,"heartbeat":true}',
  };
  let isSame = true;
  try {
    for (const name of here) {
      const bare = await count(python, name, folder, {});
      const under = await count(python, name, folder, agent);
      const same = bare.ran === under.ran && bare.failed === under.failed;
      console.log(`${same ? 'same ' : 'OTHER'} ${name}: ${bare.ran}${same ? '' : ` / ${under.ran}`}; ${under.failed}`);
      isSame &&= same;
    }
  } finally {
    hub.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return isSame;
}

async function count(python: string, name: string, cwd: string, env: Record<string, string>): Promise<Counted> {
  const ended = await run(python, ['-m', 'unittest', `test.${name}`], { cwd, env, deadlineMs: suiteMs });
  const [ran = 'nothing ran'] = /Ran \d+ tests/.exec(ended.stderr) ?? [];
  const failed = [...ended.stderr.matchAll(/^(?:FAIL|ERROR): .*$/gm)].map(([line]) => line).sort();
  return { ran, failed: ended.signal ?? (failed.length === 0 ? 'none failed' : failed.join(', ')) };
}

function isThere(python: string, name: string): boolean {
  const script = `import importlib.util, sys; sys.exit(importlib.util.find_spec('test.${name}') is None)`;
  return spawnSync(python, ['-c', script], { stdio: 'ignore' }).status === 0;
}

function wordAfter(flag: string): string | undefined {
  const at = process.argv.indexOf(flag);
  return at < 0 ? undefined : process.argv[at + 1];
}
