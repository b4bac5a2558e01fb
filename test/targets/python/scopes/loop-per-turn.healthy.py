# Both turns run in one event loop, within one task.
import asyncio

import anyio


class Client:
    async def open(self):
        self.scope = anyio.CancelScope()
        self.scope.__enter__()

    async def close(self):
        self.scope.__exit__(None, None, None)


async def converse():
    client = Client()
    await client.open()
    await client.close()
    print("closed")


asyncio.run(converse())
