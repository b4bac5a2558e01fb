import { listOriginalSites } from './call-site-list.ts';
import { CallSites } from './call-sites.ts';
import { Disguises } from './disguises.ts';
import { showFailedExpressions } from './failed-expression.ts';
import { FatalLine } from './fatal-line.ts';
import { showOriginalText } from './function-text.ts';
import { GatedScripts, type GatedText } from './gated-scripts.ts';
import { type Realm, StackFormat } from './stack-format.ts';

export interface PositionsOptions {
  readonly fileOf: (path: string) => GatedText | undefined;
  /** Scripts of ours: their frames are left out of what the program sees. */
  readonly isOwn: (file: string) => boolean;
  /** Runs our code so that it cannot throw into the program. */
  readonly guard: (what: string, run: () => void) => void;
  /** A gated module awaits something at its top level. */
  readonly moduleAwaits: () => boolean;
}

export interface Positions {
  readonly scripts: GatedScripts;
  /** To be told how the end of an error that nobody caught goes. */
  readonly fatalLine: FatalLine;
  /** Of another context: it has errors and functions of its own. */
  enter(realm: Realm): void;
}

/** From now on, the program's stacks, call sites and function texts are the original's. */
export function installPositions({ fileOf, isOwn, guard, moduleAwaits }: PositionsOptions): Positions {
  const scripts = new GatedScripts(fileOf);
  const disguises = new Disguises();
  const fatalLine = new FatalLine(scripts, moduleAwaits);
  guard('function text', () => showOriginalText(disguises, Function));
  guard('stack format', () => {
    const found = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    if (typeof found?.value !== 'function' || found.configurable !== true) return;
    const sites = new CallSites({ scripts, disguises, isOwn });
    new StackFormat({ sites, disguises, beforeFormat: () => fatalLine.disarm() }, Error, found.value).install();
  });
  guard('call site list', () => listOriginalSites(scripts, disguises));
  guard('failed expression', () => showFailedExpressions(scripts, disguises));
  const enter = (realm: Realm) => {
    guard('function text', () => showOriginalText(disguises, realm.Function));
    guard('stack format', () => {
      // Its runner may have been here before it compiled a file.
      const found = Object.getOwnPropertyDescriptor(realm.Error, 'prepareStackTrace');
      if (found !== undefined && !(found.configurable === true && 'value' in found)) return;
      const sites = new CallSites({ scripts, disguises, isOwn });
      new StackFormat({ sites, disguises, beforeFormat: () => {} }, realm.Error).install();
      if (found !== undefined) realm.Error.prepareStackTrace = found.value;
    });
  };
  return { scripts, fatalLine, enter };
}
