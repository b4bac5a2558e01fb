import type { AnyNode } from 'acorn';
import type { BodyKind, GateTable } from '../gated/index.ts';
import { functionsClash } from './clashes.ts';
import { type Compiled, readCompiled } from './compiled.ts';
import { type Frame, GateWriter, type WriterOptions } from './gate-writer.ts';
import { type Names, readNames } from './names.ts';
import type { Binding, Body } from './scopes.ts';
import { StatementPlacer } from './statement-placer.ts';
import { afterDirectives, endOfCode, keyName, lineBreakAt, namedInErrors, targetName } from './syntax.ts';
import { childrenOf, type FunctionNode, isFunction } from './tree.ts';

export interface PlaceOptions extends WriterOptions {
  /** What stands before everything: it binds our names for so many gates. */
  readonly prelude: (gates: number) => string;
  /** It has to come before the file's own imports. */
  readonly preludeFirst?: boolean;
  /** To be put in beside gates. */
  readonly more?: readonly Piece[];
}

export interface Piece {
  readonly at: number;
  readonly text: string;
}

export interface Placed {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly table: Pick<GateTable, 'inserts' | 'functions' | 'gates' | 'awaits' | 'skipped'>;
}

export function placeGates(source: string, program: AnyNode, options: PlaceOptions): Placed {
  const compiled = readCompiled(program, source);
  return new Placer(source, readNames(program), compiled, options).place(program);
}

const nativeWait = (value: string) => `await ${value}`;

/** Walks expressions and functions. */
class Placer extends StatementPlacer {
  readonly #source: string;
  readonly #options: PlaceOptions;
  readonly #compiled: Compiled;
  readonly #derivedConstructors = new Set<AnyNode>();
  /** Of the function that a compiler's starter stands for. */
  #startedName = '';
  /** Of the function that is walked. */
  #isLeft: boolean;

  constructor(source: string, names: Names, compiled: Compiled, options: PlaceOptions) {
    super(names, new GateWriter(source, options), options.prefix);
    this.#compiled = compiled;
    this.#source = source;
    this.#options = options;
    // Of a file with a map, what leads nowhere is the compiler's.
    this.#isLeft = options.leaves !== undefined;
  }

