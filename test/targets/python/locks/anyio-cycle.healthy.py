# Both take the lock first. Threads of anyio use its own limiter, which is nobody's concern.
# @limits {"lockCycleMs": 60}
import asyncio

import anyio
import anyio.to_thread


async def copy(lock, limiter):
    async with lock:
        await anyio.to_thread.run_sync(str, 1)
        async with limiter:
            pass


async def print_out(lock, limiter):
    async with lock, limiter:
        await anyio.sleep(0.1)


async def main():
    lock, limiter = anyio.Lock(), anyio.CapacityLimiter(1)
    with anyio.move_on_after(2) as scope:
        async with anyio.create_task_group() as group:
            group.start_soon(copy, lock, limiter)
            group.start_soon(print_out, lock, limiter)
    print("stuck", scope.cancel_called)


asyncio.run(main())
