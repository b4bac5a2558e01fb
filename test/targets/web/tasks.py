"""Three tasks that wait for each other's turn, a lock that one of them holds, until it is told to go."""
import asyncio
import os
import signal


async def pack(item, bench, go):
    weight = len(item) * 10
    async with bench:
        await go.wait()  # @waits
    return weight


async def main():
    go, bench = asyncio.Event(), asyncio.Lock()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, go.set)
    jobs = [asyncio.create_task(pack(item, bench, go), name=f"pack {item}") for item in ("tea", "milk", "honey")]
    print(f"port 0 pid {os.getpid()}", flush=True)
    await asyncio.gather(*jobs)


asyncio.run(main())
