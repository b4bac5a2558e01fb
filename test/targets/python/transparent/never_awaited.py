"""Warnings and what asyncio says of tasks at the end: all of it word for word."""
import asyncio
import gc
import warnings


async def forgotten():
    pass


async def failing():
    raise ValueError("nobody asks")


async def main():
    forgotten()
    task = asyncio.create_task(failing(), name="failing")
    await asyncio.sleep(0.01)
    del task
    gc.collect()
    future = asyncio.get_running_loop().create_future()
    future.set_exception(OSError("nor of this"))
    del future
    warnings.warn("careful", stacklevel=1)


asyncio.run(main())
