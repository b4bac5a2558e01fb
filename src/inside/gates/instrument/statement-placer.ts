import type { AnyNode, Statement } from 'acorn';
import type { Frame, GateWriter } from './gate-writer.ts';
import type { Insertions } from './insertions.ts';
import type { Names } from './names.ts';
import type { Binding, Scope } from './scopes.ts';
import {
  canHaveGate,
  declaredBy,
  holdsNamedAwait,
  type Item,
  isAwaitUsing,
  namedInErrors,
  suspendsIn,
} from './syntax.ts';

/** Walks statements and gives each its gate, where the body has one on every statement. */
export abstract class StatementPlacer {
  protected readonly names: Names;
  protected readonly writer: GateWriter;
  protected readonly insertions: Insertions;
  /** How names of ours start. */
  protected readonly p: string;

  constructor(names: Names, writer: GateWriter, prefix: string) {
    this.names = names;
    this.writer = writer;
    this.insertions = writer.insertions;
    this.p = prefix;
  }

  /** Awaits whose going on is marked behind their statement: see `namedInErrors`. */
  protected readonly unmarked = new Set<AnyNode>();

  protected abstract expression(node: AnyNode, frame: Frame): void;

  protected list(
    items: readonly Item[],
    frame: Frame,
    scope: Scope,
    from: number,
    ready: readonly Binding[],
  ): readonly Binding[] {
    let known = ready;
    let before = from;
    let disposals = 0;
    for (const item of items) {
      if (frame.everyStatement && canHaveGate(item) && !this.isOthers(item, frame)) {
        const gate = this.writer.gate(item.start, frame, scope, known);
        // Right behind what stands before it: most lines keep their columns.
        this.insertions.add(before, before === from ? gate : `;${gate}`);
      }
      this.marked(item, frame, scope, known);
      // What a module uses to its end is disposed of when its run has ended for us.
      if (frame.recorded && isAwaitUsing(item) && scope !== this.names.top.scope)
        this.#disposal(item, frame, disposals++);
      known = [...known, ...declaredBy(item, scope)];
      before = item.end;
    }
    return known;
  }

  /** At the top of a bundle: whose code the statement is. */
  private isOthers(item: Item, frame: Frame): boolean {
    return frame.body === this.names.top && this.writer.isLeft(item, undefined) === true;
  }

  /** The one statement of an `if` or a loop: it gets braces where it gets a gate. */
  protected single(
    item: Statement,
    frame: Frame,
    scope: Scope,
    ready: readonly Binding[],
    prologue = '',
    epilogue = '',
  ): void {
    if (item.type === 'BlockStatement') {
      if (item.body.length === 0) {
        if (prologue !== '') this.insertions.add(item.start + 1, prologue + epilogue);
        return;
      }
      if (prologue !== '') this.insertions.add(item.start + 1, prologue);
      this.statement(item, frame, scope, ready);
      if (epilogue !== '') this.insertions.addEnd(item.end - 1, epilogue);
      return;
    }
    const gate = frame.everyStatement && canHaveGate(item) ? this.writer.gate(item.start, frame, scope, ready) : '';
    if (gate === '' && prologue === '') {
      this.statement(item, frame, scope, ready);
      return;
    }
    this.insertions.add(item.start, `{${prologue}${gate}`);
    this.marked(item, frame, scope, ready);
    this.insertions.addEnd(item.end, `${epilogue}}`);
  }

  private marked(item: Item, frame: Frame, scope: Scope, ready: readonly Binding[]): void {
    const before = this.unmarked.size;
    this.statement(item, frame, scope, ready);
    const leaves = item.type === 'ReturnStatement' || item.type === 'ThrowStatement';
    if (this.unmarked.size > before && frame.recorded && !leaves)
      this.insertions.addEnd(item.end, `;${this.p}b(${this.p}x);`);
  }

