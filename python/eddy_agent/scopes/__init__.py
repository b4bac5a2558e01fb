"""
scopes: the cancel scopes, task groups and timeouts of anyio and asyncio: who entered, who left, who cancelled. It tells what breaks
the rules and changes nothing: what the libraries raise is theirs. How a finding reads is in findings/scopes.py.
"""

from __future__ import annotations

from .. import imports
from ..findings import engine


def install(rt) -> None:
    # Nothing else of this folder is loaded before asyncio is: the modules it needs are those that asyncio imports.
    imports.after("asyncio", lambda module: _install(rt))


def _install(rt) -> None:
    from . import anyio_scopes, asyncio_scopes, book

    rt.section("scopes", lambda: book.book().listing())
    engine().sweeps.append(lambda last: book.book().sweep(last))
    rt.after_fork(book.book.begin_again)
    asyncio_scopes.install(rt)
    imports.after("anyio._backends._asyncio", lambda module: anyio_scopes.install(rt, module))
