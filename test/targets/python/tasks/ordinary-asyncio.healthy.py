# Workers, deadlines, groups, conditions, a server, a child and a thread: nothing here is wrong.
import asyncio


async def work(queue):
    while True:
        await queue.get()
        await asyncio.sleep(0.001)
        queue.task_done()


async def by_timeout():
    try:
        async with asyncio.timeout(0.02):
            await asyncio.sleep(5)
    except TimeoutError:
        return "timeout"


async def by_wait_for():
    try:
        await asyncio.wait_for(asyncio.sleep(5), 0.02)
    except asyncio.TimeoutError:
        return "wait_for"


async def wait_for_word(condition):
    async with condition:
        await condition.wait()


async def fail():
    raise ValueError("on purpose")


async def use(slots):
    async with slots:
        await asyncio.sleep(0.01)


async def answer(reader, writer):
    writer.write(await reader.readline())
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def ask_server():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"hello\n")
    print(await reader.readline())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


async def numbers():
    yield 1
    yield 2


async def main():
    queue = asyncio.Queue()
    workers = [asyncio.create_task(work(queue)) for _ in range(3)]
    for number in range(10):
        queue.put_nowait(number)
    await queue.join()
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    print(await asyncio.gather(by_timeout(), by_wait_for()))
    condition = asyncio.Condition()
    waiting = [asyncio.create_task(wait_for_word(condition)) for _ in range(3)]
    await asyncio.sleep(0.01)
    async with condition:
        condition.notify_all()
    await asyncio.gather(*waiting)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            group.create_task(asyncio.sleep(9))
    except ExceptionGroup as errors:
        print(len(errors.exceptions), "failed")
    slots = asyncio.BoundedSemaphore(2)
    await asyncio.gather(*(use(slots) for _ in range(6)))
    await ask_server()
    sleepers = [asyncio.create_task(asyncio.sleep(seconds)) for seconds in (0.01, 5)]
    _, pending = await asyncio.wait(sleepers, return_when=asyncio.FIRST_COMPLETED)
    for one in pending:
        one.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    child = await asyncio.create_subprocess_exec("echo", "hello", stdout=asyncio.subprocess.PIPE)
    print(await child.communicate())
    print(await asyncio.to_thread(len, "four"))
    async for number in numbers():
        print("number", number)
        break


asyncio.run(main())
