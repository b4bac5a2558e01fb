import { useEffect, useState } from 'preact/hooks';

export type Editor = typeof import('./editor/index.ts');

let editor: Editor | undefined;
let coming: Promise<Editor> | undefined;

/** It comes from the door; once here, it stays when the door has gone. */
export function loadEditor(): Promise<Editor> {
  coming ??= import('./editor/index.ts').then(
    loaded => {
      editor = loaded;
      return loaded;
    },
    error => {
      coming = undefined;
      throw error;
    },
  );
  return coming;
}

export interface EditorState {
  /** Undefined: it has not come yet. */
  readonly editor: Editor | undefined;
  /** Why it does not come. */
  readonly trouble: string | undefined;
}

export function useEditor(): EditorState {
  const [state, setState] = useState<EditorState>({ editor, trouble: undefined });
  useEffect(() => {
    if (state.editor !== undefined) return;
    let isWanted = true;
    const take = (next: EditorState) => {
      if (isWanted) setState(next);
    };
    loadEditor().then(
      loaded => take({ editor: loaded, trouble: undefined }),
      () =>
        take({
          editor: undefined,
          trouble: 'The part of the page that shows sources could not be loaded: load the page again.',
        }),
    );
    return () => {
      isWanted = false;
    };
  }, []);
  return state;
}
