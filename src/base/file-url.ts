import { fileURLToPath } from 'node:url';

/** The path in an address of a file, whatever query stands behind it; undefined: it is none, or of another machine. Never throws. */
export function tryPathOfUrl(url: string): string | undefined {
  if (!url.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** What is no address of a file here stays as it is. */
export function toPath(file: string): string {
  return tryPathOfUrl(file) ?? file;
}
