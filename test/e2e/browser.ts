/** One Chromium for each test file that asks for it, ended with the file. */
import { equal } from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { type Chromium, chromiumMissing, openChromium } from '../../scripts/chromium.ts';
import { Visit, type VisitOptions } from './visit.ts';

/** Follows a link as a person does. */
export type Follow = (link: string, options?: VisitOptions) => Promise<Visit>;

let opened: Promise<Chromium> | undefined;

after(async () => {
  if (opened === undefined) return;
  const { pid, close } = await opened;
  await close();
  equal(isThere(pid), false, 'Chromium is still there.');
});

/** A test in a browser. At its end it asserts of each visit what is asserted of all. */
export function inBrowser(
  name: string,
  body: (t: TestContext, follow: Follow) => Promise<void>,
  skip?: string | false,
) {
  test(name, { skip: skip || withoutChromium() }, async t => {
    const visits: Visit[] = [];
    t.after(() => Promise.all(visits.map(one => one.close())));
    await body(t, async (link, options = {}) => {
      opened ??= openChromium();
      const { browser } = await opened;
      const one = await Visit.open(browser, options);
      visits.push(one);
      await one.follow(link);
      return one;
    });
    for (const one of visits) await one.leave();
  });
}

/** Why tests in a browser are skipped; false where it is here. In CI it must be. */
function withoutChromium(): string | false {
  return process.env.CI !== 'true' && (chromiumMissing() ?? false);
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
