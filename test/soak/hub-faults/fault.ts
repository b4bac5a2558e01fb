import { stepsOf } from './plan.ts';
import type { Stage } from './stage.ts';
import { until, untilAnswered } from './until.ts';

export async function strike(stage: Stage): Promise<void> {
  const { plan, disk, store, shopPid } = stage;
  const { row, way } = plan;
  if (row === 'target') process.kill(shopPid, 'SIGKILL');
  else if (row === 'socket') stage.cut();
  else if (row === 'clock') await step(stage);
  else if (way === 'lives') disk.break(store, true);
  else if (row === 'full' || row === 'read-only') await strikeDisk(stage);
  else {
    await stage.killHub();
    if (row === 'restarted') await startAgain(stage);
  }
}

/** Until the hub itself says a time that far from ours. */
async function step({ plan, clock, witnesses }: Stage): Promise<void> {
  const [seconds] = stepsOf(plan.way);
  clock!.put(seconds!);
  await until(() => witnesses[0]!.clocks.some(one => Math.abs(one) > Math.abs(seconds!) * 500));
}

export async function recover(stage: Stage): Promise<void> {
  const { plan, disk, clock } = stage;
  const { row, way } = plan;
  if (row === 'restarted' && way === 'twice') {
    await stage.killHub();
    await startAgain(stage);
  }
  if (row === 'clock') clock!.put(stepsOf(way).reduce((sum, one) => sum + one, 0));
  if (row !== 'full' && row !== 'read-only') return;
  disk.mend();
  if (way === 'killed') await startAgain(stage);
}

async function strikeDisk(stage: Stage): Promise<void> {
  const { plan, disk, store, customers } = stage;
  if (plan.way === 'killed') {
    disk.break(store, true);
    await untilAnswered(customers!, plan.between);
    await stage.killHub();
  } else {
    await stage.killHub();
    disk.break(store, false);
    await startAgain(stage);
  }
}

async function startAgain(stage: Stage): Promise<void> {
  await stage.startHub();
  await stage.watch();
  stage.control();
}
