import type { WireError } from '../../src/wire/protocol/index.ts';
import { HubError, visible } from '../hub/index.ts';

/** As the door gives it. */
export interface SourceText {
  /** Where it really lies. */
  readonly file: string;
  readonly text: string;
  readonly language: 'javascript' | 'jsx' | 'typescript' | 'tsx' | 'python' | 'text';
}

/** Sources of programs that run or ran, and no other file. `target`: whose folder a path that is not absolute begins in. */
export async function readSource(file: string, target?: string): Promise<SourceText> {
  const query = new URLSearchParams({ file, ...(target === undefined ? {} : { target }) });
  const response = await fetch(`/api/v1/source?${query}`).catch(() => {
    throw new HubError({ code: 'closed', message: 'Eddy does not answer, so the source cannot be read.' });
  });
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const { result, error } = (isJson ? JSON.parse(visible(await response.text())) : {}) as {
    result?: SourceText;
    error?: WireError;
  };
  if (result !== undefined) return result;
  throw new HubError(error ?? { code: `http-${response.status}`, message: `Eddy answered ${response.status}.` });
}
