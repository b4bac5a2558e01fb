import { readFileSync } from 'node:fs';
import { nodeCrypto, systemClock } from './base/index.ts';
import { dialHub, openHub, openStaying } from './doors/client/index.ts';
import { WebDoor, type WebDoorOptions } from './doors/web/index.ts';
import { openPage } from './hub/index.ts';
import { builtFile, callerName } from './own-files.ts';
import type { PortPlace, RunCard } from './wire/protocol/index.ts';

export function newSecret(): string {
  return nodeCrypto().randomBytes(32).toString('base64url');
}

/** The page of a hub in this process. `secret`: what cookies are signed with, where not the hub's token. */
export function pageListener(
  at: PortPlace,
  { secret, isOneRun = false }: { secret?: () => string; isOneRun?: boolean } = {},
) {
  return {
    at,
    open: ({ address, token }: { readonly address: string; readonly token: string }) =>
      openDoor({
        token,
        secret: secret?.() ?? token,
        isOneRun,
        dial: () => dialHub({ address, token, as: 'dashboard' }),
      }),
  };
}

/** The page of a hub in another process, until that is over. */
export async function servePage({ pid, name, stays }: RunCard, at: PortPlace) {
  const secret = newSecret();
  const over = Promise.withResolvers<void>();
  const own = {
    token: secret,
    secret,
    isOneRun: stays !== true,
    onOver: over.resolve,
    // By the pid another run would not be taken for this one; one that stays may come back with another.
    dial: () => (stays === true ? openStaying(name, callerName()) : openHub(String(pid), callerName())),
  };
  const page = await openPage(at, () => openDoor(own));
  return { newLink: () => page.newLink(), over: over.promise, close: () => page.close() };
}

async function openDoor(own: Omit<WebDoorOptions, 'folder' | 'description' | 'clock'>) {
  const description = readFileSync(builtFile('openapi.json', 'What the page may ask'), 'utf8');
  const folder = builtFile('dashboard', 'The page');
  const door = new WebDoor({ ...own, folder, description, clock: systemClock });
  await door.open();
  return door;
}
