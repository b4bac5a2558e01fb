"""insert: puts a call of ours into a function of a library, in place.

A wrapper would stand in every traceback that passes it, and so change what the program prints. The function's own source
is compiled again with the call in it, at the same lines and columns. It must not know what the calls do.
"""
from __future__ import annotations

import __future__ as futures
import ast
import dis
import functools
import linecache
import operator
import types

from . import runtime


class CannotInsert(Exception):
    """This function is not as it must be; it was left alone."""


class _Hook:
    """Stands in the constants of the code. What the hook raises never comes out; one that raised a hundred times is removed."""

    __slots__ = ("call",)

    def __init__(self, hook) -> None:
        troubles = [0]

        def call(value: object, *more: object) -> None:
            try:
                if more:
                    hook(value, *more)
                else:
                    hook(value)
            except Exception as error:
                try:
                    troubles[0] += 1
                    runtime.get().trouble(getattr(hook, "__qualname__", "a hook"), error)
                    if troubles[0] == 100:
                        self.call = _nothing
                except Exception:
                    pass  # At the recursion limit not even that can be said.

        self.call = call


def _nothing(*values: object) -> None:
    pass


_FUTURES = functools.reduce(operator.or_, (getattr(futures, name).compiler_flag for name in futures.all_feature_names))


def insert(function: object, names: tuple, start=None, returns=None, end=None) -> None:
    """`start` is called before the body, `returns` before each return, `end` however it ends; with the values of `names`."""
    if not isinstance(function, types.FunctionType):
        raise CannotInsert(f"{function!r} is not a Python function")
    code = function.__code__
    hooks = {"start": start, "returns": returns, "end": end}
    tree = _same_as(function)
    _insert_calls(_definition(tree, function), names, {key for key, hook in hooks.items() if hook is not None})
    changed = _compiled(function, tree)
    constants = tuple(
        _Hook(hooks[one[len(_MARK) :]]) if isinstance(one, str) and one.startswith(_MARK) else one
        for one in changed.co_consts
    )
    more = {"co_qualname": code.co_qualname} if hasattr(code, "co_qualname") else {}
    function.__code__ = changed.replace(co_consts=constants, **more)


_MARK = "\0eddy "


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
    for are_imported in (_is_module, _is_value):
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
    target = ast.Attribute(value=ast.Constant(value=_MARK + which), attr="call", ctx=ast.Load())
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
