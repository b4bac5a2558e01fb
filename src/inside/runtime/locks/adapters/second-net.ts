import nodeModule from 'node:module';

type Compile = (this: object, content: string, filename: string, ...rest: unknown[]) => unknown;
type Edit = (content: string, filename: string) => string;

/**
 * Loaders that replace `require` (tsx) go past Node's load hooks, but all end in `module._compile`. It becomes a property
 * that is read: only a module that we edit gets a function of ours, so no other module's stack has a frame more.
 */
export function editOnCompile(isKnown: (filename: string) => boolean, edit: Edit): void {
  const { prototype } = nodeModule as unknown as { prototype: object };
  const before = Object.getOwnPropertyDescriptor(prototype, '_compile');
  if (typeof before?.value !== 'function' || before.configurable !== true) return;
  let compile = before.value as Compile;
  const compileEdited: Compile = function (content, filename, ...rest) {
    return Reflect.apply(compile, this, [edit(content, filename), filename, ...rest]);
  };
  // Stacks name it after the property that holds it; behind an accessor V8 does not find it, so it gets the name itself.
  Object.defineProperty(compile, 'name', { value: '_compile', configurable: true });
  Object.defineProperty(prototype, '_compile', {
    configurable: true,
    enumerable: before.enumerable ?? true,
    get(this: { filename?: unknown }) {
      return typeof this.filename === 'string' && isKnown(this.filename) ? compileEdited : compile;
    },
    set(this: object, value: Compile) {
      if (this === prototype) compile = value;
      else Object.defineProperty(this, '_compile', { value, writable: true, enumerable: true, configurable: true });
    },
  });
}
