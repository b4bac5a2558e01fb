import type { AnyNode } from 'acorn';
import { matches } from '../../../base/index.ts';
import { awaitHelperOf, type Driver, driverOf, machineOf, namesHelpers } from './drivers.ts';
import { nameHelpers } from './renamed-helpers.ts';
import { endsWithStart, isStarter, madeBy } from './starters.ts';
import { childrenOf, type FunctionNode, isFunction } from './tree.ts';

/** What a compiler made of async functions, by the nodes of one file. */
export interface Compiled {
  /** Of generators that are async functions: how their code waits for a value. */
  readonly waits: ReadonlyMap<AnyNode, (value: string) => string>;
  /** State machines, and async generators whose code has no way to wait; and who made them. */
  readonly machines: ReadonlyMap<AnyNode, string>;
  /** What those were called that have no starter round them to say it. */
  readonly names: ReadonlyMap<AnyNode, string>;
  /** Functions that do no more than to start one: nobody wrote them. */
  readonly starters: ReadonlySet<AnyNode>;
  /** Functions that end with the start of one, which goes by their name. */
  readonly namers: ReadonlySet<AnyNode>;
}

/**
 * Finds the generators that a compiler put in the place of async functions, and makes them async functions again, for whoever
 * reads the tree afterwards: their `yield` is an `await`.
 */
export function readCompiled(program: AnyNode, source: string): Compiled {
  const reader = new Reader(source);
  const isRenamed = nameHelpers(program, source);
  if (isRenamed || namesHelpers(source)) reader.visit(program);
  return reader;
}

class Reader implements Compiled {
  readonly waits = new Map<AnyNode, (value: string) => string>();
  readonly machines = new Map<AnyNode, string>();
  readonly names = new Map<AnyNode, string>();
  readonly starters = new Set<AnyNode>();
  readonly namers = new Set<AnyNode>();
  readonly #source: string;
  /** Of async generators that have no await of their own to learn from. */
  #awaitHelper: string | undefined;

  constructor(source: string) {
    this.#source = source;
  }

  visit(node: AnyNode): void {
    if (node.type === 'CallExpression') this.#call(node);
    else if (node.type === 'VariableDeclarator') this.#name(node.id, node.init);
    else if (node.type === 'AssignmentExpression') this.#name(node.left, node.right);
    if (isFunction(node)) this.#function(node);
    for (const child of childrenOf(node)) this.visit(child);
  }

  #function(node: FunctionNode): void {
    if (isStarter(node)) this.starters.add(node);
    if (endsWithStart(node)) this.namers.add(node);
    const made = madeBy(node);
    if (made !== undefined) this.names.set(made.driven, made.name);
  }

  #call(call: Extract<AnyNode, { type: 'CallExpression' }>): void {
    const found = driverOf(call);
    if (found === undefined) return;
    const { driver, driven } = found;
    if (driven.type === 'FunctionExpression' && driven.generator === true) this.#generator(driven, driver);
    const machine = machineOf(driven, driver.compiler);
    for (const one of machine?.functions ?? []) this.machines.set(one, machine!.compiler);
  }

  /** `_price = driver(…)` */
  #name(target: AnyNode, made: AnyNode | null | undefined): void {
    if (target.type !== 'Identifier' || !target.name.startsWith('_') || made?.type !== 'CallExpression') return;
    const found = driverOf(made);
    if (found === undefined) return;
    const known = this.names.get(found.driven);
    const name = known ?? (matches(/^_ref\d*$/, target.name) ? '' : target.name.slice(1));
    this.names.set(found.driven, name);
    for (const one of machineOf(found.driven, found.driver.compiler)?.functions ?? []) this.names.set(one, name);
  }

  #generator(node: FunctionNode, { kind, compiler }: Driver): void {
    if (kind === 'async') {
      this.#readAwaits(node, () => true);
      node.generator = false;
      this.waits.set(node, value => `yield ${value}`);
    } else {
      this.#readAwaits(node, argument => this.#learn(argument));
      const helper = this.#awaitHelper;
      if (helper === undefined) {
        this.machines.set(node, compiler);
        return;
      }
      this.waits.set(node, value => `yield ${helper}(${value})`);
    }
    node.async = true;
  }

  /** Whether a `yield` of this is an await. */
  #learn(argument: AnyNode | null | undefined): boolean {
    const helper = argument ? awaitHelperOf(argument) : undefined;
    if (helper === undefined) return false;
    this.#awaitHelper = `${helper.type === 'NewExpression' ? 'new ' : ''}${this.#source.slice(helper.callee.start, helper.callee.end)}`;
    return true;
  }

  #readAwaits(outer: AnyNode, isAwait: (argument: AnyNode | null | undefined) => boolean): void {
    for (const node of childrenOf(outer)) {
      if (isFunction(node)) continue;
      if (node.type === 'YieldExpression' && !node.delegate && isAwait(node.argument))
        Object.assign(node, { type: 'AwaitExpression' });
      this.#readAwaits(node, isAwait);
    }
  }
}
