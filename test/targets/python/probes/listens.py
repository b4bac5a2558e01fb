"""Jobs over and over, in a program that nobody started under Eddy. With the word "listen" it lets debuggers in."""
import asyncio
import sys


async def count(most):
    total = 0
    for at in range(most):
        total += at  # @add
        await asyncio.sleep(0.005)
    return total


async def main():
    if "listen" in sys.argv:
        import debugpy

        print(debugpy.listen(("127.0.0.1", 0))[1], flush=True)
    else:
        print("ready", flush=True)
    asyncio.get_running_loop().add_reader(sys.stdin, over.set)
    while not over.is_set():
        await asyncio.gather(*[asyncio.create_task(count(5), name=f"job-{at}") for at in range(3)])
    print("traced" if sys.gettrace() else "bare", flush=True)


over = asyncio.Event()
asyncio.run(main())
