import { fail } from '../base/index.ts';
import type { HubAddress } from './engine/node/index.ts';

/** What a program says of itself before it is touched. */
export interface ProgramLook {
  readonly node: string;
  /** It is a target of a hub already. */
  readonly isTarget: boolean;
}

export interface AttachWords {
  readonly hub: { readonly address: HubAddress['socket']; readonly token: string };
  readonly opened: boolean;
}

export const lookExpression = `(() => ({
  node: process.versions.node,
  isTarget: Symbol.for('eddy.begun.1') in globalThis,
}))()`;

/** Undefined: it can be attached to. */
export function refusalOf(pid: number, { node, isTarget }: ProgramLook): Error | undefined {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 15))
    return fail('refused', `Process ${pid} runs Node ${node}; Eddy needs 22.15 or later. Nothing was changed in it.`, {
      hint: `Where its async functions wait can be seen all the same: eddy dump ${pid}.`,
    });
  if (isTarget)
    return fail('refused', `Process ${pid} runs under Eddy already.`, {
      hint: 'See: eddy runs; then eddy ps, snap, hold … --run it.',
    });
  return undefined;
}

/**
 * Past the program's own loaders and its cache of modules: neither hooks nor `require.cache` see it. What an inspector asks runs in
 * the midst of whatever code is running, Node's own timers too, which what we set up would break: so it begins in a turn of its
 * own, or when told that the loop does not turn. Gives its two ends.
 */
export function injection(file: string, words: AttachWords): string {
  return `(() => {
    const need = name => process.getBuiltinModule('node:' + name);
    const [file, words] = ${JSON.stringify([file, words])};
    let hasBegun = false, outcome;
    const begin = () => {
      if (hasBegun) return;
      hasBegun = true;
      try {
        const [fs, vm, path, { createRequire }] = ['fs', 'vm', 'path', 'module'].map(need);
        const module = { exports: {} };
        const names = ['exports', 'require', 'module', '__filename', '__dirname'];
        vm.compileFunction(fs.readFileSync(file, 'utf8'), names, { filename: file })
          .call(module.exports, module.exports, createRequire(file), module, file, path.dirname(file));
        module.exports.attach(words);
        outcome = '';
      } catch (error) { outcome = String(error && error.message || error); }
    };
    need('timers').setImmediate(begin);
    return {
      outcome: () => outcome,
      beginNow(inNodeToo) {
        const beneath = String(new Error().stack).split('\\n').slice(1).find(line => !/[( ]<anonymous>[:\\d]*\\)?$/.test(line));
        if (inNodeToo || !beneath?.includes('node:')) begin();
        return outcome;
      },
    };
  })()`;
}
