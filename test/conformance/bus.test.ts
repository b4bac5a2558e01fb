import { MemoryBus } from '../../src/hub/session/index.ts';
import { busConformance } from './bus.ts';

busConformance('memory', async (t, options) => {
  const bus = new MemoryBus(options);
  t.after(() => bus.close());
  return bus;
});
