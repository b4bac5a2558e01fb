# Three tasks, one of which fails; a loop that is blocked for a moment; then it stays until its standard input ends.
import asyncio
import sys
import time


async def buy(fails):
    await asyncio.sleep(0)
    if fails:
        raise ValueError("sold out")


async def main():
    tasks = [asyncio.create_task(buy(number == 2), name="buy") for number in range(3)]
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0.05)
    time.sleep(0.6)
    await asyncio.sleep(0)
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
