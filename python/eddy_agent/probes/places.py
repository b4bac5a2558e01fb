"""Files that the program has loaded, and lines of them. What it loads later is told as it is loaded, before its first line."""
import ast
import os
import sys
import types
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple

_listener: Optional[Callable[[str], None]] = None
_is_hooked = False


def _heard(event: str, words: Tuple[Any, ...]) -> None:
    if event != "exec" or _listener is None:
        return
    code = words[0]
    # A class body, a namedtuple: none of them is a file, or what stands for one.
    if isinstance(code, types.CodeType) and code.co_name == "<module>":
        _listener(code.co_filename)


def is_starting() -> bool:
    """Python is not done with `site`, which debugpy waits for as it loads: who waited for debugpy would wait in vain."""
    return getattr(getattr(sys.modules.get("site"), "__spec__", None), "_initializing", False) is True


def is_importing() -> bool:
    """In this thread. Modules that are being imported are locked, and debugpy may want one of them."""
    at = sys._getframe(1)
    while at is not None:
        if at.f_code.co_name == "_find_and_load" and at.f_code.co_filename.startswith("<frozen importlib"):
            return True
        at = at.f_back
    return False


def listen(listener: Optional[Callable[[str], None]]) -> None:
    """One listener; None: nobody. The hook stays, as Python has no way to take one away: it then does nothing."""
    global _listener, _is_hooked
    _listener = listener
    if listener is not None and not _is_hooked:
        _is_hooked = True
        sys.addaudithook(_heard)


def loaded_files() -> List[str]:
    found = []
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and file.endswith((".py", ".pyw")) or (isinstance(file, str) and module.__name__ == "__main__"):
            found.append(absolute(file))
    return found


def absolute(path: str) -> str:
    return os.path.abspath(path)


def is_meant(path: str, name: str) -> bool:
    """`name` is a path or its end."""
    if os.path.isabs(name):
        return path == name or os.path.realpath(path) == os.path.realpath(name)
    end = name[2:] if name.startswith("./") else name
    return path == end or path.endswith(os.sep + end)


class Source:
    """What a file's text says of its lines."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._functions: List[Tuple[int, int, str, bool]] = []
        self._starts: List[int] = []
        #: None where the text cannot be read.
        self.last_line: Optional[int] = None
        try:
            with open(path, "rb") as file:
                text = file.read()
            tree = ast.parse(text)
            self.last_line = len(text.splitlines())
        except (OSError, SyntaxError, ValueError, RecursionError):
            return
        self._read(tree, "")
        self._starts = sorted(set(self._starts))

    def function_at(self, line: int) -> str:
        best, name = None, "<module>"
        for start, end, title, _ in self._functions:
            if start <= line <= end and (best is None or start >= best):
                best, name = start, title
        return name

    def near(self, line: int) -> List[int]:
        """Lines near it on which a statement begins."""
        nearest = sorted(self._starts, key=lambda one: (abs(one - line), one))[:3]
        return sorted(nearest)

    def has(self, line: int) -> bool:
        return line in self._starts

    def _read(self, node: ast.AST, inside: str) -> None:
        for child in ast.iter_child_nodes(node):
            title = inside
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                title = f"{inside}.{child.name}" if inside else child.name
                if not isinstance(child, ast.ClassDef):
                    first = min([child.lineno, *(one.lineno for one in child.decorator_list)])
                    is_async = isinstance(child, ast.AsyncFunctionDef)
                    self._functions.append((first, child.end_lineno or first, title, is_async))
            if isinstance(child, ast.stmt) and not _is_text(child):
                self._starts.append(child.lineno)
            self._read(child, title)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


class Sources:
    """Read once each, and let go with the probes that needed them."""

    def __init__(self) -> None:
        self._known: Dict[str, Source] = {}

    def of(self, path: str) -> Source:
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = Source(path)
        return known

    def keep(self, paths: Iterable[str]) -> None:
        wanted = set(paths)
        self._known = {path: one for path, one in self._known.items() if path in wanted}
