"""
Starts the agent in a program that runs already and that debugpy is in. It is called through debugpy, in a thread of pydevd's. What
asyncio made before is seen as far as it can be: tasks that are there are adopted, their birth is not known.
"""

from __future__ import annotations

from typing import Any, Dict

from ..native import get_ident
from .environment import SetForAMoment


def start(environment: Dict[str, str]) -> None:
    """`environment`: where the hub is. It is not left in the program's own."""
    from .. import begin, runtime
    from ..line import Line
    from ..options import Options

    with SetForAMoment(environment):
        if not begin._begun:
            begin.begin()
        else:
            rt = runtime.get()
            if rt.line is not None and rt.line._socket is not None:
                return
            # It was here before, and was let go.
            rt.options = Options()
            rt.line = Line(rt, lambda: begin.about(rt), rt.part("orders", lambda: None))
            rt.line.start()
    _hide(runtime.get())


def _hide(rt: Any) -> None:
    """From a debugger that is here already: our threads are neither traced nor stopped."""
    from .. import threads

    threads.hide([ident for ident in rt.line.threads if ident != get_ident()])

