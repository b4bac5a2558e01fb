import { rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { type Clock, Owner } from '../base/index.ts';
import {
  type Alert,
  controlVersion,
  type HubStatus,
  type RunCard,
  type RunOptions,
  runCardFile,
  type SessionRules,
} from '../wire/protocol/index.ts';
import { KnownRuns } from './known-runs.ts';
import { type ListenAt, Listeners, serveEither, writeRunCard } from './listen/index.ts';
import { type OpenPage, openPage, type PageListening } from './page.ts';
import { openOutlets } from './run-outlets.ts';
import type { Store } from './session/index.ts';
import { mustBeFree, openStayFolder } from './stay-folder.ts';
import { StayingHub } from './staying-hub.ts';

export interface ServeOptions {
  readonly name: string;
  readonly version: string;
  readonly cwd: string;
  readonly clock: Clock;
  readonly observeOnly: boolean;
  /** Log and alerts, of all its runs. */
  readonly outlets?: Pick<RunOptions, 'log' | 'alerts'>;
  onAlert?(alert: Alert): void;
  /** What the configuration says of sessions. */
  readonly rules?: SessionRules;
  /** Beside its own sockets: where others dial in. */
  readonly listen: readonly ListenAt[];
  /** On each of those places. */
  readonly maxConnections: number;
  /** Where editors dial in, and who serves them there. */
  readonly editors?: EditorListening;
  /** Where the dashboard is; absent: nowhere. */
  readonly page?: PageListening;
  /** Fails when another hub has it: two never share one. */
  openStore(): Promise<Store>;
}

export interface EditorListening {
  readonly at: ListenAt;
  serve(socket: Socket, token: string): void;
  /** Each session is ended as if its editor had gone. */
  close(): Promise<void>;
}

export interface Served {
  readonly card: RunCard;
  readonly folder: string;
  readonly listens: readonly string[];
  /** Of the dashboard, where there is one: good once, for a minute. */
  newLink(): string | undefined;
  status(): HubStatus;
  /** Settles when somebody asked for the end. */
  readonly asked: Promise<void>;
  /** Sessions are closed, what is held goes on, what is known is kept; programs run on. */
  close(): Promise<void>;
}

const lookEveryMs = 1_000;

/** Starts a hub that stays: folder, store, sockets, listeners, and last the card by which others find it. */
export async function openServe(options: ServeOptions): Promise<Served> {
  const { name, clock, cwd } = options;
  const owner = new Owner();
  try {
    const { path: folder, token } = openStayFolder(name);
    const card: RunCard = {
      version: controlVersion,
      pid: process.pid,
      name,
      words: ['eddy', 'serve'],
      cwd,
      started: clock.now(),
      stays: true,
    };
    await mustBeFree(folder, name);
    const store = await options.openStore();
    owner.own(() => store.close());
    const outlets = openOutlets(options.outlets ?? {}, clock, alert => options.onAlert?.(alert));
    owner.own(async () => void (await outlets.close()));
    const known = new KnownRuns(store);
    await known.read();
    const listeners = new Listeners();
    let page: OpenPage | undefined;
    const listens = () => [
      ...listeners.list.map(({ name: what, address }) => (what === 'dap' ? address.replace('tcp:', 'dap:') : address)),
      ...(page === undefined ? [] : [page.address]),
    ];
    const hub = new StayingHub({
      ...options,
      card,
      folder,
      token,
      store,
      known,
      outlets,
      listens,
      hasPage: options.page !== undefined,
      newLink: () => page?.newLink(),
    });
    owner.own(() => hub.close());
    hub.plane.takeLeftBehind();
    await hub.plane.open();
    owner.own(() => listeners.stopAll());
    for (const [index, at] of options.listen.entries()) {
      const { targets, control } = hub.plane;
      const serve = (socket: Socket) => serveEither(socket, targets, control, clock);
      await listeners.start(`listen ${index + 1}`, at, serve, { maxConnections: options.maxConnections });
    }
    const { editors } = options;
    if (editors !== undefined) {
      const serve = (socket: Socket) => editors.serve(socket, token);
      await listeners.start('dap', editors.at, serve, { maxConnections: options.maxConnections });
      owner.own(() => editors.close());
    }
    if (options.page !== undefined) {
      const { at, open } = options.page;
      page = await openPage(at, () => open({ address: hub.plane.controlSocket, token }));
      owner.own(() => page?.close());
    }
    writeRunCard(folder, { card, token });
    owner.own(() => rmSync(join(folder, runCardFile), { force: true }));
    const timer = clock.every(lookEveryMs, () => hub.look());
    owner.own(() => timer.cancel());
    return {
      card,
      folder,
      listens: listens(),
      newLink: () => page?.newLink(),
      status: () => hub.status(),
      asked: hub.asked,
      close: () => owner.close(),
    };
  } catch (error) {
    await owner.close().catch(() => {});
    throw error;
  }
}
