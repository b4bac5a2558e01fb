import { colourOf } from '../../frame/index.ts';

/** Of the theme that the page has now; made again when that changes. */
export interface Palette {
  readonly ground: string;
  readonly band: string;
  readonly rule: string;
  readonly edge: string;
  readonly text: string;
  readonly quiet: string;
  readonly live: string;
  readonly done: string;
  readonly busy: string;
  readonly waiting: string;
  readonly held: string;
  readonly error: string;
  readonly warning: string;
  readonly note: string;
  readonly lock: string;
  readonly scope: string;
  readonly onMark: string;
  /** Stripes of what failed. */
  readonly stripes: CanvasPattern | string;
  /** Of the time of which nothing was told. */
  readonly unknown: CanvasPattern | string;
  readonly sans: string;
}

export function readPalette(context: CanvasRenderingContext2D): Palette {
  const error = colourOf('error');
  return {
    ground: colourOf('ground'),
    band: colourOf('ground-2'),
    rule: colourOf('ground-3'),
    edge: colourOf('edge'),
    text: colourOf('text'),
    quiet: colourOf('text-2'),
    live: colourOf('accent'),
    done: colourOf('waiting'),
    busy: colourOf('busy'),
    waiting: colourOf('text-2'),
    held: colourOf('held'),
    error,
    warning: colourOf('warning'),
    note: colourOf('note'),
    lock: colourOf('series-4'),
    scope: colourOf('series-5'),
    onMark: colourOf('ground'),
    stripes: stripesOf(context, error, 6) ?? error,
    unknown: stripesOf(context, colourOf('ground-3'), 10) ?? colourOf('ground-2'),
    sans: colourOf('sans') || 'sans-serif',
  };
}

function stripesOf(context: CanvasRenderingContext2D, colour: string, apart: number): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = tile.height = apart;
  const drawn = tile.getContext('2d')!;
  drawn.strokeStyle = colour;
  drawn.lineWidth = 1.6;
  for (const x of [-apart, 0, apart]) {
    drawn.beginPath();
    drawn.moveTo(x, apart);
    drawn.lineTo(x + apart, 0);
    drawn.stroke();
  }
  return context.createPattern(tile, 'repeat');
}
