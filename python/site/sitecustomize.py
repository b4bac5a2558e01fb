"""Loads Eddy's agent before the program's first line, then steps aside: the program finds its own sitecustomize, or none."""

import sys


def _step_aside():
    here = __file__.rpartition("/")[0]
    sys.path[:] = [one for one in sys.path if one != here]
    sys.path_importer_cache.pop(here, None)
    return here.rpartition("/")[0]


def _start(root):
    # Ours is kept compiled, whatever the program wants of its own.
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, False
    try:
        sys.path.insert(0, root)
        try:
            import eddy_agent
        finally:
            sys.path.remove(root)
        eddy_agent.start()
    except Exception:  # The program runs as if we were not there.
        pass
    finally:
        sys.dont_write_bytecode = before


_start(_step_aside())
del sys.modules["sitecustomize"]
# The user's own. Where there is none this raises what Python expects then, and says nothing of.
import sitecustomize  # noqa: E402,F401
