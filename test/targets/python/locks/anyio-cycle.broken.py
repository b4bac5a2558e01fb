# The same with anyio's lock and limiter: one waits for the other's, and the other for the one's.
# @finding lock-cycle
# @limits {"lockCycleMs": 60}
import asyncio

import anyio


async def copy(lock, limiter):
    async with lock:  # @holds
        await anyio.sleep(0.01)
        async with limiter:  # @waits
            pass


async def print_out(lock, limiter):
    async with limiter:  # @first
        await anyio.sleep(0.01)
        async with lock:  # @second
            pass


async def main():
    lock, limiter = anyio.Lock(), anyio.CapacityLimiter(1)
    with anyio.move_on_after(0.3) as scope:
        async with anyio.create_task_group() as group:
            group.start_soon(copy, lock, limiter)
            group.start_soon(print_out, lock, limiter)
    print("stuck", scope.cancel_called)


asyncio.run(main())
