"""Children of the program join the run by their environment. What only they are to know is not in the program's `os.environ`."""

from __future__ import annotations

from . import words
from .native import os, sys

#: Linux lets no single variable be longer than 128 KiB: the program could start nothing any more.
most_plan = 96 * 1024


def install(rt) -> None:
    heirs = Heirs(rt)
    heirs.put()
    rt.on_plan(lambda plan: heirs.put())
    rt.after_fork(heirs.put)
    try:
        import _posixsubprocess
    except ImportError:
        return
    from . import imports

    own = _posixsubprocess.fork_exec

    def fork_exec(*given):
        if len(given) > 5 and given[5] is not None:
            given = (*given[:5], heirs.complete(given[5]), *given[6:])
        return own(*given)

    fork_exec.__doc__ = own.__doc__
    _posixsubprocess.fork_exec = fork_exec

    def in_subprocess(subprocess) -> None:
        # From 3.11 on it has a name of its own for it.
        if getattr(subprocess, "_fork_exec", None) is own:
            subprocess._fork_exec = fork_exec

    imports.after("subprocess", in_subprocess)


class Heirs:
    def __init__(self, rt) -> None:
        self.rt = rt
        root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        self.site = os.path.join(root, "site")

    def newest(self) -> dict:
        """What a child may have inherited from before; None: it must not have it."""
        plan = None if self.rt.options.plan is None else words.dumps(self.rt.options.plan)
        return {
            "EDDY_PARENT": self.rt.target,
            "EDDY_PLAN": plan if plan is not None and len(plan) <= most_plan else None,
            "EDDY_OPTIONS_JSON": self.rt.options.environment.get("EDDY_OPTIONS_JSON"),
        }

    def put(self) -> list:
        """Into the environment that children inherit; the program's own view of it stays as it was."""
        for name, value in self.newest().items():
            if value is not None:
                os.putenv(name, value)
            elif hasattr(os, "unsetenv"):
                os.unsetenv(name)
        return []

    def complete(self, given):
        """A list of `NAME=value` bytes that the program made itself, with ours in it."""
        try:
            pairs = dict(one.split(b"=", 1) for one in given if b"=" in one)
            hub = pairs.get(b"EDDY_HUB")
            if hub is not None and hub != os.fsencode(self.rt.options.address or ""):
                return given
            site = os.fsencode(self.site)
            paths = pairs.get(b"PYTHONPATH", b"")
            if site not in paths.split(b":"):
                pairs[b"PYTHONPATH"] = site + b":" + paths if paths else site
            for name, value in self.rt.options.environment.items():
                pairs.setdefault(os.fsencode(name), os.fsencode(value))
            for name, value in self.newest().items():
                if value is None:
                    pairs.pop(os.fsencode(name), None)
                else:
                    pairs[os.fsencode(name)] = os.fsencode(value)
            return [name + b"=" + value for name, value in pairs.items()]
        except Exception as error:
            self.rt.trouble("child environment", error)
            return given
