"""A signal settles it, whose handler was not given to the loop."""
import asyncio
import signal


async def main():
    loop = asyncio.get_running_loop()
    answer = loop.create_future()
    signal.signal(signal.SIGALRM, lambda *_: loop.call_soon_threadsafe(answer.set_result, "done"))
    signal.setitimer(signal.ITIMER_REAL, 0.8)
    print(await answer)


asyncio.run(main())
