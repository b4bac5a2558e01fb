/** test/soak: the long proofs, by name. A small sample of each is in the ordinary tests. */
import { faults } from './faults.ts';
import { gatesFuzz } from './gates-fuzz.ts';
import { gatesPackages } from './gates-packages.ts';
import { scopes } from './scopes.ts';
import { wild } from './wild.ts';

export const soaks: Readonly<Record<string, { about: string; run(): Promise<boolean> }>> = {
  faults: {
    about:
      'a controller, Eddy, the socket between or the program killed while flows are held: all answered, nothing left (--count N, --seed S)',
    run: faults,
  },
  'gates-fuzz': {
    about: 'programs of a grammar, bare, gated, looked at and held: no difference (--count N, --seed S, --node FILE)',
    run: gatesFuzz,
  },
  'gates-packages': {
    about:
      'acorn, express, fastify, undici, zod and p-queue, bare and with gates everywhere, off and armed: no difference (--only NAME, --node MAJOR)',
    run: gatesPackages,
  },
  scopes: { about: 'a million scopes and 200,000 tasks in flat memory', run: scopes },
  wild: { about: "well-known packages' own tests, bare and under Eddy: same status, every finding printed", run: wild },
};
