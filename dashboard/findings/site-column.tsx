import { Excerpt, foldFrames, isOwnFile } from '../excerpt/index.ts';
import { addressOf } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { sayPlace } from '../words/index.ts';
import type { RoleSite } from './roles.ts';

interface SiteColumnProps {
  readonly model: Model;
  readonly one: RoleSite;
  readonly target: string | undefined;
}

/** One who took part: where in the source, in which flow, and how it came there. */
export function SiteColumn({ model, one: { role, title, site, flowName }, target }: SiteColumnProps) {
  const { file, line, column, function: name, flow, stack } = site;
  const flowTitle = flowName ?? (flow === undefined ? undefined : model.flows.find(flow)?.name);
  return (
    <section class="card site" aria-labelledby={`site-${role}`}>
      <h2 id={`site-${role}`}>{title}</h2>
      <div class="mono site-place" title={`${file}:${line}:${column}`}>
        <strong>{name === '' ? '(anonymous)' : name}</strong> {sayPlace(file, line)}
      </div>
      {flow !== undefined && (
        <div>
          <span class="quiet">flow</span> <a href={addressOf('flow', [flow])}>{flowTitle ?? flow}</a>
        </div>
      )}
      <Excerpt file={file} line={line} target={target} around={3} />
      {stack.length > 0 && (
        <details open>
          <summary>Stack, innermost first</summary>
          <Stack stack={stack} target={target} place={{ file, line }} />
        </details>
      )}
    </section>
  );
}

interface StackProps {
  readonly stack: readonly string[];
  readonly target: string | undefined;
  /** Its source is shown already. */
  readonly place: { readonly file: string; readonly line: number };
}

function Stack({ stack, target, place }: StackProps) {
  return (
    <ol class="stack plain-list">
      {foldFrames(stack).map((row, at) =>
        'folded' in row ? (
          <li key={at}>
            <details>
              <summary class="quiet">
                {row.folded.length === 1 ? '1 frame' : `${row.folded.length} frames`} of packages and the runtime
              </summary>
              {row.folded.map((text, frame) => (
                <div key={frame} class="mono quiet stack-frame">
                  {text}
                </div>
              ))}
            </details>
          </li>
        ) : (
          <li key={at}>
            <div class="mono stack-frame" title={`${row.file}:${row.line}`}>
              {row.function === '' ? '(anonymous)' : row.function}{' '}
              <span class="quiet">{sayPlace(row.file, row.line)}</span>
            </div>
            {isOwnFile(row.file) && (row.file !== place.file || row.line !== place.line) && (
              <Excerpt file={row.file} line={row.line} target={target} around={0} />
            )}
          </li>
        ),
      )}
    </ol>
  );
}
