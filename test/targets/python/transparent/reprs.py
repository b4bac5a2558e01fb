"""Names, types and reprs of tasks."""
import asyncio
import inspect
import re


class Mine(asyncio.Task):
    def __init__(self, coro, *, word, **more):
        self.word = word
        super().__init__(coro, **more)


def show(*things):
    print(*(re.sub("0x[0-9a-f]+", "", str(one)) for one in things))


async def work():
    await asyncio.sleep(0)
    return 1


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(work(), name="one")
    show(task, type(task), type(task).__name__, type(task).__module__, isinstance(task, asyncio.Task), type(task) is asyncio.Task)
    show(isinstance(task, asyncio.Future), asyncio.isfuture(task), task in asyncio.all_tasks(), len(task._callbacks or ()))
    task.add_done_callback(lambda done: show("done", done))
    show(await task, task, vars(task) if hasattr(task, "__dict__") else {})
    mine = Mine(work(), word="w", loop=loop)
    show(mine.word, mine, await mine)
    loop.set_task_factory(lambda loop, coro, **more: Mine(coro, word="factory", loop=loop, **more))
    made = asyncio.create_task(work())
    show(loop.get_task_factory() is not None, type(made), made.word, made.cancel("why"), made.cancel())
    try:
        await made
    except asyncio.CancelledError as error:
        show("cancelled", error.args)
    show(inspect.iscoroutinefunction(asyncio.wait_for), asyncio.Task[int])


asyncio.run(main())