  protected statement(item: AnyNode, frame: Frame, scope: Scope, ready: readonly Binding[]): void {
    switch (item.type) {
      case 'BlockStatement': {
        const inner = this.names.scopes.get(item) ?? scope;
        const waits = frame.recorded && item.body.some(isAwaitUsing);
        if (waits) this.insertions.add(item.start + 1, 'try{');
        this.list(item.body, frame, inner, item.start + 1, ready);
        if (waits) this.insertions.addEnd(item.end - 1, `}finally{${this.p}b(${this.p}x)}`);
        return;
      }
      case 'IfStatement':
        this.#test(item.test, frame);
        this.single(item.consequent, frame, scope, ready);
        if (item.alternate) this.single(item.alternate, frame, scope, ready);
        return;
      case 'ForStatement': {
        if (isWaitingLoop(item) && frame.recorded) {
          this.#wholeLoop(item, item, frame, scope, ready);
          return;
        }
        const inner = this.names.scopes.get(item)!;
        const isNamed = [item.init, item.update].some(part => part && holdsNamedAwait(part));
        if (item.init) this.expression(item.init, frame);
        if (item.test) this.#test(item.test, frame, isNamed);
        if (item.update) this.expression(item.update, frame);
        const declared = item.init?.type === 'VariableDeclaration' ? declaredBy(item.init, inner) : [];
        const back = !item.test && isNamed && frame.recorded ? `${this.p}b(${this.p}x);` : '';
        this.single(item.body, frame, inner, [...ready, ...declared], back);
        return;
      }
      case 'ForInStatement':
      case 'ForOfStatement': {
        if (isWaitingLoop(item) && frame.recorded) {
          this.#wholeLoop(item, item, frame, scope, ready);
          return;
        }
        const inner = this.names.scopes.get(item)!;
        this.expression(item.left, frame);
        const declared = item.left.type === 'VariableDeclaration' ? declaredBy(item.left, inner) : [];
        const known = [...ready, ...declared];
        for (const one of namedInErrors(item)) this.unmarked.add(one);
        const isNamed = [item.left, item.right].some(holdsNamedAwait) || this.unmarked.has(item.right);
        const back = isNamed && frame.recorded ? `${this.p}b(${this.p}x);` : '';
        this.expression(item.right, frame);
        this.single(item.body, frame, inner, known, back);
        return;
      }
      case 'WhileStatement':
        this.#test(item.test, frame);
        this.single(item.body, frame, scope, ready);
        return;
      case 'DoWhileStatement':
        this.single(item.body, frame, scope, ready);
        this.#test(item.test, frame);
        return;
      case 'WithStatement':
        this.writer.skip(item, 'a with statement', 'its names cannot be told');
        this.expression(item.object, frame);
        return;
      case 'LabeledStatement': {
        // Its labels stay on the loop.
        const loop = labelled(item);
        const waits = frame.recorded && isWaitingLoop(loop);
        if (waits) this.#wholeLoop(item, loop, frame, scope, ready);
        else this.statement(item.body, frame, scope, ready);
        return;
      }
      case 'SwitchStatement': {
        this.#test(item.discriminant, frame);
        const inner = this.names.scopes.get(item)!;
        for (const one of item.cases) {
          if (one.test) this.#test(one.test, frame);
          const [first] = one.consequent;
          // What another case declares may not be initialised here.
          if (first !== undefined) this.list(one.consequent, frame, inner, first.start, ready);
        }
        return;
      }
      case 'TryStatement': {
        const back = frame.recorded && suspendsIn(item.block) ? `${this.p}b(${this.p}x);` : '';
        this.statement(item.block, frame, scope, ready);
        if (item.handler) {
          const { handler } = item;
          const inner = this.names.scopes.get(handler)!;
          if (handler.param) this.expression(handler.param, frame);
          if (back !== '' || (frame.recorded && handler.param && holdsNamedAwait(handler.param)))
            this.insertions.add(handler.body.start + 1, `${this.p}b(${this.p}x);`);
          this.statement(handler.body, frame, inner, [...ready, ...inner.bindings.values()]);
        }
        if (item.finalizer) {
          const inHandler = frame.recorded && item.handler && suspendsIn(item.handler);
          if (back !== '' || inHandler) this.insertions.add(item.finalizer.start + 1, `${this.p}b(${this.p}x);`);
          this.statement(item.finalizer, frame, scope, ready);
        }
        return;
      }
      case 'ExportNamedDeclaration':
        if (item.declaration) this.statement(item.declaration, frame, scope, ready);
        return;
      case 'ExportDefaultDeclaration':
        this.statement(item.declaration, frame, scope, ready);
        return;
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
        return;
      default:
        this.expression(item, frame);
    }
  }

