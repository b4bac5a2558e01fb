import { useEffect, useState } from 'preact/hooks';
import { readSource, type SourceText } from '../source/index.ts';

export interface OpenedSource {
  readonly source?: SourceText;
  /** Why there is none, in words. */
  readonly error?: string;
}

/** The text of a file, read when it is another one. */
export function useSource(file: string | undefined, target: string | undefined): OpenedSource {
  const [opened, setOpened] = useState<OpenedSource>({});
  // A whole path is the same for all: it stays open while its targets come and go.
  const whose = file?.startsWith('/') === true ? undefined : target;
  useEffect(() => {
    if (file === undefined) return setOpened({});
    let isWanted = true;
    readSource(file, whose).then(
      source => isWanted && setOpened({ source }),
      error => isWanted && setOpened({ error: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [file, whose]);
  return opened;
}
