# The first request opens the pool's session inside itself; when the session's reader fails, that request is cancelled.
# @finding scope-leaked shared-scope
# @flows request-1, session-reader
# @limits {"leakGraceMs": 20}
import asyncio

import anyio


class Pool:
    group = None

    async def session(self):
        if self.group is None:
            self.group = anyio.create_task_group()
            await self.group.__aenter__()  # @entered
            self.group.start_soon(self.read, name="session-reader")

    async def read(self):
        await anyio.sleep(0.01)
        raise ConnectionError("the server went away")  # @cancelled


async def serve(pool):
    await pool.session()
    await anyio.sleep(60)


async def main():
    request = asyncio.create_task(serve(Pool()), name="request-1")
    await asyncio.wait([request])
    print("request cancelled:", request.cancelled())
    await asyncio.sleep(0.05)


asyncio.run(main())
