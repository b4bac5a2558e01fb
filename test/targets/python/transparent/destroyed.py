"""A pending task is dropped: asyncio says its repr."""
import asyncio
import gc

# Which of task and coroutine goes first depends on when a collection came between them: any thread can bring one.
gc.disable()


async def waits():
    await asyncio.Event().wait()


async def main():
    task = asyncio.create_task(waits(), name="waits")
    await asyncio.sleep(0)
    asyncio.tasks._all_tasks.discard(task) if hasattr(asyncio.tasks, "_all_tasks") else None
    print(repr(task).split(" wait_for")[0])


asyncio.run(main(), debug=False)
gc.collect()
