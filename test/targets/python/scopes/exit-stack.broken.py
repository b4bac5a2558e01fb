# A server's start-up task enters its clients on an exit stack; its shutdown task closes the stack.
# @finding scope-crossed manual-exit
# @flows startup, shutdown
import asyncio
import contextlib

import anyio


@contextlib.asynccontextmanager
async def client():
    async with anyio.create_task_group() as group:  # @entered @exited
        group.start_soon(anyio.sleep, 60)
        yield group
        group.cancel_scope.cancel()  # @cancelled


async def start(stack):
    await stack.enter_async_context(client())


async def shut_down(stack):
    try:
        await stack.aclose()
    except RuntimeError as error:
        print(error)


async def main():
    stack = contextlib.AsyncExitStack()
    await asyncio.create_task(start(stack), name="startup")
    await asyncio.create_task(shut_down(stack), name="shutdown")


asyncio.run(main())
