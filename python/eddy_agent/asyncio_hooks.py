"""What is put into asyncio when the program imports it: the class of tasks, and how the flow that runs is known."""

from __future__ import annotations

from . import flows, imports, stacks
from .births import CoroutineType, maker_of_flows
from .flows import FLOW
from .native import copy_context, sys
from .tasks import Tasks

sweep_seconds = 0.25


def install(rt) -> None:
    imports.after("asyncio", lambda asyncio: _install(rt, asyncio))


def _install(rt, asyncio) -> None:
    own = asyncio.tasks.Task
    tasks = rt.part("tasks", lambda: Tasks(rt, asyncio))
    tasks.types = (own, asyncio.tasks._PyTask)
    ours = task_class(own, tasks)
    asyncio.Task = asyncio.tasks.Task = ours
    make_eager = getattr(asyncio.tasks, "create_eager_task_factory", None)
    if make_eager is not None:
        asyncio.eager_task_factory = asyncio.tasks.eager_task_factory = make_eager(ours)
    stacks.bottoms.add(asyncio.events.Handle._run.__code__)
    rt.flows.watch_end = lambda flow: _watch_end(tasks, flow)
    rt.flows.of_current_task = _finder_of_current(asyncio, tasks)
    rt.after_fork(lambda: _after_fork(rt, tasks, asyncio))
    rt.every(sweep_seconds, tasks.sweep)


def _after_fork(rt, tasks, asyncio) -> None:
    rt.flows.watch_end = lambda flow: _watch_end(tasks, flow)
    rt.flows.of_current_task = _finder_of_current(asyncio, tasks)


def _finder_of_current(asyncio, tasks):
    running_loop = asyncio._get_running_loop
    current_task = asyncio.tasks.current_task

    def flow_of_current_task():
        loop = running_loop()
        if loop is None:
            return None
        task = current_task(loop)
        if task is None:
            return None
        try:
            return task._eddy_flow
        except AttributeError:
            return tasks.flow_of(task)

    return flow_of_current_task


def _watch_end(tasks, flow) -> None:
    """At once, by a callback of its own, which its `repr` does not show."""
    task = flow.live_task
    if task is not None:
        own = getattr(type(task), "_eddy_base", type(task))
        own.add_done_callback(task, _Told(tasks, flow))


class _Told:
    """A done callback that is known as ours."""

    def __init__(self, tasks, flow) -> None:
        self.tasks = tasks
        self.flow = flow

    def __call__(self, task) -> None:
        with self.tasks.rt.guard("task end"):
            self.tasks.settled(self.flow, task)


def task_class(base, tasks):
    """The class that stands for `asyncio.Task`. Where its own call may raise, no frame of ours is on the stack."""
    set_flow, reset_flow, base_new = FLOW.set, FLOW.reset, base.__new__
    base_init, base_cancel, base_del = base.__init__, base.cancel, getattr(base, "__del__", None)
    iscoroutine, running_loop = tasks.asyncio.iscoroutine, tasks.asyncio._get_running_loop
    rt, getframe = tasks.rt, sys._getframe
    new_flow = maker_of_flows(rt, tasks.asyncio.events.Handle._run.__code__)
    begun, settled = tasks.begun, tasks.settled
    cancels = tasks.cancels
    create_task = tasks.asyncio.create_task.__code__
    #: From Python 3.11 on. A context of its own that has the flow is cheaper than to set the flow for a moment in its maker's.
    takes_context = sys.version_info >= (3, 11)

    class Task(base):
        __slots__ = ("_eddy_flow",)
        _eddy_base = base

        def __new__(cls, coro=None, *rest, loop=None, name=None, **more):
            if (type(coro) is not CoroutineType or loop is None) and cls is Task and is_wrong(coro, loop):
                # Said by Python itself, of a call of the program's: no frame of ours is in that traceback.
                return base_new(Wrong)
            return base_new(cls)

        def __init__(self, coro, *, loop=None, name=None, **more):
            try:
                # By whoever called create_task, which most often is two frames of asyncio away.
                maker = getframe(2)
                if maker.f_code is create_task:
                    maker = maker.f_back
                flow = self._eddy_flow = new_flow(self, coro, maker)
            except Exception as error:
                rt.trouble("a task", error)
                base_init(self, coro, loop=loop, name=name, **more)
                return
            if not more and takes_context:
                own = copy_context()
                own.run(set_flow, flow)
                base_init(self, coro, loop=loop, name=name, context=own)
            elif more.get("context") is None:
                before = set_flow(flow)
                try:
                    base_init(self, coro, loop=loop, name=name, **more)
                finally:
                    reset_flow(before)
            else:
                claim(more["context"], flow)
                base_init(self, coro, loop=loop, name=name, **more)
            made_at = self._source_traceback
            if made_at:
                # Of asyncio's debug mode: our line is none of the program's.
                del made_at[-1]
            if rt.listening or rt.flows.matching:
                begun(flow)

        def cancel(self, msg=None):
            try:
                flow = self._eddy_flow
            except AttributeError:
                return base_cancel(self, msg)
            cancels.enter(flow)
            took = False
            try:
                took = base_cancel(self, msg)
                return took
            finally:
                with rt.guard("cancel"):
                    cancels.leave(flow, took, msg)

        def set_name(self, value):
            base.set_name(self, value)
            with rt.guard("task name"):
                if rt.flows.matching:
                    rt.flows.bind(self._eddy_flow)

        @property
        def _callbacks(self):
            given = base._callbacks.__get__(self)
            return given and [one for one in given if not isinstance(one[0], _Told)]

        def __del__(self):
            try:
                flow = self._eddy_flow
                settled(flow, self)
                if flow._outcome == "done":
                    # Of one that is done Python has nothing to say.
                    return
            except Exception:
                pass
            if base_del is not None:
                base_del(self)

    def claim(context, flow) -> None:
        """A context that the program gave: this task's alone, as long as no other that lives has it."""
        with rt.guard("a context"):
            known = context.get(FLOW)
            if known is None or known is flow.parent or known.ended:
                context.run(set_flow, flow)
            else:
                rt.flows.is_shared = True

    def is_wrong(coro, loop) -> bool:
        return not iscoroutine(coro) or (loop is None and running_loop() is None)

    class Wrong(Task):
        """What cannot be made: its making raises."""

        __slots__ = ()
        __init__ = base_init

    for one in (Task, Wrong):
        one.__name__ = one.__qualname__ = base.__name__
        one.__module__ = base.__module__
        one.__doc__ = base.__doc__
    return Task
