# One task opens the client, waits for the word to stop, and closes it.
import asyncio

import anyio


class Client:
    async def open(self):
        self.group = anyio.create_task_group()
        await self.group.__aenter__()
        self.group.start_soon(anyio.sleep, 60)

    async def close(self):
        self.group.cancel_scope.cancel()
        await self.group.__aexit__(None, None, None)


async def own(client, stop):
    await client.open()
    try:
        await stop.wait()
    finally:
        await client.close()


async def main():
    stop = asyncio.Event()
    owner = asyncio.create_task(own(Client(), stop), name="owner")
    await asyncio.sleep(0.01)
    stop.set()
    await owner
    print("closed")


asyncio.run(main())
