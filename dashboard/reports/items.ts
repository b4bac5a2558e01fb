import type { Listing, Report, SectionName } from '../../src/wire/protocol/index.ts';

/** An entry of a report’s list. Which fields there are its target knows: read them with care. */
export type Item = Readonly<Record<string, unknown>>;

/** As much of a report as is read here: one of an older version may lack a list. */
export type Sections = Partial<Pick<Report, SectionName>>;

export interface ItemPlace {
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

export function itemsOf(listing: Listing | undefined): readonly Item[] {
  return listing?.items ?? [];
}

/** A list inside an item, as far as it is one. */
export function itemList(value: unknown): readonly Item[] {
  return Array.isArray(value) ? value.filter(one => typeof one === 'object' && one !== null) : [];
}

/** Undefined: it says none. */
export function placeOf(value: unknown): ItemPlace | undefined {
  const { file, line, function: name } = (value ?? {}) as Partial<Record<keyof ItemPlace, unknown>>;
  if (typeof file !== 'string' || typeof line !== 'number') return undefined;
  return { file, line, function: textOf(name) };
}

/** Empty: there is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Sums of a list over several reports. */
export function totalsOf(listings: readonly (Listing | undefined)[]) {
  const there = listings.filter(one => one !== undefined);
  const sum = (count: (listing: Listing) => number) => there.reduce((total, one) => total + count(one), 0);
  return { total: sum(one => one.total), live: sum(one => one.live), dropped: sum(one => one.dropped) };
}
