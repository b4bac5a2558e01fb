# The member lets go of what it has and passes the cancellation on.
# @limits {"cancelIgnoredMs": 100}
import asyncio
import time

import anyio


async def gentle(until):
    while time.monotonic() < until:
        try:
            await anyio.sleep(1)
        except asyncio.CancelledError:
            print("letting go")
            raise


async def main():
    async with anyio.create_task_group() as group:
        group.start_soon(gentle, time.monotonic() + 0.3, name="gentle")
        await anyio.sleep(0.01)
        group.cancel_scope.cancel()
    print("over")


asyncio.run(main())
