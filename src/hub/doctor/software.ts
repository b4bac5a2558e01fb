import { accessSync, constants, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Check, failed, ok, skipped, warn } from './row.ts';
import { findTool, isAtLeast, runTool } from './tool.ts';
import type { DoctorWork } from './work.ts';

const nodeFloor = '22.15';
const pythonFloor = '3.9';
const debugpyFloor = '1.6';
const builtFiles = ['register.cjs', 'inside.cjs', 'gates.cjs', 'keeper.cjs', 'store.cjs', 'eddy.mjs', 'eddy.cjs'];
const getNode = `Install Node ${nodeFloor} or newer: nodejs.org.`;
const onlyPython = 'Only Python programs need it.';

/** What must be installed, and what may be. */
export function softwareChecks(work: DoctorWork): Check[] {
  const env = { ...work.env };
  const path = env.PATH ?? '';
  return [
    {
      id: 'node',
      what: 'Node that runs Eddy',
      toDo: getNode,
      run() {
        const { node } = process.versions;
        return isAtLeast(node, nodeFloor) ? ok(`${node} at ${process.execPath}`) : failed(`${node}`, getNode);
      },
    },
    {
      id: 'node-on-path',
      what: 'node on PATH',
      isOptional: true,
      toDo: getNode,
      async run(signal) {
        const file = findTool('node', path);
        if (file === undefined) return warn('none', 'Programs that start `node` will not find it: add it to PATH.');
        // It is asked for what it is, not for what NODE_OPTIONS make of it.
        const { status, out, err } = await runTool(file, ['--version'], { env: { ...env, NODE_OPTIONS: '' }, signal });
        const version = out.trim().replace(/^v/, '');
        if (status !== 0) return failed(`${file} does not run: ${err.trim()}`, getNode);
        if (isAtLeast(version, nodeFloor)) return ok(`${version} at ${file}`);
        return warn(`${version} at ${file}`, `Eddy does nothing in programs that it runs. ${getNode}`);
      },
    },
    {
      id: 'built',
      what: 'built files',
      toDo: 'npm run build, or install the package again.',
      run() {
        const folder = dirname(work.preload());
        const missing = builtFiles.filter(name => !canRead(join(folder, name)));
        if (missing.length > 0) return failed(`missing in ${folder}: ${missing.join(', ')}`, this.toDo);
        return ok(`${builtFiles.length} in ${folder}`);
      },
    },
    {
      id: 'python',
      what: 'python3',
      isOptional: true,
      toDo: `${onlyPython} Install Python ${pythonFloor} or newer.`,
      async run(signal) {
        const { status, out } = await runTool('python3', ['--version'], { env, signal });
        if (status === undefined) return warn('not on PATH', this.toDo);
        const version = out.trim().replace(/^Python /, '');
        return isAtLeast(version, pythonFloor) ? ok(version) : warn(version || 'it does not run', this.toDo);
      },
    },
    {
      id: 'debugpy',
      what: 'debugpy',
      isOptional: true,
      toDo: `${onlyPython} python3 -m pip install debugpy`,
      async run(signal) {
        const script = 'import debugpy; print(debugpy.__version__)';
        const { status, out } = await runTool('python3', ['-c', script], { env, signal });
        if (status === undefined) return skipped('there is no python3');
        const version = out.trim();
        if (status !== 0) return warn('python3 cannot import it', this.toDo);
        return isAtLeast(version, debugpyFloor) ? ok(version) : warn(`${version}, needs ${debugpyFloor}`, this.toDo);
      },
    },
    {
      id: 'configuration',
      what: 'configuration',
      toDo: 'eddy config check',
      async run() {
        if (work.configuration === undefined) return skipped('this build reads none');
        const { file, problems } = await work.configuration();
        if (problems.length > 0) return failed(`${file ?? 'no file'}: ${problems.join('; ')}`, this.toDo);
        return ok(file ?? 'no file, none is needed');
      },
    },
  ];
}

function canRead(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file).size > 0;
  } catch {
    return false;
  }
}
