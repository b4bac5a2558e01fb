import type { Hold } from '../../src/wire/protocol/index.ts';
import { sayPlace } from '../words/index.ts';

interface StackListProps {
  readonly hold: Pick<Hold, 'stack' | 'place'>;
  readonly onShow: (file: string, line: number) => void;
}

/** The stack across awaits. A click shows the source. */
export function StackList({ hold: { stack, place }, onShow }: StackListProps) {
  // Where the top is not the place itself, the place is what one looks for.
  const isTop = stack[0]?.file === place.file && stack[0].line === place.line;
  const lines = isTop ? stack : [{ ...place, async: false }, ...stack];
  return (
    <div>
      <h3>Stack</h3>
      <ol class="held-stack" aria-label="Stack">
        {lines.map((one, at) => (
          <li key={at}>
            <button
              type="button"
              class="held-stack-line"
              title={`${one.file}:${one.line}`}
              // What Node itself is made of has no file to be shown.
              disabled={!one.file.startsWith('/')}
              onClick={() => onShow(one.file, one.line)}
            >
              <span class="quiet">{at === 0 ? '' : one.async ? 'awaited by ' : 'called by '}</span>
              <span class="mono">{one.function || '(anonymous)'}</span>{' '}
              <span class="quiet mono">{sayPlace(one.file, one.line, 1)}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
