"""A pending task is dropped: asyncio says its repr."""
import asyncio
import gc


async def waits():
    await asyncio.Event().wait()


async def main():
    task = asyncio.create_task(waits(), name="waits")
    await asyncio.sleep(0)
    asyncio.tasks._all_tasks.discard(task) if hasattr(asyncio.tasks, "_all_tasks") else None
    print(repr(task).split(" wait_for")[0])


asyncio.run(main(), debug=False)
gc.collect()
