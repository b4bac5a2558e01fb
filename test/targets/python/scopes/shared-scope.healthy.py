# A task of its own holds the pool's session; a request that uses it only hears that it is gone.
# @limits {"leakGraceMs": 20}
import asyncio

import anyio


class Pool:
    def __init__(self):
        self.gone = asyncio.Event()

    async def hold(self):
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(self.read, name="session-reader")
        except Exception:
            # The error itself, or a group of it: that depends on anyio's version.
            print("the session is gone")
        self.gone.set()

    async def read(self):
        await anyio.sleep(0.01)
        raise ConnectionError("the server went away")


async def serve(pool):
    await pool.gone.wait()
    return "answered without the session"


async def main():
    pool = Pool()
    holder = asyncio.create_task(pool.hold(), name="pool")
    request = asyncio.create_task(serve(pool), name="request-1")
    print("request:", await request)
    await holder
    await asyncio.sleep(0.05)


asyncio.run(main())
