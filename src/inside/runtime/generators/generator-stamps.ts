import type { GeneratorSteps } from './generator-steps.ts';

/**
 * Which steps belong to which generator. As a private field on the generator itself: the program cannot see it, and unlike a
 * WeakMap of all of them it costs the garbage collector nothing (a quarter of our cost per generator was that). One that lets
 * nothing be added goes into a map.
 */
export class GeneratorStamps {
  readonly #others = new WeakMap<object, GeneratorSteps>();

  get(generator: object): GeneratorSteps | undefined {
    return Stamp.read(generator) ?? this.#others.get(generator);
  }

  set(generator: object, steps: GeneratorSteps): void {
    try {
      new Stamp(generator, steps);
    } catch {
      this.#others.set(generator, steps);
    }
  }
}

// Its constructor returns the object given to it: `this` of the class below, which then gets the class's private fields.
class Given {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: that is its purpose
    return object;
  }
}

class Stamp extends Given {
  #steps: GeneratorSteps;

  constructor(generator: object, steps: GeneratorSteps) {
    super(generator);
    this.#steps = steps;
  }

  static read(generator: object): GeneratorSteps | undefined {
    return #steps in generator ? generator.#steps : undefined;
  }
}
