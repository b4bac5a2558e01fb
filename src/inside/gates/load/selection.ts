import { relative, sep } from 'node:path';
import { matches } from '../../../base/index.ts';

export interface SelectionOptions {
  readonly cwd: string;
  /** Files under this folder are Eddy's own. */
  readonly own: string;
  /** Globs of files that get gates beside the application's own, as seen from `cwd` or absolute. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Which files get gates: the application's own, which is all that is not an installed package, and what was asked for. */
export function selectFiles(options: SelectionOptions): (path: string) => boolean {
  const include = options.include.map(globToRegExp);
  const exclude = options.exclude.map(globToRegExp);
  return path => {
    if (path.startsWith(options.own + sep)) return false;
    const names = [path, relative(options.cwd, path)];
    const isNamed = (globs: readonly RegExp[]) => globs.some(glob => names.some(name => matches(glob, name)));
    if (isNamed(exclude)) return false;
    return !path.includes(`${sep}node_modules${sep}`) || isNamed(include);
  };
}

/** Folders of tools, such as `node_modules/.cache`: what lies in one is no package, and may be anybody's. */
export function isToolOutput(path: string): boolean {
  const word = `${sep}node_modules${sep}`;
  const at = path.lastIndexOf(word);
  return at >= 0 && path[at + word.length] === '.';
}

/** `*` within a folder, `**` across folders, `?` one character, `{a,b}` either. */
export function globToRegExp(glob: string): RegExp {
  let text = '';
  for (let at = 0; at < glob.length; at++) {
    const char = glob[at]!;
    if (glob.startsWith('**/', at)) {
      text += '(?:.*/)?';
      at += 2;
    } else if (glob.startsWith('**', at)) {
      text += '.*';
      at += 1;
    } else if (char === '*') text += '[^/]*';
    else if (char === '?') text += '[^/]';
    else if (char === '{') text += '(?:';
    else if (char === '}') text += ')';
    else if (char === ',' && glob.lastIndexOf('{', at) > glob.lastIndexOf('}', at)) text += '|';
    else text += char.replace(/[.+^$()|[\]\\]/g, '\\$&');
  }
  return new RegExp(`^${text}$`);
}
