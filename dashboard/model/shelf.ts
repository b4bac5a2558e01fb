import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Model } from './model.ts';

const maxFiles = 4;

/** What the page shows: what runs now, or a run that is over and was taken from the shelf. */
export class Shelf {
  readonly live: Model;
  readonly past: Signal<Model | undefined> = signal<Model | undefined>(undefined);
  readonly shown: ReadonlySignal<Model>;
  /** By id: files that were opened, the newest last. Nothing of them is anywhere but in this page. */
  readonly files: Signal<ReadonlyMap<string, Model>> = signal<ReadonlyMap<string, Model>>(new Map());
  /** How far the reading of one is, in words; undefined: none is read. */
  readonly opening: Signal<string | undefined> = signal<string | undefined>(undefined);

  constructor(live: Model) {
    this.live = live;
    this.shown = computed(() => this.past.value ?? live);
  }

  addFile(model: Model): void {
    const id = model.past!.id;
    const others = [...this.files.value].filter(([other]) => other !== id);
    this.files.value = new Map([...others.slice(1 - maxFiles), [id, model]]);
  }

  show(past: Model): void {
    this.past.value = past;
  }

  putBack(): void {
    this.past.value = undefined;
  }
}
