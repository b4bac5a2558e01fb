import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeOf, type Toolchain } from './toolchain.ts';

/** The packages that it is made of, with the versions that its fixture names: `tsx 4.23.15`. */
export function versionsOf(toolchain: Toolchain): string[] {
  const file = join(homeOf(toolchain), 'package.json');
  const { devDependencies } = JSON.parse(readFileSync(file, 'utf8')) as { devDependencies: Record<string, string> };
  return toolchain.packages.map(name => {
    const version = devDependencies[name];
    if (version === undefined) throw new Error(`${file} does not name ${name}.`);
    return `${name} ${version}`;
  });
}
