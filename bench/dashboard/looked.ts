import { openChromium } from '../../scripts/chromium.ts';
import { atMoments, type Course, courseOf } from './moments.ts';
import { PageGauge, type Seen } from './page-gauge.ts';
import { type HubCourse, hubCourse, type Load, Stage, type Told } from './stage.ts';

export interface LookedOptions {
  readonly node: string;
  readonly load: Load;
  /** Before it begins, the page knows so many flows at least. */
  readonly known: number;
  readonly say: (text: string) => void;
}

export interface Looked extends Pick<Seen, 'frames' | 'intervals'> {
  readonly told: Told;
  /** Flows that the page knew at the beginning, and at the end. */
  readonly knownBefore: number;
  readonly known: number;
  /** A minute. */
  readonly longTasks: number;
  /** Of the time of the page's thread, from 0 to 1. */
  readonly scriptShare: number;
  /** As PageMemory has it. */
  readonly page: Course;
  readonly pageResident: Course;
  readonly hub: HubCourse;
}

/** Parts of the time, between which memory is read. */
const parts = 6;
/** Where too many events are lost, as the machine is busy, it is never full. */
const maxMore = 3;

/** The program under load, and the river open in a browser all the while. */
export async function measureLooked({ node, load, known, say }: LookedOptions): Promise<Looked> {
  const stage = await Stage.open({ node, load, hub: true });
  const chromium = await openChromium();
  try {
    const page = await chromium.browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(await stage.link());
    await page.locator('.river-canvas').waitFor();
    const gauge = await PageGauge.open(page, chromium);
    await stage.isFull();
    const knownBefore = await fill(stage, gauge, { known, live: load.live });
    await gauge.watch();
    const script = await gauge.scriptSeconds();
    const going = stage.go();
    const moments = await atMoments(load.seconds, parts, async () => {
      const [ofPage, ofHub] = await Promise.all([gauge.memory(), stage.hub!.read()]);
      return { page: ofPage, hub: ofHub };
    });
    const told = await going;
    const spent = (await gauge.scriptSeconds()) - script;
    // It says its counts twice a second.
    await page.waitForTimeout(1_500);
    const seen = await gauge.seen();
    say(`The page says: ${seen.words}`);
    say(`frames: ${JSON.stringify(seen.frames)}, intervals: ${JSON.stringify(seen.intervals)}`);
    return {
      told,
      knownBefore,
      known: seen.known,
      frames: seen.frames,
      intervals: seen.intervals,
      longTasks: (seen.longTasks * 60) / load.seconds,
      scriptShare: spent / load.seconds,
      page: courseOf(moments.map(({ at, value }) => ({ at, value: value.page.used }))),
      pageResident: courseOf(moments.map(({ at, value }) => ({ at, value: value.page.resident }))),
      hub: hubCourse(moments.map(({ at, value }) => ({ at, value: value.hub }))),
    };
  } finally {
    await chromium.close();
    await stage.close();
  }
}

/** Gives how many flows the page knows then. */
async function fill(
  stage: Stage,
  gauge: PageGauge,
  { known, live }: { readonly known: number; readonly live: number },
): Promise<number> {
  for (let more = 0; ; more++) {
    const told = await settled(gauge, live);
    if (told >= known || more === maxMore) return told;
    await stage.more(Math.ceil((known - told) * 1.1));
  }
}

/** The page hears of it a little later: what it says of those that are alive, and does not change any more. */
async function settled(gauge: PageGauge, live: number): Promise<number> {
  let before = -1;
  for (;;) {
    const { alive, known } = await gauge.counts();
    if (alive >= live * 0.95 && known === before) return known;
    before = known;
    await new Promise(resolve => setTimeout(resolve, 1_500));
  }
}
