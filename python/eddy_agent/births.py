"""
births: the flow of a task that is about to be made. One is made for every task of the program, so this is written for speed: what is
looked up often is at hand, and what is rarely asked for, as a stack's lines, is read when somebody asks.
"""

from __future__ import annotations

from . import flows, requests
from .flows import FLOW, TaskFlow, max_depth, serials, trim
from .native import ref, wall

#: Of a stack at which a task is made: so many frames beside the innermost.
most_callers = range(11)


async def _nothing() -> None:
    pass


_coroutine = _nothing()
_coroutine.close()
CoroutineType = type(_coroutine)


def maker_of_flows(rt, run_of_handle):
    """`run_of_handle`: code of asyncio's below which lies the loop."""
    get_flow, readers, coroutine_type, bare = FLOW.get, requests.readers, CoroutineType, object.__new__

    def new_flow(task, coro, frame):
        """It is made by whoever is in `frame`. It has no name yet."""
        registry = rt.flows
        code = coro.cr_code if type(coro) is coroutine_type else getattr(coro, "cr_code", None)
        if readers.get(id(code)) is not False:
            origin = requests.origin_of(coro, code)
            if origin is not None:
                return registry.start("request", requests.name_of(origin), registry.main, None, origin, ref(task))
        parent = None if registry.is_shared else get_flow()
        if parent is None or parent.target is not registry.target:
            parent = flows.current()
        root = parent.root
        made_by = frame.f_code
        born = (made_by, frame.f_lasti, None)
        if made_by is not root:
            for _ in most_callers:
                frame = frame.f_back
                if frame is None:
                    break
                made_by = frame.f_code
                born = (made_by, frame.f_lasti, born)
                if made_by is root or made_by is run_of_handle:
                    break
        registry.tasks += 1
        flow = bare(TaskFlow)
        # Also what is as the class has it: what an object has of its own is read faster.
        flow._ended = flow._outcome = flow._name = flow._held = None
        flow.kind = "task"
        flow.target = parent.target
        flow.serial = serial = next(serials)
        flow.parent = parent
        flow.started_at = wall()
        flow._born = born
        flow.task = ref(task)
        flow.root = code
        flow.sessions = parent.sessions
        flow.depth = depth = parent.depth + 1
        if depth >= max_depth and depth % max_depth == 0:
            trim(flow)
        registry.live[serial] = flow
        return flow

    return new_flow
