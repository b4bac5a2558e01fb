import { useId, useState } from 'preact/hooks';
import { shortPath } from '../words/index.ts';
import { filesLike, type NamedFile, typedPlace } from './named-files.ts';

interface FilePickerProps {
  readonly files: readonly NamedFile[];
  /** Shown now. */
  readonly file: string | undefined;
  readonly onPick: (file: NamedFile, line?: number) => void;
}

const most = 50;

/** A field that knows the files that targets named. What it does not know can be typed, too. */
export function FilePicker({ files, file, onPick }: FilePickerProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const [at, setAt] = useState(0);
  const isOpen = typed !== undefined;
  const likes = filesLike(typed ?? '', files);
  const shown = likes.slice(0, most);
  const pick = (one: NamedFile | undefined) => {
    const { file: name, line } = typedPlace(typed ?? '');
    const chosen = one ?? (name === '' ? undefined : { file: name });
    setTyped(undefined);
    if (chosen !== undefined) onPick(chosen, line);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!isOpen) setTyped('');
      const by = event.key === 'ArrowDown' ? 1 : -1;
      setAt(now => (isOpen ? Math.max(0, Math.min(shown.length - 1, now + by)) : 0));
    } else if (event.key === 'Enter') pick(shown[at]);
    else if (event.key === 'Escape' && isOpen) setTyped(undefined);
    else return;
    event.preventDefault();
  };
  // Its list is ours, not the browser's.
  const box = {
    role: 'combobox',
    list: undefined,
    'aria-expanded': isOpen && shown.length > 0,
    'aria-controls': `${id}-list`,
    'aria-autocomplete': 'list',
    'aria-activedescendant': isOpen && shown[at] !== undefined ? `${id}-${at}` : undefined,
  } as const;
  return (
    <div class="file-picker">
      <input
        type="search"
        {...box}
        aria-label="File: type the end of its path, and :LINE"
        placeholder="Open a file: the end of its path"
        title={file}
        spellcheck={false}
        autocomplete="off"
        value={typed ?? (file === undefined ? '' : shortPath(file, 3))}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setAt(0);
        }}
        onClick={() => setTyped(now => now ?? '')}
        onBlur={() => setTyped(undefined)}
        onKeyDown={onKeyDown}
      />
      <div class="file-list" id={`${id}-list`} role="listbox" aria-label="Files that targets named" hidden={!isOpen}>
        {isOpen &&
          shown.map((one, index) => (
            // Keys go to the field, which stays the one that has the focus.
            <div
              key={one.file}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              title={one.file}
              onMouseDown={event => {
                event.preventDefault();
                pick(one);
              }}
            >
              <span>{shortPath(one.file, 1)}</span> <span class="quiet">{folderOf(one.file)}</span>
            </div>
          ))}
        {isOpen && shown.length === 0 && (
          <div role="option" tabIndex={-1} aria-selected={false} class="quiet">
            No target named such a file. Enter opens it all the same, if it is a source of the program.
          </div>
        )}
      </div>
    </div>
  );
}

function folderOf(file: string): string {
  const folder = file.slice(0, file.lastIndexOf('/'));
  return folder.length > 60 ? `…${folder.slice(-59)}` : folder;
}
