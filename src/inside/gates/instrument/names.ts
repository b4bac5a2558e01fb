import type { AnyNode, Pattern, PropertyDefinition, StaticBlock } from 'acorn';
import { Body, Scope } from './scopes.ts';
import { childrenOf, type FunctionNode, isFunction, namesOf } from './tree.ts';

/** Who declares and who uses which name. Of each node that opens a scope or a body, that. */
export interface Names {
  readonly bodies: ReadonlyMap<AnyNode, Body>;
  readonly scopes: ReadonlyMap<AnyNode, Scope>;
  readonly top: Body;
}

interface Use {
  readonly name: string;
  readonly scope: Scope;
  readonly writes: boolean;
}

export function readNames(program: AnyNode): Names {
  return new NameReader().read(program);
}

class NameReader {
  readonly #bodies = new Map<AnyNode, Body>();
  readonly #scopes = new Map<AnyNode, Scope>();
  readonly #uses: Use[] = [];

  read(program: AnyNode): Names {
    const top = this.#open(program, undefined, undefined);
    if (program.type === 'Program') for (const one of program.body) this.#visit(one, top.scope);
    for (const use of this.#uses) this.#resolve(use);
    for (const scope of this.#scopes.values())
      if (scope.body.hasEval) for (const binding of scope.bindings.values()) binding.captured = true;
    return { bodies: this.#bodies, scopes: this.#scopes, top };
  }

  #open(node: AnyNode, parent: Body | undefined, outer: Scope | undefined): Body {
    const body = new Body(node, parent, outer);
    this.#bodies.set(node, body);
    this.#scopes.set(node, body.scope);
    return body;
  }

  #block(node: AnyNode, outer: Scope): Scope {
    const scope = new Scope(outer, outer.body);
    this.#scopes.set(node, scope);
    return scope;
  }

  #visit(node: AnyNode, scope: Scope): void {
    switch (node.type) {
      case 'FunctionDeclaration':
        if (node.id) scope.declare(node.id.name, 'function');
        this.#function(node, scope);
        return;
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.#function(node, scope);
        return;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.#class(node, scope);
        return;
      case 'BlockStatement': {
        const inner = this.#block(node, scope);
        for (const one of node.body) this.#visit(one, inner);
        return;
      }
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement': {
        if (node.type === 'ForOfStatement' && node.await) scope.body.suspends = true;
        const inner = this.#block(node, scope);
        for (const child of childrenOf(node)) this.#visit(child, inner);
        if (node.type !== 'ForStatement' && node.left.type !== 'VariableDeclaration') this.#assign(node.left, inner);
        return;
      }
      case 'SwitchStatement': {
        this.#visit(node.discriminant, scope);
        const inner = this.#block(node, scope);
        for (const one of node.cases) this.#visit(one, inner);
        return;
      }
      case 'CatchClause': {
        const inner = this.#block(node, scope);
        if (node.param) {
          for (const name of namesOf(node.param)) inner.declare(name, 'catch');
          this.#pattern(node.param, inner);
        }
        this.#visit(node.body, inner);
        return;
      }
      case 'VariableDeclaration': {
        const kind = node.kind === 'var' || node.kind === 'let' ? node.kind : 'const';
        if (node.kind === 'await using') scope.body.suspends = true;
        const home = kind === 'var' ? scope.body.scope : scope;
        for (const one of node.declarations) {
          for (const name of namesOf(one.id)) {
            const binding = home.declare(name, kind);
            if (kind === 'var') binding.assigned = true;
          }
          this.#pattern(one.id, scope);
          if (one.init) this.#visit(one.init, scope);
        }
        return;
      }
      case 'ImportDeclaration':
        for (const one of node.specifiers) scope.declare(one.local.name, 'import');
        return;
      case 'ExportAllDeclaration':
        return;
      case 'ExportNamedDeclaration':
        if (node.declaration) this.#visit(node.declaration, scope);
        else if (!node.source) {
          for (const one of node.specifiers) if (one.local.type === 'Identifier') this.#use(one.local.name, scope);
        }
        return;
      case 'MemberExpression':
        this.#visit(node.object, scope);
        if (node.computed) this.#visit(node.property, scope);
        return;
      case 'Property':
        if (node.computed) this.#visit(node.key, scope);
        this.#visit(node.value, scope);
        return;
      case 'LabeledStatement':
        this.#visit(node.body, scope);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'MetaProperty':
        return;
      case 'AssignmentExpression':
        this.#assign(node.left, scope);
        this.#visit(node.left, scope);
        this.#visit(node.right, scope);
        return;
      case 'UpdateExpression':
        this.#assign(node.argument, scope);
        this.#visit(node.argument, scope);
        return;
      case 'AwaitExpression':
      case 'YieldExpression':
        scope.body.suspends = true;
        break;
      case 'ThisExpression':
      case 'Super':
        useThis(scope.body);
        return;
      case 'CallExpression':
        if (node.callee.type === 'Identifier' && node.callee.name === 'eval') {
          for (let body: Body | undefined = scope.body; body; body = body.parent) body.hasEval = true;
          useThis(scope.body);
        }
        break;
      case 'Identifier':
        if (node.name === 'arguments') useArguments(scope.body);
        this.#use(node.name, scope);
        return;
    }
    for (const child of childrenOf(node)) this.#visit(child, scope);
  }

  #function(node: FunctionNode, scope: Scope): void {
    let outer = scope;
    if (node.type === 'FunctionExpression' && node.id) {
      outer = new Scope(scope, scope.body);
      outer.declare(node.id.name, 'own-name');
    }
    const body = this.#open(node, scope.body, outer);
    for (const param of node.params) {
      for (const name of namesOf(param)) body.scope.declare(name, 'param');
      this.#pattern(param, body.scope);
    }
    if (node.body.type === 'BlockStatement') {
      this.#scopes.set(node.body, body.scope);
      for (const one of node.body.body) this.#visit(one, body.scope);
    } else {
      this.#visit(node.body, body.scope);
    }
  }

  #class(node: Extract<AnyNode, { type: 'ClassDeclaration' | 'ClassExpression' }>, scope: Scope): void {
    if (node.type === 'ClassDeclaration' && node.id) scope.declare(node.id.name, 'class');
    const inner = this.#block(node, scope);
    if (node.id) inner.declare(node.id.name, 'own-name');
    if (node.superClass) this.#visit(node.superClass, inner);
    for (const member of node.body.body) {
      if (member.type === 'StaticBlock') {
        this.#ownFrame(member, member.body, inner);
        continue;
      }
      if (member.computed) this.#visit(member.key, inner);
      if (!member.value) continue;
      if (member.type === 'PropertyDefinition') this.#ownFrame(member, [member.value], inner);
      else this.#visit(member.value, inner);
    }
  }

  /** Static blocks and field values run as methods of their own. */
  #ownFrame(node: StaticBlock | PropertyDefinition, inside: readonly AnyNode[], scope: Scope): void {
    const body = this.#open(node, scope.body, scope);
    for (const one of inside) this.#visit(one, body.scope);
  }

  /** What a pattern computes: default values and computed keys. Its names are declared, or assigned, elsewhere. */
  #pattern(pattern: Pattern, scope: Scope): void {
    switch (pattern.type) {
      case 'ObjectPattern':
        for (const one of pattern.properties) {
          if (one.type === 'RestElement') this.#pattern(one.argument, scope);
          else {
            if (one.computed) this.#visit(one.key, scope);
            this.#pattern(one.value, scope);
          }
        }
        return;
      case 'ArrayPattern':
        for (const one of pattern.elements) if (one) this.#pattern(one, scope);
        return;
      case 'AssignmentPattern':
        this.#pattern(pattern.left, scope);
        this.#visit(pattern.right, scope);
        return;
      case 'RestElement':
        this.#pattern(pattern.argument, scope);
        return;
      default:
    }
  }

  #assign(target: AnyNode, scope: Scope): void {
    for (const name of namesOf(target)) this.#uses.push({ name, scope, writes: true });
  }

  #use(name: string, scope: Scope): void {
    this.#uses.push({ name, scope, writes: false });
  }

  #resolve({ name, scope, writes }: Use): void {
    const binding = scope.resolve(name);
    if (binding === undefined) return;
    if (writes) binding.assigned = true;
    for (let body: Body | undefined = scope.body; body !== undefined && body !== binding.owner; body = body.parent) {
      binding.captured = true;
      body.free.add(binding);
    }
  }
}

function useThis(from: Body): void {
  let body: Body | undefined = from;
  for (; body?.isArrow; body = body.parent) body.usesThis = true;
  if (body) body.usesThis = true;
}

function useArguments(from: Body): void {
  let body: Body | undefined = from;
  while (body?.isArrow) body = body.parent;
  if (body === undefined || !isFunction(body.node)) return;
  body.usesArguments = true;
  // In sloppy code they may be the parameters themselves.
  for (const binding of body.scope.bindings.values()) if (binding.kind === 'param') binding.captured = true;
}
