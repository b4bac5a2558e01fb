"""
locks: the locks, semaphores and limiters of asyncio and anyio: which task holds, which waits, since when. It changes none of
them. Looks run in the agent's thread over what the hooks wrote down; how a finding reads is in findings/locks.py.
"""

from __future__ import annotations

from .. import imports
from ..findings import engine


def install(rt) -> None:
    # Nothing else of this folder is loaded before asyncio is: the modules it needs are those that asyncio imports.
    imports.after("asyncio", lambda module: _install(rt))


def _install(rt) -> None:
    from . import book, watches

    rt.section("locks", lambda: book.book().listing())
    engine().sweeps.append(lambda last: book.book().sweep(last))
    rt.after_fork(book.book.begin_again)
    watches.install_asyncio(rt)
    imports.after("anyio._core._synchronization", lambda module: watches.install_anyio(rt, module))
    imports.after("anyio._backends._asyncio", lambda module: watches.install_backend(rt, module))
