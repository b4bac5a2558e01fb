# Each turn of a conversation runs in a new event loop; the client of the first turn is closed in the second.
# @finding scope-crossed loop-per-turn
import asyncio

import anyio


class Client:
    async def open(self):
        self.scope = anyio.CancelScope()
        self.scope.__enter__()  # @entered

    async def close(self):
        self.scope.__exit__(None, None, None)  # @exited


client = Client()
asyncio.run(client.open())
try:
    asyncio.run(client.close())
except RuntimeError as error:
    print(error)
