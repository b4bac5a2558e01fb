import { Chains } from './chains.ts';
import { roomier, widened } from './roomier.ts';

const chunkSize = 4096;
/** Of flows that all have names of their own. */
const many = 2 ** 20;

/**
 * Words by number, so that a column of a million of them is a column of small numbers. Who has a number holds it; when nobody does
 * any more, the word is let go of and its number is another's. A Map of a million words stops the page for tens of milliseconds
 * when it grows, and a list does.
 */
export class NameTable {
  readonly #chunks: string[][] = [];
  readonly #chains = new Chains(many, number => hashOf(this.at(number)));
  #size = 0;
  /** How many hold each; of one that is free, the next that is, plus one. */
  #holders = new Uint32Array(1024);
  /** Plus one; 0: none is. */
  #firstFree = 0;
  #freeCount = 0;

  /** Above all numbers that were given. */
  get size(): number {
    return this.#size;
  }

  /** Words that are held. */
  get count(): number {
    return this.#size - this.#freeCount;
  }

  hold(name: string): number {
    const number = this.tryNumberOf(name) ?? this.#add(name);
    this.#holders[number]!++;
    return number;
  }

  letGo(number: number): void {
    if (--this.#holders[number]! > 0) return;
    this.#chains.remove(number);
    this.#write(number, '');
    this.#holders[number] = this.#firstFree;
    this.#firstFree = number + 1;
    this.#freeCount++;
  }

  tryNumberOf(name: string): number | undefined {
    let number = this.#chains.first(hashOf(name));
    while (number >= 0 && this.at(number) !== name) number = this.#chains.after(number);
    return number < 0 ? undefined : number;
  }

  /** Empty where nobody holds it. */
  at(number: number): string {
    return this.#chunks[Math.floor(number / chunkSize)]?.[number % chunkSize] ?? '';
  }

  #add(name: string): number {
    const number = this.#freeCount > 0 ? this.#takeFree() : this.#takeNew();
    this.#write(number, name);
    this.#chains.add(number);
    return number;
  }

  #takeFree(): number {
    const number = this.#firstFree - 1;
    this.#firstFree = this.#holders[number]!;
    this.#holders[number] = 0;
    this.#freeCount--;
    return number;
  }

  #takeNew(): number {
    const { length } = this.#holders;
    if (this.#size === length) this.#holders = widened(this.#holders, roomier(length, Math.max(many, length * 2)));
    return this.#size++;
  }

  #write(number: number, name: string): void {
    const place = Math.floor(number / chunkSize);
    const chunk = this.#chunks[place] ?? [];
    this.#chunks[place] = chunk;
    chunk[number % chunkSize] = name;
  }
}

/** Of all letters: names of many flows may differ anywhere. */
function hashOf(name: string): number {
  let hash = 0;
  for (let at = 0; at < name.length; at++) hash = (Math.imul(hash, 31) + name.charCodeAt(at)) | 0;
  return hash ^ (hash >>> 15);
}
