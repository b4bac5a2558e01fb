"""Two tasks, and children that leave by sys.exit: a program, one forked and one spawned by multiprocessing."""
import asyncio
import multiprocessing
import subprocess
import sys


async def job():
    await asyncio.sleep(0)


async def main():
    await asyncio.create_task(job())


if __name__ == "__main__":
    asyncio.run(main())
    child = subprocess.run([sys.executable, "-c", "import sys; sys.exit(5)"])
    print("child", child.returncode)
    for way, name, status in (("fork", "forked", 9), ("spawn", "spawned", 7)):
        process = multiprocessing.get_context(way).Process(target=sys.exit, args=(status,))
        process.start()
        process.join()
        print(name, process.exitcode)
    sys.stdout.flush()
    sys.exit(2)
