"""Says what it was started with."""
import asyncio
import sys


async def work():
    await asyncio.sleep(0)


async def main():
    await asyncio.gather(*(asyncio.create_task(work(), name=f"job {number}") for number in range(3)))


asyncio.run(main())
print(sys.argv[1:], repr(sys.stdin.read()), sys.executable, flush=True)
print("to standard error", file=sys.stderr)
sys.exit(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
