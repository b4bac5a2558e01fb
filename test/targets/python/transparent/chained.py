"""An error in a task of a task, chained, uncaught."""
import asyncio


async def inner():
    await asyncio.sleep(0)
    raise KeyError("no such order")


async def outer():
    try:
        await asyncio.create_task(inner(), name="inner")
    except KeyError as error:
        raise RuntimeError("outer failed") from error


asyncio.run(outer())
