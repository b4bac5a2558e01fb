import { join } from 'node:path';
import { systemClock } from '../../src/base/index.ts';
import { TargetSocket } from '../../src/hub/listen/index.ts';
import { FakeEngine } from '../../src/testing/fake-engine.ts';
import { FakeProgram } from '../../src/testing/fake-program.ts';
import { folder, lineOf, nodeMajors, nodePath, withoutNode } from '../launch/index.ts';
import { hubEnvironment, Shop, shopFile } from '../soak/hub-restart/shop.ts';
import { type DriveProgram, engineConformance } from './engine.ts';

const place = { file: 'shop.mjs', line: lineOf(shopFile, 'add') };

engineConformance('fake', async () => {
  const engine = new FakeEngine();
  const program = new FakeProgram(place, { total: 0 });
  const thaw = () => void engine.targets.set('a', program.answers);
  thaw();
  return {
    engine,
    target: 'a',
    place,
    visit: () => program.visit(),
    freeze: () => void engine.targets.set('a', {}),
    thaw,
    end: async () => engine.end('a'),
  };
});

for (const major of nodeMajors) {
  const drive: DriveProgram = async t => {
    const path = join(folder(t), 'hub');
    const here = Promise.withResolvers<string>();
    const gone = Promise.withResolvers<void>();
    const engine = new TargetSocket({
      path,
      clock: systemClock,
      admit: token => (token === 'right' ? 'run' : undefined),
      onLine: line => line.say === 'target' && here.resolve(line.target.id),
      onGone: () => gone.resolve(),
    });
    await engine.open();
    const shop = new Shop(hubEnvironment(path, {}, { EDDY_TOKEN: 'right' }), nodePath(major));
    t.after(async () => {
      shop.kill();
      await shop.ended;
      await engine.close();
    });
    await shop.ready;
    return {
      engine,
      target: await here.promise,
      place,
      visit: () => shop.ask('/buy', 'ann'),
      freeze: () => void process.kill(shop.pid, 'SIGSTOP'),
      thaw: () => void process.kill(shop.pid, 'SIGCONT'),
      async end() {
        shop.kill();
        await gone.promise;
      },
    };
  };
  engineConformance(`a process of Node ${major} over its socket`, drive, withoutNode(major));
}
