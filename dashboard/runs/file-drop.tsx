import { useEffect, useState } from 'preact/hooks';
import { addressOf, attempt } from '../frame/index.ts';
import type { ModelPorts, Shelf } from '../model/index.ts';
import { openFile } from './open-file.ts';

interface FileDropProps {
  readonly shelf: Shelf;
  readonly ports: ModelPorts;
}

/** A report or a file of events from this machine: chosen, or let fall on the page. It is read here and goes nowhere. */
export function FileDrop({ shelf, ports }: FileDropProps) {
  const [isOver, setIsOver] = useState(false);
  const open = async (files: readonly File[]) => {
    for (const file of files) {
      shelf.opening.value = `Reading ${file.name} …`;
      await attempt(async () => shelf.addFile(await openFile(file, ports, shelf.files.peek())));
      shelf.opening.value = undefined;
    }
  };
  useEffect(() => {
    // Let fall elsewhere, it would take the page's place.
    const over = (event: DragEvent) => {
      event.preventDefault();
      setIsOver(true);
    };
    const leave = ({ relatedTarget }: DragEvent) => setIsOver(relatedTarget !== null);
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setIsOver(false);
      void open([...(event.dataTransfer?.files ?? [])]);
    };
    const { body } = document;
    body.addEventListener('dragover', over);
    body.addEventListener('dragleave', leave);
    body.addEventListener('drop', drop);
    return () => {
      body.removeEventListener('dragover', over);
      body.removeEventListener('dragleave', leave);
      body.removeEventListener('drop', drop);
    };
  }, []);
  const files = [...shelf.files.value.values()];
  return (
    <section class={`file-drop ${isOver ? 'over' : ''}`}>
      <h2>Files</h2>
      <label class="file-label">
        A report (<code>eddy run --report FILE</code>) or events (<code>--events FILE</code>,{' '}
        <code>eddy export --ndjson FILE</code>), chosen or let fall here:{' '}
        <input
          type="file"
          multiple
          accept=".json,.ndjson,.jsonl,application/json"
          onChange={({ currentTarget }) => {
            void open([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
      </label>
      {files.length > 0 && (
        <ul>
          {files.map(({ past }) => (
            <li key={past!.id}>
              <a href={addressOf('river', [], { run: '', past: past!.id })}>{past!.title}</a>
            </li>
          ))}
        </ul>
      )}
      <p class="quiet">It is read in this page and goes nowhere; loaded again, the page does not have it any more.</p>
    </section>
  );
}
