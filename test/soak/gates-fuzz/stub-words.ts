import type { Delays } from './delays.ts';
import type { GatedProgram } from './gated-program.ts';
import type { World } from './world.ts';

type Access = (key: number, value?: unknown) => unknown;

interface Hold {
  readonly edit: { readonly at: number; readonly value: number } | undefined;
  readonly access: Access | undefined;
  readonly ticks: number;
}

export interface StubOptions {
  readonly isOpen: boolean;
  /** False: nobody is meant. */
  readonly isMeant: boolean;
  readonly delays?: Delays;
}

/** The least that gated code needs: no list of activations, no probes. */
export function stubWords(program: GatedProgram, world: World, { isOpen, isMeant, delays }: StubOptions): object {
  const holds = new WeakMap<object, Hold>();
  let resumed: Hold | undefined;
  const given = (_one: unknown, _at: unknown, value?: unknown) => value;
  const same = (_one: unknown, value: unknown) => value;
  return {
    g: new Uint8Array(program.table.gates.length).fill(isOpen ? 1 : 0),
    e() {},
    m: () => isMeant,
    w: (gate: number, one: object | 0 | null, _self: unknown, values: unknown[], access?: Access) => {
      const { values: byValue, shared } = program.table.gates[gate]!;
      if (values.length !== byValue.length) throw new Error(`gate ${gate} passes ${values.length} values`);
      shared.forEach((_local, at) => {
        try {
          access?.(at);
        } catch {
          // Not initialised yet.
        }
      });
      const id = program.markAt(gate);
      if (id === undefined || !one || delays?.waits(id) !== true) return false;
      const name = delays.edits(id) ? program.nameAt(id) : undefined;
      const at = [...byValue, ...shared].findIndex(local => local.name === name);
      const edit = name === undefined ? undefined : { at, value: delays.value(id) };
      holds.set(one, {
        edit,
        access: access && ((key, value) => access(~(~key - byValue.length), value)),
        ticks: delays.ticks(id),
      });
      return true;
    },
    h: (one: object) => {
      const { ticks } = holds.get(one)!;
      return ticks === 0 ? undefined : new Promise<void>(resolve => world.later(ticks, resolve));
    },
    b: (one: object | null) => {
      resumed = one === null ? undefined : holds.get(one);
      if (one === null || resumed === undefined) return;
      holds.delete(one);
      try {
        if (resumed.edit !== undefined) resumed.access?.(~resumed.edit.at, resumed.edit.value);
      } catch {
        // It cannot be written yet.
      }
    },
    u: (at: number, own: unknown) => (resumed?.edit?.at === at ? resumed.edit.value : own),
    a: (fn: number) => ({ fn }),
    z() {},
    s: given,
    r: same,
    y: given,
    n: same,
    l() {},
    d: () => ({ [Symbol.dispose]() {} }),
  };
}
