"""asyncio's debug mode: where a task was made is the program's line, and no other."""
import asyncio
import gc
import re
import sys


async def failing():
    raise ValueError("nobody asks")


async def main():
    asyncio.create_task(failing(), name="failing")
    await asyncio.sleep(0.01)
    gc.collect()


def say(loop, context):
    print(context["message"], re.sub("0x[0-9a-f]+", "", repr(context.get("task") or context.get("future"))))
    for frame in context.get("source_traceback", ()):
        print(frame.filename.rpartition("/")[2], frame.lineno, frame.name)


async def with_handler():
    asyncio.get_running_loop().set_exception_handler(say)
    await main()


asyncio.run(with_handler(), debug=True)
sys.stdout.flush()
asyncio.run(main(), debug=True)
