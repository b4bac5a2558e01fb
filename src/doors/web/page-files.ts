import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fail, nodeCrypto } from '../../base/index.ts';

export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  readonly tag: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The built page by path, read once: a path that is not among them leads nowhere. */
export function readPageFiles(folder: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const name of namesBelow(folder)) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const body = readFileSync(join(folder, name));
    const tag = `"${nodeCrypto().createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    files.set(`/${name}`, { type, body, tag });
  }
  const page = files.get('/index.html');
  if (page === undefined)
    throw fail('not-built', `The dashboard is not built: ${folder} has no index.html.`, { hint: 'npm run build' });
  files.set('/', page);
  return files;
}

function namesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => name.replaceAll('\\', '/'));
  } catch {
    return [];
  }
}
