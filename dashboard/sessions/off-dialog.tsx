import { useEffect, useRef } from 'preact/hooks';
import type { SessionView } from '../../src/wire/protocol/index.ts';
import { sayCount } from '../words/index.ts';

interface OffDialogProps {
  readonly sessions: readonly SessionView[];
  readonly onOff: () => void;
  readonly onClose: () => void;
}

/** Asked before everything is taken away, whoever has set it. */
export function OffDialog({ sessions, onOff, onClose }: OffDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const probes = sessions.reduce((sum, one) => sum + one.probes.length, 0);
  return (
    <dialog ref={dialog} class="line-menu" aria-labelledby="off-title" onClose={onClose}>
      <h2 id="off-title">Take everything away?</h2>
      <p>
        {sayCount(sessions.length, 'session')} with {sayCount(probes, 'probe')} will be closed, those of others too:{' '}
        {sessions.map(({ name }) => name).join(', ')}. What they hold goes on.
      </p>
      <form method="dialog" class="row">
        <button type="submit" class="primary" onClick={onOff}>
          Close all
        </button>
        <button type="submit">Leave them</button>
      </form>
    </dialog>
  );
}
