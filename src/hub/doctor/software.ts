import { accessSync, constants, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Check, failed, ok, skipped, warn } from './row.ts';
import { findTool, isAtLeast, runTool } from './tool.ts';
import type { DoctorWork } from './work.ts';

const nodeFloor = '22.15';
const pythonFloor = '3.9';
/** Minor versions that the agent's tests were run with. */
const pythonsTried = ['3.9', '3.10', '3.11', '3.12', '3.13'];
const builtFiles = [
  'register.cjs',
  'inside.cjs',
  'gates.cjs',
  'keeper.cjs',
  'attached.cjs',
  'bare-capture.cjs',
  'store.cjs',
  'dap.js',
  'eddy.mjs',
  'eddy.cjs',
];
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
        const file = findTool('python3', path);
        if (file === undefined) return warn('not on PATH', this.toDo);
        const { status, out } = await runTool(file, ['--version'], { env, signal });
        const version = out.trim().replace(/^Python /, '');
        if (status !== 0 || !isAtLeast(version, pythonFloor)) return warn(version || 'it does not run', this.toDo);
        const [major, minor] = version.split('.');
        const tried = pythonsTried.includes(`${major}.${minor}`);
        return ok(`${version} at ${file}${tried ? '' : `; Eddy was tried with ${pythonsTried.join(', ')}`}`);
      },
    },
    {
      id: 'python-agent',
      what: 'the agent in python3',
      isOptional: true,
      toDo: `${onlyPython} npm run build, or install the package again.`,
      async run(signal) {
        const site = join(dirname(work.preload()), 'python', 'site');
        if (!canRead(join(site, 'sitecustomize.py'))) return warn(`missing: ${site}`, this.toDo);
        if (findTool('python3', path) === undefined) return skipped('there is no python3');
        // A hub that is nowhere: what is asked is whether it loads.
        const asked = { ...env, PYTHONPATH: site, EDDY_HUB: join(site, 'nobody', 'hub'), EDDY_TOKEN: 'none' };
        const script = 'import sys; print("eddy_agent.begin" in sys.modules)';
        const { status, out } = await runTool('python3', ['-c', script], { env: asked, signal });
        if (status === 0 && out.trim() === 'True') return ok('it loads');
        return warn('it does not load', 'See docs/troubleshooting.md: PYTHONPATH, -I, -E, -S.');
      },
    },
    {
      id: 'debugpy',
      what: 'debugpy',
      isOptional: true,
      toDo: `${onlyPython} python3 -m pip install debugpy`,
      async run(signal) {
        const script = join(dirname(work.preload()), 'python', 'eddy_agent', 'probes', 'debugpy_versions.py');
        if (!canRead(script)) return skipped(`missing: ${script}`);
        const { status, out, err } = await runTool('python3', [script], { env, signal });
        if (status === undefined) return skipped('there is no python3');
        const version = out.trim();
        if (status === 0) return ok(version);
        return version === '' ? warn('python3 cannot import it', this.toDo) : warn(version, err.trim());
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
