# Two clients of one task are closed in the order in which they were opened.
# @finding scope-misnested opening-order
import asyncio

import anyio


class Client:
    def __init__(self, name):
        self.name = name

    async def open(self):
        self.group = anyio.create_task_group()
        await self.group.__aenter__()
        self.group.start_soon(anyio.sleep, 60)

    async def close(self):
        self.group.cancel_scope.cancel()  # @cancelled
        await self.group.__aexit__(None, None, None)  # @exited


async def main():
    first, second = Client("first"), Client("second")
    await first.open()
    await second.open()
    for client in (first, second):
        try:
            await client.close()
        except (RuntimeError, asyncio.CancelledError) as error:
            print(client.name, type(error).__name__, error)


asyncio.run(main())
