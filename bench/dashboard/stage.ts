import { join } from 'node:path';
import { Room, type Running } from '../gates/room.ts';
import { HubHeap, type HubMemory, inspected } from './hub-heap.ts';
import { type Course, courseOf, type Moment } from './moments.ts';

const eddy = join(import.meta.dirname, '../../dist/main.js');
const program = join(import.meta.dirname, 'many.mjs');

export interface Load {
  /** Flows that are alive at once. */
  readonly live: number;
  /** Events a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Flows that are over before that begins. */
  readonly past: number;
}

export interface Told {
  /** That happened, a second. */
  readonly events: number;
  /** Seconds of CPU that the program's process took, a second. */
  readonly cpu: number;
  /** Flows that it began. */
  readonly made: number;
}

export interface StageOptions {
  readonly node: string;
  readonly load: Load;
  /** In a hub that stays and keeps every event; else as `eddy run` has it. */
  readonly hub: boolean;
}

/** A hub, and in it the program that makes the load; all of it is gone when it is closed. */
export class Stage {
  /** Absent: there is no hub but the program's own. */
  readonly hub: HubHeap | undefined;
  readonly #room: Room;
  readonly #program: Running;

  private constructor(room: Room, hub: HubHeap | undefined, program: Running) {
    this.#room = room;
    this.hub = hub;
    this.#program = program;
  }

  static async open({ node, load, hub }: StageOptions): Promise<Stage> {
    const room = new Room(node);
    const env = { XDG_STATE_HOME: join(room.folder, 'state'), HOME: room.folder };
    try {
      const heap = hub ? await openHub(room, env) : undefined;
      const { live, rate, seconds, past } = load;
      const options = hub ? ['--hub', 'main', '--dashboard'] : [];
      const words = [live, rate, seconds, past].map(String);
      return new Stage(room, heap, room.start([eddy, 'run', ...options, program, ...words], env, 'pipe'));
    } catch (error) {
      await room.close();
      throw error;
    }
  }

  /** Leads to the page, once. */
  async link(): Promise<string> {
    for (;;) {
      const found = /http:\/\/127\.0\.0\.1:\S+/.exec(await this.#program.line('stderr'));
      if (found !== null) return found[0];
    }
  }

  /** As many are alive as should be. */
  async isFull(): Promise<void> {
    while ((await this.#program.line()) !== 'ready');
  }

  /** So many more flows that are over. */
  async more(count: number): Promise<void> {
    this.#program.stdin.write(`more ${count}\n`);
    await this.isFull();
  }

  /** From now on it begins and ends flows; settles when it has ended. */
  async go(): Promise<Told> {
    this.#program.stdin.write('go\n');
    return JSON.parse(await this.#program.line()) as Told;
  }

  async close(): Promise<void> {
    this.hub?.close();
    await this.#room.close();
  }
}

/** The program with nobody looking. */
export async function measureAlone(options: StageOptions): Promise<Told> {
  const stage = await Stage.open(options);
  try {
    await stage.isFull();
    return await stage.go();
  } finally {
    await stage.close();
  }
}

export interface HubCourse {
  readonly used: Course;
  readonly resident: Course;
}

export function hubCourse(moments: readonly { readonly at: number; readonly value: HubMemory }[]): HubCourse {
  const of = (name: keyof HubMemory): Moment[] => moments.map(({ at, value }) => ({ at, value: value[name] }));
  return { used: courseOf(of('used')), resident: courseOf(of('resident')) };
}

async function openHub(room: Room, env: NodeJS.ProcessEnv): Promise<HubHeap> {
  const hub = room.start([inspected, eddy, 'serve', '--dashboard', '0'], env, 'pipe');
  await ready(hub);
  return HubHeap.open(hub);
}

async function ready(hub: Running): Promise<void> {
  while (!(await hub.line()).includes('is ready'));
}
