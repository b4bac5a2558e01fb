import type { ProbeKind } from '../../src/wire/protocol/index.ts';
import type { LineMark } from './marks.ts';

const svg = 'http://www.w3.org/2000/svg';
/** Told apart by their shape, not by their colour alone. */
const shapes: Readonly<Record<ProbeKind, string>> = {
  hold: 'M6 1.2a4.8 4.8 0 1 0 0 9.6a4.8 4.8 0 1 0 0-9.6z',
  stop: 'M1.8 1.8h8.4v8.4h-8.4z',
  snap: 'M6 .8l5.2 5.2l-5.2 5.2l-5.2-5.2z',
  log: 'M1.2 2h9.6v6h-5.6l-2.4 3v-3h-1.6z',
};

/** Filled where the probe is bound, hollow while it waits, struck where it was refused. */
export function iconOf({ kind, state, series }: Pick<LineMark, 'kind' | 'state' | 'series'>): SVGSVGElement {
  const icon = document.createElementNS(svg, 'svg');
  icon.setAttribute('viewBox', '0 0 12 12');
  icon.setAttribute('class', `mark mark-${state} series-${series}`);
  icon.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(svg, 'path');
  shape.setAttribute('d', shapes[kind]);
  icon.append(shape);
  if (state === 'refused') {
    const strike = document.createElementNS(svg, 'path');
    strike.setAttribute('d', 'M0 12L12 0');
    strike.setAttribute('class', 'strike');
    icon.append(strike);
  }
  return icon;
}
