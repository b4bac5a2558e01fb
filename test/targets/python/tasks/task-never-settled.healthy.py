# The answer comes from a thread: as long as there is one, nobody can say that nothing is left.
import asyncio
import threading
import time


async def ask():
    loop = asyncio.get_running_loop()
    answer = loop.create_future()

    def think():
        time.sleep(0.8)
        loop.call_soon_threadsafe(answer.set_result, 42)

    threading.Thread(target=think).start()
    return await answer


async def main():
    print(await asyncio.create_task(ask(), name="asking"))


asyncio.run(main())
