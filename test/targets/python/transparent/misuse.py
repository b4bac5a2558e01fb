"""What is wrong with a call is said of the program's own line."""
import asyncio
import traceback


async def work():
    pass


async def main():
    try:
        asyncio.create_task("work")
    except TypeError:
        traceback.print_exc()
    try:
        asyncio.get_running_loop().create_task(3)
    except TypeError:
        traceback.print_exc()
    try:
        asyncio.Task()
    except TypeError:
        traceback.print_exc()


asyncio.run(main())
coroutine = work()
try:
    asyncio.create_task(coroutine)
except RuntimeError:
    traceback.print_exc()
try:
    asyncio.Task(coroutine)
except (RuntimeError, DeprecationWarning):
    traceback.print_exc()
coroutine.close()
