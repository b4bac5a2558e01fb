import { useEffect, useState } from 'preact/hooks';
import { sayPlace } from '../words/index.ts';
import { type ExcerptLine, linesRound } from './cut.ts';
import { type Source, Sources } from './sources.ts';

const sources = new Sources();
/** Characters that a phone shows side by side: longer lines may have to be scrolled. */
const narrow = 34;

export interface ExcerptProps {
  readonly file: string;
  /** The line that is meant. */
  readonly line: number;
  /** Whose program's; absent: any. */
  readonly target?: string | undefined;
  /** Lines before and after it. */
  readonly around?: number;
}

/** The lines round a place, the one that is meant marked. As the file is now: it may have been changed since. */
export function Excerpt({ file, line, target, around = 2 }: ExcerptProps) {
  const source = useSource(file, target);
  if (source === undefined) return <pre class="excerpt quiet"> </pre>;
  if ('why' in source) return <p class="excerpt-why quiet">No source: {source.why}</p>;
  const lines = linesRound(source.lines, line, around);
  if (lines.length === 0) return <p class="excerpt-why quiet">The file has no line {line} any more.</p>;
  const isWide = lines.some(({ text }) => text.length > narrow);
  return (
    <figure class="excerpt" aria-label={`Source of ${sayPlace(file, line)}`} tabIndex={isWide ? 0 : undefined}>
      {lines.map(one => (
        <Line key={one.number} line={one} isMeant={one.number === line} />
      ))}
    </figure>
  );
}

function Line({ line, isMeant }: { readonly line: ExcerptLine; readonly isMeant: boolean }) {
  return (
    <div class={isMeant ? 'meant' : ''}>
      <span class="line-number" aria-hidden="true">
        {line.number}
      </span>
      <code>
        {isMeant && <span class="unseen">this line: </span>}
        {line.text}
      </code>
    </div>
  );
}

/** Undefined while it is read. */
function useSource(file: string, target: string | undefined): Source | undefined {
  const [source, setSource] = useState<Source | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    setSource(undefined);
    void sources.read(file, target).then(read => {
      if (isWanted) setSource(() => read);
    });
    return () => {
      isWanted = false;
    };
  }, [file, target]);
  return source;
}