  place(program: AnyNode): Placed {
    if (program.type !== 'Program') throw new TypeError('not a program');
    const { top } = this.names;
    const isAsync = top.suspends;
    const frame: Frame = {
      body: top,
      index: this.writer.addFunction(program, {
        kind: isAsync ? 'async-module' : 'module',
        name: '(module)',
        recorded: isAsync,
      }),
      isAsync,
      isGenerator: false,
      everyStatement: isAsync || this.writer.wanted(program),
      thisWord: 'void 0',
      recorded: isAsync,
      isLeft: false,
      wait: nativeWait,
    };
    let first = afterDirectives(program.body);
    // Node prints the line of an import that cannot be linked: ours is not on it.
    if (this.#options.preludeFirst !== true) while (program.body[first]?.type === 'ImportDeclaration') first++;
    const hashbang = /^#!.*/.exec(this.#source)?.[0].length ?? 0;
    const at = first === 0 ? hashbang : program.body[first - 1]!.end;
    // A hashbang ends with its line: what we add goes to the next one.
    const start =
      first === 0 && hashbang > 0 ? Math.min(hashbang + lineBreakAt(this.#source, hashbang), this.#source.length) : at;
    const prelude = this.insertions.add(start, '');
    this.list(program.body.slice(first), frame, top.scope, start, []);
    const separator = first === 0 ? '' : ';';
    const entry = isAsync ? `const ${this.p}x=${this.p}a(${frame.index});` : '';
    prelude.text = `${separator}${this.#options.prelude(this.writer.gates.length)}${entry}`;
    if (isAsync) this.insertions.add(endOfCode(this.#source, program), `;${this.p}z(${this.p}x);`);
    for (const { at, text: piece } of this.#options.more ?? []) this.insertions.add(at, piece);
    const { text, inserts } = this.insertions.apply(this.#source);
    const { functions, gates, awaits, skipped } = this.writer;
    return { text, pieces: this.insertions.pieces(), table: { inserts, functions, gates, awaits, skipped } };
  }

  protected expression(node: AnyNode, frame: Frame): void {
    if (isFunction(node)) {
      this.#function(node, '');
      return;
    }
    const p = this.p;
    for (const one of namedInErrors(node)) this.unmarked.add(one);
    switch (node.type) {
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.#class(node, frame);
        return;
      case 'BlockStatement':
        this.statement(node, frame, this.names.scopes.get(node)!, []);
        return;
      case 'AwaitExpression': {
        if (!frame.recorded) break;
        const at = this.writer.await(node.start, frame);
        const isMarked = !this.unmarked.has(node);
        if (isMarked) this.insertions.add(node.start, `${p}r(${p}x,`);
        // What a compiler made of an await may be a bare `yield`.
        if ((node.argument as AnyNode | null) === null) {
          this.insertions.addEnd(node.end, ` ${p}s(${p}x,${at})${isMarked ? ')' : ''}`);
          return;
        }
        this.insertions.add(node.argument.start, `${p}s(${p}x,${at},`);
        this.expression(node.argument, frame);
        this.insertions.addEnd(node.argument.end, ')');
        if (isMarked) this.insertions.addEnd(node.end, ')');
        return;
      }
      case 'YieldExpression': {
        if (!frame.recorded || !frame.isGenerator) break;
        const at = this.writer.await(node.start, frame);
        this.insertions.add(node.start, `${p}n(${p}x,`);
        if (node.argument) {
          this.insertions.add(node.argument.start, `${p}y(${p}x,${at},`);
          this.expression(node.argument, frame);
          this.insertions.addEnd(node.argument.end, ')');
          this.insertions.addEnd(node.end, ')');
        } else {
          this.insertions.addEnd(node.end, ` ${p}y(${p}x,${at}))`);
        }
        return;
      }
      case 'ReturnStatement':
        // A driver waits for it when the generator has ended.
        if (frame.recorded && frame.isGenerator && frame.wait === nativeWait && node.argument) {
          const at = this.writer.await(node.start, frame);
          this.insertions.add(node.argument.start, `${p}s(${p}x,${at},`);
          this.expression(node.argument, frame);
          this.insertions.addEnd(node.argument.end, ')');
          return;
        }
        break;
      case 'Property':
        if (isFunction(node.value)) {
          if (node.computed) this.expression(node.key, frame);
          this.#function(node.value, keyName(node));
          return;
        }
        break;
      case 'VariableDeclarator':
        if (node.init && isFunction(node.init) && node.id.type === 'Identifier') {
          this.#function(node.init, node.id.name);
          return;
        }
        break;
      case 'AssignmentExpression':
        if (isFunction(node.right)) {
          this.expression(node.left, frame);
          this.#function(node.right, targetName(node.left));
          return;
        }
        break;
    }
    for (const child of childrenOf(node)) this.expression(child, frame);
  }

  #class(node: Extract<AnyNode, { type: 'ClassDeclaration' | 'ClassExpression' }>, frame: Frame): void {
    if (node.superClass) this.expression(node.superClass, frame);
    const prefix = node.id ? `${node.id.name}.` : '';
    for (const member of node.body.body) {
      if (member.type === 'StaticBlock') {
        const inner = this.#plainFrame(member, `${prefix}static`, frame);
        this.list(member.body, inner, inner.body.scope, this.#source.indexOf('{', member.start) + 1, []);
        continue;
      }
      if (member.computed) this.expression(member.key, frame);
      if (!member.value) continue;
      const name = `${prefix}${keyName(member)}`;
      if (member.type === 'MethodDefinition') {
        const isDerived = member.kind === 'constructor' && !!node.superClass;
        if (isDerived) this.#derivedConstructors.add(member.value);
        this.#function(member.value, name);
      } else {
        const inner = this.#plainFrame(member, name, frame);
        if (isFunction(member.value)) this.#function(member.value, name);
        else this.expression(member.value, inner);
      }
    }
  }

  /** Of a static block or a field's value: it runs within the class's definition and has no gate of its own. */
  #plainFrame(node: AnyNode, name: string, frame: Frame): Frame {
    return {
      body: this.names.bodies.get(node)!,
      index: frame.isLeft ? -1 : this.writer.addFunction(node, { kind: 'sync', name, recorded: false }),
      isAsync: false,
      isGenerator: false,
      everyStatement: frame.everyStatement && this.writer.wanted(node),
      thisWord: 'void 0',
      recorded: false,
      isLeft: frame.isLeft,
      wait: nativeWait,
    };
  }

  #function(node: FunctionNode, name: string): void {
    const [outerName, isOuterLeft] = [this.#startedName, this.#isLeft];
    const { starters, namers, machines, waits } = this.#compiled;
    const isMade = waits.has(node) || machines.has(node);
    const shownName = isMade ? (this.#compiled.names.get(node) ?? outerName) : (node.id?.name ?? (name || outerName));
    this.#startedName = namers.has(node) || starters.has(node) || machines.has(node) ? shownName : '';
    const first = node.body.type === 'BlockStatement' ? node.body.body[0] : node.body;
    this.#isLeft = this.writer.isLeft(node, first) ?? isOuterLeft;
    if (this.#isLeft || starters.has(node)) this.#leftFunction(node);
    else this.#gatedFunction(node, shownName);
    this.#startedName = outerName;
    this.#isLeft = isOuterLeft;
  }

  /** It stays as it is; functions in it may not. */
  #leftFunction(node: FunctionNode): void {
    const frame: Frame = {
      body: this.names.bodies.get(node)!,
      index: -1,
      isAsync: false,
      isGenerator: false,
      everyStatement: false,
      thisWord: 'void 0',
      recorded: false,
      isLeft: true,
      wait: nativeWait,
    };
    for (const param of node.params) this.expression(param, frame);
    if (node.body.type !== 'BlockStatement') this.expression(node.body, frame);
    else this.list(node.body.body, frame, frame.body.scope, node.body.start + 1, []);
  }

  #gatedFunction(node: FunctionNode, name: string): void {
    const body = this.names.bodies.get(node)!;
    const isAsync = node.async === true;
    const isGenerator = node.generator === true;
    const block = node.body.type === 'BlockStatement' ? node.body : undefined;
    const directives = block === undefined ? 0 : afterDirectives(block.body);
    const isAsm = block?.body.slice(0, directives).some(one => 'directive' in one && one.directive === 'use asm');
    const clash = block !== undefined && isAsync && functionsClash(block);
    const recorded = isAsync && !clash;
    const kind: BodyKind = isAsync ? (isGenerator ? 'async-generator' : 'async') : isGenerator ? 'generator' : 'sync';
    const frame: Frame = {
      body,
      index: this.writer.addFunction(node, { kind, name, recorded, machine: this.#compiled.machines.get(node) }),
      isAsync,
      isGenerator,
      everyStatement: isAsync || this.writer.wanted(node),
      thisWord: (body.isArrow && !body.usesThis) || this.#thisIsLate(body) ? 'void 0' : 'this',
      recorded,
      starter: this.#starterOf(node),
      isLeft: false,
      wait: this.#compiled.waits.get(node) ?? nativeWait,
    };
    for (const param of node.params) this.expression(param, frame);
    if (isAsm) {
      this.writer.skip(node, `function ${name}`, 'asm.js is compiled as it stands');
      return;
    }
    if (clash) this.writer.skip(node, `runs of function ${name}`, 'two of its functions or variables share a name');
    const params = [...body.scope.bindings.values()].filter(one => one.kind === 'param' || one.kind === 'var');
    if (block === undefined) this.#arrowWithExpression(node.body, frame, params);
    else this.#block(block, directives, frame, params);
  }

  /** Of a generator that is an async function; its own, where nothing else is round it. */
  #starterOf(node: FunctionNode): Body | undefined {
    const body = this.names.bodies.get(node)!;
    if (!this.#compiled.waits.has(node)) return undefined;
    return body.parent !== undefined && this.#compiled.starters.has(body.parent.node) ? body.parent : body;
  }

  #block(
    block: Extract<AnyNode, { type: 'BlockStatement' }>,
    directives: number,
    frame: Frame,
    ready: readonly Binding[],
  ): void {
    const p = this.p;
    const from = directives === 0 ? block.start + 1 : block.body[directives - 1]!.end;
    let start = directives === 0 ? '' : ';';
    if (frame.recorded) start += `const ${p}x=${p}a(${frame.index});try{`;
    else if (frame.isAsync) start += `const ${p}x=null;`;
    const end = frame.recorded ? `}finally{${p}z(${p}x)}` : '';
    const items = block.body.slice(directives);
    if (items.length === 0) {
      if (frame.recorded) this.insertions.add(from, start + end);
      return;
    }
    if (!frame.everyStatement) start += `${this.writer.entry(items[0]!.start, frame)};`;
    if (start !== '') this.insertions.add(from, start);
    this.list(items, frame, frame.body.scope, from, ready);
    if (end !== '') this.insertions.addEnd(block.end - 1, end);
  }

  #arrowWithExpression(expression: AnyNode, frame: Frame, ready: readonly Binding[]): void {
    const p = this.p;
    if (frame.isAsync) {
      const gate = this.writer.gate(expression.start, frame, frame.body.scope, ready);
      this.insertions.add(expression.start, `{const ${p}x=${p}a(${frame.index});try{${gate}return(`);
      this.expression(expression, frame);
      this.insertions.addEnd(expression.end, `)}finally{${p}z(${p}x)}}`);
    } else {
      const gate = frame.everyStatement
        ? this.writer.gate(expression.start, frame, frame.body.scope, ready).slice(0, -1)
        : this.writer.entry(expression.start, frame);
      this.insertions.add(expression.start, `(${gate},`);
      this.expression(expression, frame);
      this.insertions.addEnd(expression.end, ')');
    }
  }

  /** In a derived class's constructor, and arrow functions in it, `this` may not be there before super() ran. */
  #thisIsLate(from: Body): boolean {
    let body: Body | undefined = from;
    while (body?.isArrow) body = body.parent;
    return body !== undefined && this.#derivedConstructors.has(body.node);
  }
}
