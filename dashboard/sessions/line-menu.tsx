import { useEffect, useRef } from 'preact/hooks';
import type { SessionView } from '../../src/wire/protocol/index.ts';
import type { Model } from '../model/index.ts';
import { type LineMark, type SourceText, sayMark } from '../source/index.ts';
import { shortPath } from '../words/index.ts';
import { MarkIcon } from './mark-icon.tsx';
import { ProbeForm } from './probe-form.tsx';

interface LineMenuProps {
  readonly model: Model;
  readonly source: SourceText;
  readonly line: number;
  /** Of this line. */
  readonly marks: readonly LineMark[];
  readonly chosen: SessionView | undefined;
  readonly onRemove: (mark: LineMark) => void;
  readonly onMove: (mark: LineMark, line: number) => void;
  readonly onClose: () => void;
}

/** What is set at a line, and what could be. */
export function LineMenu({ model, source, line, marks, chosen, onRemove, onMove, onClose }: LineMenuProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const text = source.text.split('\n')[line - 1]?.trim() ?? '';
  return (
    <dialog ref={dialog} class="line-menu" aria-labelledby="line-menu-title" onClose={onClose}>
      <div class="row">
        <h2 id="line-menu-title" class="grow" title={source.file}>
          {shortPath(source.file)}:{line}
        </h2>
        <button type="button" class="plain" aria-label="Close" onClick={() => dialog.current?.close()}>
          ×
        </button>
      </div>
      {text !== '' && <pre class="line-text">{text}</pre>}
      {marks.length > 0 && (
        <ul class="line-marks">
          {marks.map(mark => (
            <li key={`${mark.probe} ${mark.line}`}>
              <MarkIcon mark={mark} /> {sayMark(mark)}
              {mark.reasons.map(reason => (
                <span key={reason} class={mark.state === 'refused' ? 'error-text mark-reason' : 'quiet mark-reason'}>
                  {reason}
                </span>
              ))}
              <span class="row">
                <button type="button" onClick={() => onRemove(mark)}>
                  Remove
                </button>
                {mark.near.map(near => (
                  <button key={near} type="button" onClick={() => onMove(mark, near)}>
                    Move it to line {near}
                  </button>
                ))}
              </span>
            </li>
          ))}
        </ul>
      )}
      <ProbeForm
        model={model}
        place={{ file: source.file, line }}
        isPython={source.language === 'python'}
        chosen={chosen}
        onSet={() => dialog.current?.close()}
      />
    </dialog>
  );
}
