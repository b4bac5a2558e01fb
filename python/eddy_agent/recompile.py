"""recompile: a function's own source, compiled again with calls in it. Only where that was not done before: see inserted.py."""
from __future__ import annotations

import __future__ as futures
import ast
import dis
import functools
import linecache
import operator
import types

from .insert import MARK, CannotInsert

_FUTURES = functools.reduce(operator.or_, (getattr(futures, name).compiler_flag for name in futures.all_feature_names))


def recompiled(function: types.FunctionType, names: tuple, wanted: set) -> types.CodeType:
    tree = _same_as(function)
    _insert_calls(_definition(tree, function), names, wanted)
    return _compiled(function, tree)


def _parsed(function: types.FunctionType) -> ast.Module:
    code = function.__code__
    lines = linecache.getlines(code.co_filename, function.__globals__)
    first, last = code.co_firstlineno, _last_line(code)
    if not 0 < first <= last <= len(lines):
        raise CannotInsert(f"{function.__qualname__} has no source")
    indented = lines[first - 1][:1].isspace()
    # A bracket may close on a line that has no code of its own.
    for end in range(last, min(last + 12, len(lines)) + 1):
        try:
            tree = ast.parse(("if 1:\n" if indented else "") + "".join(lines[first - 1 : end]))
        except SyntaxError:
            continue
        ast.increment_lineno(tree, first - (2 if indented else 1))
        return tree
    raise CannotInsert(f"{function.__qualname__} cannot be read")


def _last_line(code: types.CodeType) -> int:
    last = max((line or 0 for _, line in dis.findlinestarts(code)), default=0)
    return max([last, *(_last_line(one) for one in code.co_consts if isinstance(one, types.CodeType))])


def _same_as(function: types.FunctionType) -> ast.Module:
    """Its source, read in a way that compiles to the very code that it has."""
    code = function.__code__
    own_module = function.__globals__.get("__name__")

    def is_foreign(value: object) -> bool:
        return _is_module(value) or getattr(value, "__module__", own_module) != own_module

    for are_imported in (_is_module, _is_value, is_foreign):
        tree = _parsed(function)
        # A compiler calls a method of a name otherwise where it saw that an import made the name.
        names = [name for name in code.co_names if are_imported(function.__globals__.get(name))]
        if names:
            made = ast.Import(names=[ast.alias(name=name) for name in names])
            tree.body.insert(0, ast.fix_missing_locations(made))
        plain = _compiled(function, tree)
        if (plain.co_code, plain.co_names, plain.co_varnames) == (code.co_code, code.co_names, code.co_varnames):
            return tree
    raise CannotInsert(f"{function.__qualname__} is not what its source says")


def _is_module(value: object) -> bool:
    return isinstance(value, types.ModuleType)


def _is_value(value: object) -> bool:
    return value is not None and not isinstance(value, (types.FunctionType, type))


def _definition(tree: ast.Module, function: types.FunctionType) -> object:
    found: ast.stmt = tree.body[-1]
    if isinstance(found, ast.If):
        found = found.body[0]
    if not isinstance(found, (ast.FunctionDef, ast.AsyncFunctionDef)) or found.name != function.__name__:
        raise CannotInsert(f"{function.__qualname__} is not defined by a def")
    return found


def _insert_calls(definition: ast.AST, names: tuple, wanted: set) -> None:
    body: list[ast.stmt] = definition.body
    first = body[0]
    has_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    doc, rest = (body[:1], body[1:]) if has_doc else ([], body)
    if not rest:
        raise CannotInsert(f"{definition.name} has no body")
    place = rest[0]
    if "returns" in wanted:
        adder = _BeforeReturns(names)
        rest = [one for statement in rest for one in adder.visited(statement)]
        if not isinstance(rest[-1], (ast.Return, ast.Raise)):
            rest.append(_call("returns", names, rest[-1]))
    if "end" in wanted:
        whole = ast.Try(body=rest, handlers=[], orelse=[], finalbody=[_call("end", names, rest[-1])])
        rest = [ast.copy_location(whole, place)]
    if "start" in wanted:
        rest = [_call("start", names, place), *rest]
    definition.body = [*doc, *rest]


class _BeforeReturns(ast.NodeTransformer):
    def __init__(self, names: tuple) -> None:
        self.names = names

    def visited(self, statement: ast.stmt) -> list[ast.stmt]:
        found = self.visit(statement)
        return found if isinstance(found, list) else [found]

    def visit_Return(self, node: ast.Return) -> object:
        return [_call("returns", self.names, node), node]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> object:
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> object:
        return node

    def visit_Lambda(self, node: ast.Lambda) -> object:
        return node


def _call(which: str, names: tuple, place: ast.stmt) -> ast.stmt:
    target = ast.Attribute(value=ast.Constant(value=MARK + which), attr="call", ctx=ast.Load())
    values: list[ast.expr] = [ast.Name(id=name, ctx=ast.Load()) for name in names]
    statement = ast.Expr(value=ast.Call(func=target, args=values, keywords=[]))
    # One line and column, so that a traceback never shows a place of ours.
    for node in ast.walk(statement):
        ast.copy_location(node, place)
    return statement


def _compiled(function: types.FunctionType, tree: ast.Module) -> types.CodeType:
    code = function.__code__
    if code.co_freevars:
        raise CannotInsert(f"{function.__qualname__} is a closure")
    flags = code.co_flags & _FUTURES
    try:
        module = compile(tree, code.co_filename, "exec", flags=flags, dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        raise CannotInsert(f"{function.__qualname__} cannot be compiled") from error
    for one in module.co_consts:
        if isinstance(one, types.CodeType) and one.co_name == function.__name__:
            return one
    raise CannotInsert(f"{function.__qualname__} has no code of its own")
