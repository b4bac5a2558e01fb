// Pictures of each view of the dashboard, in light and dark, of a real program: `node scripts/screenshots.ts` writes them into
// docs/pictures; with a folder, as PNG there, to look at. Not part of the check: letters differ by machine.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { chromiumMissing, openChromium } from './chromium.ts';
import { root } from './nodes.js';
import { Stage } from './screenshots/stage.ts';
import { views } from './screenshots/views.ts';

const given = process.argv[2];
const folder = given === undefined ? join(root, 'docs', 'pictures') : resolve(given);
const isToLookAt = given !== undefined;
/** They are kept with the source: letters may be a little rough, and the best that fits is taken. */
const most = 60 * 1024;
const qualities = [75, 60, 45, 30] as const;
const missing = chromiumMissing();
if (missing !== undefined) throw new Error(missing);
mkdirSync(folder, { recursive: true });

const stage = await Stage.open();
const { browser, close } = await openChromium();
try {
  await stage.pastRun(3);
  await stage.run();
  await stage.serve(2);
  stage.comeAsAnn();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(stage.link);
  await page.waitForURL(({ pathname }) => pathname === '/');
  await stage.serve(4);
  stage.trouble();
  await stage.serve(6);
  for (const { name, show } of views) {
    await show(page);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await picture(page, join(folder, `${name}-${scheme}.${isToLookAt ? 'png' : 'webp'}`));
    }
  }
} finally {
  await close();
  await stage.close();
}

async function picture(page: Page, file: string): Promise<void> {
  // What is drawn on a canvas is drawn in the next frames.
  await page.waitForTimeout(400);
  const session = await page.context().newCDPSession(page);
  for (const quality of qualities) {
    const { data } = await session.send(
      'Page.captureScreenshot',
      isToLookAt ? { format: 'png' } : { format: 'webp', quality },
    );
    const bytes = Buffer.from(data, 'base64');
    if (bytes.length > most && !isToLookAt && quality !== qualities.at(-1)) continue;
    writeFileSync(file, bytes);
    console.log(`${file} ${Math.round(bytes.length / 1024)} kB`);
    break;
  }
  await session.detach();
}
