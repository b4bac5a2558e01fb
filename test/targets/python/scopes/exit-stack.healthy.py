# One task enters the clients, waits for the word to stop, and closes the stack.
import asyncio
import contextlib

import anyio


@contextlib.asynccontextmanager
async def client():
    async with anyio.create_task_group() as group:
        group.start_soon(anyio.sleep, 60)
        yield group
        group.cancel_scope.cancel()


async def live(stop):
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(client())
        await stop.wait()


async def main():
    stop = asyncio.Event()
    living = asyncio.create_task(live(stop), name="lifespan")
    await asyncio.sleep(0.01)
    stop.set()
    await living
    print("stopped")


asyncio.run(main())
