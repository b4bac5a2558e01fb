import type { LastSource } from '../../src/doors/web/index.ts';
import { HubError, meant, readAnswer } from '../hub/index.ts';

/** As the door gives it. */
export interface SourceText {
  /** Where it really lies. */
  readonly file: string;
  readonly text: string;
  readonly language: 'javascript' | 'jsx' | 'typescript' | 'tsx' | 'python' | 'text';
}

const maxKept = 100;
/** Those that were read, by whose and which: all that there is when the door has gone. */
const kept = new Map<string, SourceText>();
let isDoorGone = false;

/** Sources of programs that run or ran, and no other file. `target`: whose folder a path that is not absolute begins in. */
export async function readSource(file: string, target?: string): Promise<SourceText> {
  if (isDoorGone) return keptOf(file, target);
  const query = new URLSearchParams({ file: meant(file), ...(target === undefined ? {} : { target }) });
  const away = 'Eddy does not answer, so the source cannot be read.';
  const source = await readAnswer<SourceText>(`/api/v1/source?${query}`, {}, away);
  keep(keyOf(file, target), source);
  return source;
}

/** The run is over, and its hub has gone with it: what it gave last is kept, and nothing more is asked for. */
export function closeSources(last: readonly LastSource[]): void {
  isDoorGone = true;
  for (const { asked, ...source } of last) keep(keyOf(asked), source);
}

function keptOf(file: string, target: string | undefined): SourceText {
  const source = kept.get(keyOf(file, target)) ?? kept.get(keyOf(file));
  if (source !== undefined) return source;
  throw new HubError({ code: 'closed', message: 'The run is over, and this source was not read before its end.' });
}

/** A whole path is the same for all. */
function keyOf(file: string, target = ''): string {
  return file.startsWith('/') ? ` ${file}` : `${target} ${file}`;
}

function keep(key: string, source: SourceText): void {
  for (const one of [key, keyOf(source.file)]) {
    kept.delete(one);
    kept.set(one, source);
  }
  for (const oldest of kept.keys()) {
    if (kept.size <= maxKept) break;
    kept.delete(oldest);
  }
}