  /** What is behind it in the statement has gates of its own: going on is marked before them. */
  #test(node: AnyNode, frame: Frame, isNamed = holdsNamedAwait(node)): void {
    const isMarked = frame.recorded && (isNamed || holdsNamedAwait(node));
    if (isMarked) this.insertions.add(node.start, `${this.p}r(${this.p}x,`);
    this.expression(node, frame);
    if (isMarked) this.insertions.addEnd(node.end, ')');
  }

  /** A block waits at its end for what it uses: ours is disposed of first, and says so. It may end before it has all. */
  #disposal(item: Item, frame: Frame, serial: number): void {
    const p = this.p;
    this.insertions.addEnd(item.end, `;using ${p}d${serial}=${p}d(${p}x,${this.writer.await(item.start, frame)});`);
  }

  /** A loop that waits, with its labels. However it is left, it waits once more for what it walks or uses. */
  #wholeLoop(item: Item, loop: WaitingLoop, frame: Frame, scope: Scope, ready: readonly Binding[]): void {
    this.insertions.add(item.start, 'try{');
    const inner = this.names.scopes.get(loop) ?? scope;
    if (loop.type === 'ForStatement') this.#usingLoop(loop, frame, inner, ready);
    else this.#waitingLoop(loop, frame, inner, ready);
    this.insertions.addEnd(item.end, `}finally{${this.p}b(${this.p}x)}`);
  }

  /** Each turn waits at the loop's head; the ways in and out of its body are marked. */
  #waitingLoop(
    item: Extract<WaitingLoop, { type: 'ForOfStatement' }>,
    frame: Frame,
    scope: Scope,
    before: readonly Binding[],
  ): void {
    const p = this.p;
    this.expression(item.left, frame);
    const ready = item.left.type === 'VariableDeclaration' ? [...before, ...declaredBy(item.left, scope)] : before;
    const at = this.writer.await(item.start, frame);
    if (item.await) this.insertions.add(item.right.start, `${p}s(${p}x,${at},`);
    this.expression(item.right, frame);
    if (item.await) this.insertions.addEnd(item.right.end, ')');
    this.single(item.body, frame, scope, ready, `${p}b(${p}x);try{`, `}finally{${p}l(${p}x,${at})}`);
  }

  /** It waits only when it has ended: by its test, or out of its body. */
  #usingLoop(
    item: Extract<WaitingLoop, { type: 'ForStatement' }>,
    frame: Frame,
    scope: Scope,
    before: readonly Binding[],
  ): void {
    const p = this.p;
    const at = this.writer.await(item.start, frame);
    const around = (part: AnyNode, start: string, end: string) => {
      this.insertions.add(part.start, start);
      this.expression(part, frame);
      this.insertions.addEnd(part.end, end);
    };
    this.expression(item.init!, frame);
    if (item.test) around(item.test, `(${p}b(${p}x),`, `)||${p}l(${p}x,${at})`);
    if (item.update) around(item.update, `${p}b(${p}x),`, '');
    const ready = [...before, ...declaredBy(item.init!, scope)];
    this.single(item.body, frame, scope, ready, `${p}b(${p}x);try{`, `}finally{${p}l(${p}x,${at})}`);
  }
}

type WaitingLoop = Extract<AnyNode, { type: 'ForOfStatement' | 'ForStatement' }>;

function isWaitingLoop(item: AnyNode): item is WaitingLoop {
  if (item.type === 'ForStatement') return !!item.init && isAwaitUsing(item.init);
  return item.type === 'ForOfStatement' && (item.await || isAwaitUsing(item.left));
}

function labelled(item: AnyNode): AnyNode {
  return item.type === 'LabeledStatement' ? labelled(item.body) : item;
}
