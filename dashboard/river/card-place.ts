/** As its style sheet has it. */
const cardWidth = 320;

export interface CardRoom {
  readonly width: number;
  readonly height: number;
}

export interface CardPlace {
  readonly left: string;
  readonly top: string;
  readonly bottom: string;
}

/** Beside a point, where there is room: below it, or above it in the lower part. */
export function cardPlace({ x, y }: { readonly x: number; readonly y: number }, room: CardRoom): CardPlace {
  const left = `${Math.max(4, Math.min(x + 14, room.width - cardWidth - 8))}px`;
  const isAbove = y > room.height * 0.6;
  return { left, top: isAbove ? 'auto' : `${y + 18}px`, bottom: isAbove ? `${room.height - y + 14}px` : 'auto' };
}
