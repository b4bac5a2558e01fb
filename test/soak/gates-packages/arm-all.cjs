// Preloaded by `node --require`, after Eddy: opens every gate of every file as it is loaded, for a session that no flow
// matches, and counts in the report how often that was found out.
// ARM_FOR=every-flow: for one that all flows match. ARM_STATEMENTS=dist/gates.cjs: sync functions get a gate on each
// statement, as with a probe in them; the cache has to be another then.
const rt = globalThis[Symbol.for('eddy.runtime.1')];
const { ARM_FOR, ARM_STATEMENTS } = process.env;

if (rt !== undefined) {
  if (ARM_STATEMENTS !== undefined) wantEveryStatement(ARM_STATEMENTS);
  const probes = rt.part('probes', () => undefined);
  const activations = rt.part('activations', () => undefined);
  const match = ARM_FOR === 'every-flow' ? [] : [{ by: 'header', name: 'x-eddy-nobody', value: 'sends this' }];
  const sessions = [{ id: 'armed', name: 'armed', match }];
  const ofFile = new Map();
  /** What has gates, by package; '' is the program itself. */
  const packages = {};
  let gates = 0;
  let passed = 0;

  // The first thing that every open gate does when it is passed.
  const lookAtMail = () => {
    passed++;
    probes.lookAtMail();
  };
  const planOf = file => ({
    revision: 1,
    sessions,
    probes: [{ id: 'all', session: 'armed', kind: 'snap', place: { file, line: 1 } }],
    observeOnly: false,
    letGoAfterMs: 500,
  });
  // Probes of its own for each file: all are bound anew with each file that comes, which is meant for a few.
  probes.addFile = file => {
    // One probe binds all gates of a line: they are all said to be on the first, each in a column of its own, so that each is told.
    // It is only read when one is hit.
    const all = file.gates.map((gate, at) => ({ ...gate, line: 1, column: at + 1 }));
    Object.defineProperty(file, 'gates', { value: all });
    gates += all.length;
    const name = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file.file)?.[1] ?? '';
    const known = packages[name] ?? { files: 0, functions: 0, gates: 0 };
    packages[name] = known;
    known.files++;
    known.functions += file.functions.length;
    known.gates += all.length;
    const own = Object.assign(new probes.constructor(rt, activations), { lookAtMail });
    own.addFile(file);
    own.follow(planOf(file.file));
    ofFile.set(file, own);
  };
  probes.words = file => ofFile.get(file).words(file);
  rt.gauge('armed', () => {
    let bound = 0;
    let hits = 0;
    for (const [file, own] of ofFile)
      for (const one of own.follow(planOf(file.file))) {
        bound += one.places.length;
        hits += one.hits;
      }
    return { files: ofFile.size, gates, bound, passed, hits, packages };
  });
}

function wantEveryStatement(path) {
  const instrument = require(path);
  const gateSource = (source, options) => instrument.gateSource(source, { ...options, everyStatementAt: () => true });
  // Eddy takes it from there when the first file comes, and the program does not find it.
  require.cache[path].exports = { gateSource };
}
