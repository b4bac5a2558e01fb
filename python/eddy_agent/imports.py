"""Calls a function right after a module's first import, so that nothing is imported that the program does not import itself."""

from __future__ import annotations

from .native import sys

_waiting: dict = {}


def after(name: str, fn) -> None:
    """`fn(module)`, once: now when the module is there, else right after its code ran. What it raises is swallowed."""
    module = sys.modules.get(name)
    spec = getattr(module, "__spec__", None)
    if module is not None and not getattr(spec, "_initializing", False):
        _call(fn, module)
        return
    _waiting.setdefault(name, []).append(fn)
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)


def _call(fn, module) -> None:
    try:
        fn(module)
    except Exception as error:
        try:
            from . import runtime

            runtime.get().trouble(f"import of {module.__name__}", error)
        except Exception:
            pass


class _Finder:
    """First in `sys.meta_path`; for all but the names that are waited for it costs one look into a dict."""

    def find_spec(self, name, path=None, target=None):
        if name not in _waiting:
            return None
        for finder in list(sys.meta_path):
            if finder is self or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                if type(spec) is _ModuleSpec:
                    spec.__class__ = _Watched
                return spec
        return None

    def invalidate_caches(self) -> None:
        pass


_ModuleSpec = type(sys.__spec__)


class _Watched(_ModuleSpec):
    """The spec of a module that is waited for. Python writes into it when the import is over: so no frame of ours lies below it."""

    def __setattr__(self, name, value) -> None:
        object.__setattr__(self, name, value)
        if name == "_initializing" and value is False:
            self.__class__ = _ModuleSpec
            # Not there: the import failed, and may be tried again.
            module = sys.modules.get(self.name)
            if module is not None:
                for fn in _waiting.pop(self.name, ()):
                    _call(fn, module)


_finder = _Finder()
