import { meant, readAnswer } from '../hub/index.ts';

/** As the door gives it. */
export interface SourceText {
  /** Where it really lies. */
  readonly file: string;
  readonly text: string;
  readonly language: 'javascript' | 'jsx' | 'typescript' | 'tsx' | 'python' | 'text';
}

/** Sources of programs that run or ran, and no other file. `target`: whose folder a path that is not absolute begins in. */
export function readSource(file: string, target?: string): Promise<SourceText> {
  const query = new URLSearchParams({ file: meant(file), ...(target === undefined ? {} : { target }) });
  return readAnswer(`/api/v1/source?${query}`, {}, 'Eddy does not answer, so the source cannot be read.');
}
