"""A WSGI server and a plain one, each request served while it reads a line: says ports and what is served, ends with its input."""
import asyncio
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from wsgiref.simple_server import WSGIRequestHandler, make_server

go = threading.Semaphore(0)


async def below():
    pass


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    asyncio.run(below())
    print("in", environ["PATH_INFO"], flush=True)
    go.acquire()  # @served
    return [b"ok"]


class Quiet(WSGIRequestHandler):
    def log_message(self, *words):
        pass


class Plain(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


servers = [make_server("127.0.0.1", 0, app, handler_class=Quiet), HTTPServer(("127.0.0.1", 0), Plain)]
for one in servers:
    threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True).start()
print(*[one.server_port for one in servers], flush=True)
for line in sys.stdin:
    go.release()
