// Eddy beside what people load, compile, bundle and watch their programs with: each program says and does the same bare and held.
// All on the Node that we develop on, some on each; `npm run soak -- toolchains` runs all on all.
import { test } from 'node:test';
import { nodeMajors, withoutFixture, withoutNode } from '../launch/index.ts';
import { compare, toolchains } from '../toolchains/index.ts';

const newest = Math.max(...nodeMajors);

for (const toolchain of toolchains) {
  const majors = toolchain.everyNode === true ? nodeMajors : [newest];
  for (const major of majors) {
    const skip = withoutFixture(`toolchains/${toolchain.fixture}`) || withoutNode(major);
    test(`${toolchain.name}, Node ${major}`, { skip }, t => compare(t, toolchain, major));
  }
}
