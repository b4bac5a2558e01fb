# The client opened last is closed first.
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
        self.group.cancel_scope.cancel()
        await self.group.__aexit__(None, None, None)
        print("closed", self.name)


async def main():
    first, second = Client("first"), Client("second")
    await first.open()
    await second.open()
    for client in (second, first):
        await client.close()


asyncio.run(main())
