# A member swallows each cancellation, so the group delivers it again at every turn: the loop spins.
# @finding cancel-ignored cancel-refused
# @flows stubborn
# @limits {"cancelIgnoredMs": 100}
import asyncio
import time

import anyio


async def stubborn(until):
    while time.monotonic() < until:
        try:
            await anyio.sleep(1)  # @awaiting
        except asyncio.CancelledError:
            pass


async def main():
    async with anyio.create_task_group() as group:  # @entered
        group.start_soon(stubborn, time.monotonic() + 0.3, name="stubborn")
        await anyio.sleep(0.01)
        group.cancel_scope.cancel()  # @cancelled
    print("over")


asyncio.run(main())
