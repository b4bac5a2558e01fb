# Three times it keeps its loop for a tenth of a second, and lets it wait for one; twice it runs one, with work of no loop's in between.
import asyncio
import time


async def works(times):
    for _ in range(times):
        time.sleep(0.1)
        await asyncio.sleep(0.1)


async def main():
    waits = [asyncio.ensure_future(asyncio.sleep(60)) for _ in range(5)]
    await works(2)
    for one in waits:
        one.cancel()


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
time.sleep(0.5)
loop.run_until_complete(works(1))
loop.close()
