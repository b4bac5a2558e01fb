import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Where what Python loads first lies, beside what Node loads first; undefined where this build has none. */
export function pythonSite(preload: string): string | undefined {
  const site = join(dirname(preload), 'python', 'site');
  return existsSync(join(site, 'sitecustomize.py')) ? site : undefined;
}

/** PYTHONPATH with our folder in it once, and first. An empty entry would mean the folder where the program runs. */
export function withSite(pythonPath: string | undefined, site: string): string {
  if (pythonPath === undefined || pythonPath === '') return site;
  return pythonPath.split(delimiter).includes(site) ? pythonPath : `${site}${delimiter}${pythonPath}`;
}
