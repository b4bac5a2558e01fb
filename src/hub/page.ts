import type { Socket } from 'node:net';
import type { PortPlace } from '../wire/protocol/index.ts';
import { Listeners } from './listen/index.ts';

/** Who serves the dashboard to what dials in. */
export interface PageDoor {
  /** The port that it is known by. */
  listensAt(port: number): void;
  serve(socket: Socket): void;
  /** Good once, for a minute. */
  newLink(): string;
  close(): Promise<void>;
}

export interface PageListening {
  readonly at: PortPlace;
  /** A door onto that hub, which it dials as any controller does. */
  open(hub: { readonly address: string; readonly token: string }): Promise<PageDoor>;
}

export interface OpenPage {
  /** As a browser is told it. */
  readonly address: string;
  newLink(): string;
  /** What pages wait for is told first. The port is free when it settles. */
  close(): Promise<void>;
}

/** Browsers open six each, and keep them. */
const maxConnections = 200;

/** A port of loopback with the dashboard behind it. */
export async function openPage(at: PortPlace, openDoor: () => Promise<PageDoor>): Promise<OpenPage> {
  const door = await openDoor();
  const listeners = new Listeners();
  try {
    const address = await listeners.start('dashboard', at, socket => door.serve(socket), { maxConnections });
    door.listensAt(Number(address.slice(address.lastIndexOf(':') + 1)));
    return {
      address: address.replace('tcp:', 'http:'),
      newLink: () => door.newLink(),
      async close() {
        await door.close();
        await listeners.stopAll();
      },
    };
  } catch (error) {
    await door.close();
    throw error;
  }
}
