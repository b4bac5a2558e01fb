# A client is opened by a start-up task and closed by a shutdown task.
# @finding scope-crossed manual-exit
# @flows startup, shutdown
import asyncio

import anyio


class Client:
    async def open(self):
        self.group = anyio.create_task_group()
        await self.group.__aenter__()  # @entered
        self.group.start_soon(anyio.sleep, 60)

    async def close(self):
        self.group.cancel_scope.cancel()  # @cancelled
        await self.group.__aexit__(None, None, None)  # @exited


async def main():
    client = Client()
    await asyncio.create_task(client.open(), name="startup")
    try:
        await asyncio.create_task(client.close(), name="shutdown")
    except RuntimeError as error:
        print(error)


asyncio.run(main())
