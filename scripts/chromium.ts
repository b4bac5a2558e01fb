// Debian's Chromium, driven by playwright-core: the dashboard is tried, measured and pictured in it.
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

export const chromiumFile = '/usr/bin/chromium';

/** Nothing of its own is asked of the network, and no other process of this machine is asked for anything. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Chromium {
  readonly browser: Browser;
  readonly pid: number;
  /** When it resolves, its process has ended. */
  close(): Promise<void>;
}

/** Why there is none; undefined where it is here. */
export function chromiumMissing(): string | undefined {
  return existsSync(chromiumFile) ? undefined : 'Chromium is not here: apt-get install chromium';
}

export async function openChromium(): Promise<Chromium> {
  const browser = await chromium.launch({ executablePath: chromiumFile, args: flags });
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pid = processInfo.find(({ type }) => type === 'browser')?.id;
  if (pid === undefined) throw new Error(`Chromium names no process of its own: ${JSON.stringify(processInfo)}`);
  await session.detach();
  return { browser, pid, close: () => browser.close() };
}
