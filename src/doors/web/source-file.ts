import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { extname } from 'node:path';
import { type EddyError, fail } from '../../base/index.ts';

/** As the page shows it. */
export interface SourceFile {
  /** Where it really lies. */
  readonly file: string;
  readonly text: string;
  readonly language: SourceLanguage;
}

export type SourceLanguage = 'javascript' | 'jsx' | 'typescript' | 'tsx' | 'python' | 'text';

const languages: Readonly<Record<string, SourceLanguage>> = {
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.jsx': 'jsx',
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.cts': 'typescript',
  '.tsx': 'tsx',
  '.py': 'python',
  '.pyw': 'python',
  ...Object.fromEntries(['.vue', '.svelte', '.astro', '.coffee', '.pyx'].map(name => [name, 'text' as const])),
};

const maxBytes = 2 * 1024 * 1024;

/** Undefined: by its name it is no source of a program. */
export function languageOf(file: string): SourceLanguage | undefined {
  return languages[extname(file).toLowerCase()];
}

/** Where it really lies, whatever links lead there. */
export async function realPath(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** `file`: as `realPath` gave it. A link that has taken its place since then is not followed. */
export async function readSource(file: string): Promise<SourceFile> {
  // Without waiting for who writes, if it is a pipe.
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(cause => {
    throw unreadable(file, cause);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw fail('refused', `${file} is no file of text.`);
    // A folder on the way may have become a link since it was looked at.
    if ((await realPath(file)) !== file) throw fail('refused', `${file} is not where it was.`);
    // It may grow meanwhile.
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(maxBytes + 1), 0, maxBytes + 1, 0);
    if (bytesRead > maxBytes) {
      throw fail('refused', `${file} has ${stat.size} bytes; files up to ${maxBytes} bytes are shown.`);
    }
    const bytes = buffer.subarray(0, bytesRead);
    if (bytes.includes(0)) throw fail('refused', `${file} is no text.`);
    const text = bytes.toString('utf8');
    // A program may say that any file is its source: a key, a list of passwords.
    const language = languageOf(file) ?? (text.startsWith('#!') ? 'text' : undefined);
    if (language === undefined)
      throw fail('refused', `${file} is no source of a program, by its name or its first line.`);
    return { file, text, language };
  } finally {
    await handle.close();
  }
}

function unreadable(file: string, cause: unknown): EddyError {
  const { code } = cause as NodeJS.ErrnoException;
  const isThere = code !== 'ENOENT' && code !== 'ENOTDIR';
  const why = isThere ? `cannot be read (${code ?? (cause as Error).message})` : 'is not there';
  return fail(isThere ? 'refused' : 'unknown-id', `${file} ${why}.`, { cause });
}
