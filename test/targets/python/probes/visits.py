"""Each line is a user, who visits: a request of an ASGI server, answered by a line. The end of the input ends it."""
import asyncio
import sys


async def app(scope, receive, send):
    total = 0
    total += len(scope["path"])  # @add
    await send(total)


async def visit(user):
    async def send(answer):
        print(user, answer, flush=True)

    scope = {"type": "http", "method": "GET", "path": "/buy", "query_string": b"", "headers": [(b"x-user", user.encode())]}
    await asyncio.create_task(app(scope, None, send))


async def main():
    loop = asyncio.get_running_loop()
    print("ready", flush=True)
    while user := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
        await visit(user)


asyncio.run(main())
