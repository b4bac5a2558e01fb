"""Another thread settles it, one that `threading` does not know."""
import _thread
import asyncio
import time


def work(loop, answer):
    time.sleep(0.8)
    loop.call_soon_threadsafe(answer.set_result, "done")


async def main():
    loop = asyncio.get_running_loop()
    answer = loop.create_future()
    _thread.start_new_thread(work, (loop, answer))
    print(await answer)


asyncio.run(main())
