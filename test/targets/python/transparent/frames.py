"""What runs beneath the program's code is what runs there bare."""
import asyncio
import contextvars
import sys

one = contextvars.ContextVar("one", default=0)


def depth():
    frame, names = sys._getframe(1), []
    while frame is not None:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


async def child():
    print(depth(), one.get(), len(sys._current_frames()) > 0)
    one.set(5)


async def main():
    one.set(2)
    await asyncio.create_task(child())
    print(one.get())
    asyncio.get_running_loop().call_soon(lambda: print(depth()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)


print(depth())
asyncio.run(main())
