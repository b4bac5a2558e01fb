# Streams, groups, deadlines, threads, a server and a child: nothing here is wrong.
import anyio
import anyio.abc
import anyio.to_thread


async def produce(stream):
    async with stream:
        for number in range(20):
            await stream.send(number)


async def consume(stream):
    async with stream:
        async for _ in stream:
            await anyio.sleep(0)


async def give_up():
    with anyio.move_on_after(0.05):
        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(anyio.sleep, 10)
            await anyio.sleep(10)


async def answer(connection):
    async with connection:
        await connection.send(await connection.receive())


async def ask_server():
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0)
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    async with anyio.create_task_group() as group:
        group.start_soon(listener.serve, answer)
        async with await anyio.connect_tcp("127.0.0.1", port) as connection:
            await connection.send(b"hello")
            print(await connection.receive())
        group.cancel_scope.cancel()


async def fail():
    raise ValueError("on purpose")


async def clean_up_after_failure():
    try:
        async with anyio.create_task_group() as group:
            group.start_soon(fail)
            try:
                await anyio.sleep(10)
            finally:
                with anyio.CancelScope(shield=True):
                    await anyio.sleep(0.01)
    except Exception:
        print("it failed on purpose")


async def wait_for(condition):
    async with condition:
        await condition.wait()


async def use(limiter):
    async with limiter:
        await anyio.sleep(0.01)


async def main():
    sender, receiver = anyio.create_memory_object_stream(3)
    async with anyio.create_task_group() as group:
        group.start_soon(produce, sender)
        group.start_soon(consume, receiver)
        group.start_soon(give_up)
        group.start_soon(ask_server)
    await clean_up_after_failure()
    print(await anyio.to_thread.run_sync(len, "four"))
    try:
        with anyio.fail_after(0.02):
            await anyio.sleep(1)
    except TimeoutError:
        print("too late")
    limiter, condition = anyio.CapacityLimiter(2), anyio.Condition()
    async with anyio.create_task_group() as group:
        for _ in range(6):
            group.start_soon(use, limiter)
        group.start_soon(wait_for, condition)
        await anyio.sleep(0.02)
        async with condition:
            condition.notify_all()


anyio.run(main)
