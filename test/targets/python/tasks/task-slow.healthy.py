# A worker that takes what comes is meant to go on; main is as long as the program.
# @limits {"taskSlowMs": 60}
import asyncio


async def work(queue):
    while True:
        print("worked on", await queue.get())


async def main():
    queue = asyncio.Queue()
    worker = asyncio.create_task(work(queue), name="worker")
    await asyncio.sleep(0.4)
    queue.put_nowait("one")
    await asyncio.sleep(0)
    worker.cancel()


asyncio.run(main())
