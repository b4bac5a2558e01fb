// The end of the demo: the dashboard of the shop, for who looks on, or as a picture where nobody does.
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromiumMissing, openChromium } from '../../scripts/chromium.ts';
import { openHub } from '../../src/doors/client/index.ts';

/** Stays as long as somebody looks, in a terminal; else some three seconds. The shop is open meanwhile. */
export async function showPage(run: number, folder: string, say: (text: string) => void): Promise<void> {
  const link = await newLink(run);
  say('\n$ eddy open');
  if (process.stdin.isTTY && process.stdout.isTTY) await wait(link, say);
  else await picture(link, join(folder, 'dashboard.png'), say);
}

async function newLink(run: number): Promise<string> {
  const hub = await openHub(String(run), 'demo');
  try {
    const { link } = await hub.ask('dashboard', {});
    if (link === undefined) throw new Error('It has no dashboard.');
    return link;
  } finally {
    hub.close();
  }
}

async function wait(link: string, say: (text: string) => void): Promise<void> {
  say(`  The shop stays open, with its customers. Look at it: ${link}`);
  say('  The link is good once, for a minute. Enter or Ctrl-C goes on.');
  const lines = createInterface({ input: process.stdin, terminal: false });
  const signal = new AbortController();
  const asked = ['SIGINT', 'SIGTERM'].map(name => once(process, name, signal));
  await Promise.race([once(lines, 'line', signal), once(lines, 'close', signal), ...asked]);
  signal.abort();
  lines.close();
}

async function picture(link: string, file: string, say: (text: string) => void): Promise<void> {
  const missing = chromiumMissing();
  if (missing !== undefined) return say(`  No picture of the dashboard: ${missing}`);
  const { browser, close } = await openChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(link);
    await page.waitForURL(({ pathname }) => pathname === '/');
    await page.getByText('live', { exact: true }).waitFor();
    // Customers come and go on it for a moment.
    await page.waitForTimeout(1_000);
    await page.screenshot({ path: file });
    say(`  a picture of the dashboard: ${file}`);
  } finally {
    await close();
  }
}
