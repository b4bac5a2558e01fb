import type { AnyNode } from 'acorn';

export type BindingKind = 'param' | 'var' | 'let' | 'const' | 'function' | 'class' | 'catch' | 'import' | 'own-name';

export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  readonly owner: Body;
  /** A function inside the owner uses it: it lives on, and others can change it, while the owner waits. */
  captured: boolean;
  assigned: boolean;
}

/** A run of code with a frame of its own: a function, the module's top level, a class's static block or field. */
export class Body {
  readonly node: AnyNode;
  readonly parent: Body | undefined;
  readonly scope: Scope;
  readonly isArrow: boolean;
  /** What it uses of the bodies round it, itself or in functions inside it. */
  readonly free = new Set<Binding>();
  usesThis = false;
  usesArguments = false;
  /** There is a direct eval in it, which can touch every name. */
  hasEval = false;
  /** Anything that suspends it: await, yield, for await, await using. */
  suspends = false;

  constructor(node: AnyNode, parent: Body | undefined, outer: Scope | undefined) {
    this.node = node;
    this.parent = parent;
    this.scope = new Scope(outer, this);
    this.isArrow = node.type === 'ArrowFunctionExpression';
  }
}

export class Scope {
  readonly parent: Scope | undefined;
  readonly body: Body;
  readonly bindings = new Map<string, Binding>();

  constructor(parent: Scope | undefined, body: Body) {
    this.parent = parent;
    this.body = body;
  }

  declare(name: string, kind: BindingKind): Binding {
    const known = this.bindings.get(name);
    // A `var` beside a parameter of its name is that parameter; a function of the name replaces its value only.
    if (known !== undefined && (kind === 'var' || kind === 'function')) return known;
    const binding: Binding = { name, kind, owner: this.body, captured: false, assigned: false };
    this.bindings.set(name, binding);
    return binding;
  }

  resolve(name: string): Binding | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      const binding = scope.bindings.get(name);
      if (binding !== undefined) return binding;
    }
    return undefined;
  }
}
