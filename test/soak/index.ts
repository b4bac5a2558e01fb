/** test/soak: the long proofs, by name. A small sample of each is in the ordinary tests. */
import { attach } from './attach.ts';
import { configFuzz } from './config-fuzz.ts';
import { faults } from './faults.ts';
import { gatesFuzz } from './gates-fuzz.ts';
import { gatesPackages } from './gates-packages.ts';
import { hubFaults } from './hub-faults.ts';
import { hubRestart } from './hub-restart.ts';
import { processDump } from './process-dump.ts';
import { pythonFaults } from './python-faults.ts';
import { pythonFindings } from './python-findings.ts';
import { pythonSuite } from './python-suite.ts';
import { scopes } from './scopes.ts';
import { storeFuzz } from './store-fuzz.ts';
import { storeKill } from './store-kill.ts';
import { suites } from './suites.ts';
import { toolchains } from './toolchains.ts';
import { wild } from './wild.ts';
import { wireFuzz } from './wire-fuzz.ts';

export const soaks: Readonly<Record<string, { about: string; run(): Promise<boolean> }>> = {
  attach: {
    about:
      'a program that plain node started, attached to, bound, hit and left again under load, on each Node: same answers, nothing left (--count N, --node MAJOR)',
    run: attach,
  },
  'config-fuzz': {
    about: 'files and variables nearly right, and noise: accepted or refused (--count N, --seed S)',
    run: configFuzz,
  },
  faults: {
    about:
      'a controller, Eddy, the socket between or the program killed while flows are held: all answered, nothing left (--count N, --seed S)',
    run: faults,
  },
  'gates-fuzz': {
    about:
      'programs of a grammar, a share of them compiled, bare, gated, looked at and held: no difference (--count N, --seed S, --node FILE, --compiled)',
    run: gatesFuzz,
  },
  'gates-packages': {
    about:
      'acorn, express, fastify, undici, zod and p-queue, bare and with gates everywhere, off and armed: no difference (--only NAME, --node MAJOR)',
    run: gatesPackages,
  },
  'hub-restart': {
    about:
      'a hub that goes and comes at random moments while a server answers: all answered, nobody stays held (--count N, --seed S)',
    run: hubRestart,
  },
  'hub-faults': {
    about:
      'a hub that stays killed, started again, cut off, on a full or read-only disk, with a stepped clock, or its program killed: all answered, nothing kept is lost (--count N of each, --seed S, --only ROW)',
    run: hubFaults,
  },
  'process-dump': {
    about:
      'a hung server that plain node started, with 10 and with 10,000 requests, on each Node: looked into, and all answered afterwards (--count N requests, --node MAJOR)',
    run: processDump,
  },
  'python-faults': {
    about:
      'tasks stopped by debugpy while its adapter, Eddy, the program or the connection is broken: all answered, nothing left (--count N, --seed S)',
    run: pythonFaults,
  },
  'python-findings': {
    about:
      'every program of the Python findings, several at once: its finding and no other, output and status as bare (--count N, --python FILE, --only NAME)',
    run: pythonFindings,
  },
  'python-suite': {
    about:
      'Python’s own tests of what the agent touches, bare and with it: no difference (--python FILE, --only MODULE)',
    run: pythonSuite,
  },
  scopes: { about: 'a million scopes and 200,000 tasks in flat memory', run: scopes },
  'store-fuzz': {
    about: "the store's file broken in every way: read, put aside as it was, or refused (--count N, --seed S)",
    run: storeFuzz,
  },
  'store-kill': {
    about:
      'a process that writes to a store is killed: what was kept is there, what is lost is counted (--count N, --seed S)',
    run: storeKill,
  },
  suites: {
    about:
      "public packages' own suites, bare and under eddy test with gates in them: every test ends as it does bare (--only NAME, --node MAJOR)",
    run: suites,
  },
  toolchains: {
    about:
      'every loader, compiler, bundler and agent of the table in docs/toolchains.md, bare and held, on every Node: no difference (--only NAME, --node MAJOR)',
    run: toolchains,
  },
  wild: { about: "well-known packages' own tests, bare and under Eddy: same status, every finding printed", run: wild },
  'wire-fuzz': {
    about: 'lines nearly right, and noise, to the readers and to a living hub: read or refused (--count N, --seed S)',
    run: wireFuzz,
  },
};
