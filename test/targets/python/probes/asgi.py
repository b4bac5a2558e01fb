"""An ASGI application, and of a server so much as makes a task for each request, as uvicorn does. A line is a list of users; "end" ends it."""
import asyncio
import json
import sys


async def app(scope, receive, send):
    headers = dict(scope["headers"])
    user = headers[b"x-user"].decode()
    total = await asyncio.create_task(price(user))
    await send(f"{user} {total}")  # @answer


async def price(user):
    await asyncio.sleep(0)
    return len(user)  # @price


async def serve(users):
    answers = []

    async def send(answer):
        answers.append(answer)

    requests = []
    for user in users:
        scope = {
            "type": "http",
            "method": "GET",
            "path": f"/price/{user}",
            "query_string": b"",
            "headers": [(b"x-user", user.encode())],
        }
        requests.append(asyncio.create_task(app(scope, None, send)))
    await asyncio.gather(*requests)
    return answers


async def main():
    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if line.strip() in ("", "end"):
            return
        print(json.dumps(sorted(await serve(json.loads(line)))), flush=True)


asyncio.run(main())
