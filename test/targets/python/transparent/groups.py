"""gather, wait_for, shield, cancel messages, and error groups where there are any."""
import asyncio
import sys
import traceback


async def fails(word):
    await asyncio.sleep(0)
    raise ValueError(word)


async def waits():
    try:
        await asyncio.sleep(30)
    except asyncio.CancelledError as error:
        print("cancelled", error.args)
        raise


async def main():
    print(await asyncio.gather(fails("a"), waits_little(), return_exceptions=True))
    try:
        await asyncio.wait_for(waits(), 0.01)
    except asyncio.TimeoutError:
        print("timed out")
    task = asyncio.create_task(waits())
    await asyncio.sleep(0)
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError:
        traceback.print_exc()
    if sys.version_info >= (3, 11):
        async with asyncio.TaskGroup() as group:
            group.create_task(fails("b"), name="b")
            group.create_task(waits())


async def waits_little():
    return await asyncio.sleep(0, "little")


asyncio.run(main())
