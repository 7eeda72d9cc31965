"""A mail server for tests: takes what it is told to take and keeps it."""

import contextlib
import socketserver
import threading
import time


class _Session(socketserver.StreamRequestHandler):
    """As much of SMTP as a client of one message needs."""

    def handle(self):
        self._say("220 mailbox")
        for line in self.rfile:
            verb = line.strip().upper()
            if verb.startswith((b"EHLO", b"HELO")):
                self._say("250 mailbox")
            elif verb.startswith(b"DATA"):
                self._say("354 go on")
                self._say(self.server.mailbox.take(self._read()))
            elif verb.startswith(b"QUIT"):
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def _read(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines).decode("utf-8")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class Mailbox:
    """Listens while it is entered. `answers` are given to the next messages, then 250."""

    def __init__(self, address, answers=()):
        host, _, port = address.rpartition(":")
        self.address = (host, int(port))
        self.answers = list(answers)
        self.taken = []
        self.refused = []
        self._lock = threading.Lock()

    def take(self, message):
        with self._lock:
            answer = self.answers.pop(0) if self.answers else "250 taken"
            (self.taken if answer.startswith("2") else self.refused).append(message)
        return answer

    def to(self, address):
        """Messages taken for an address."""
        with self._lock:
            return [one for one in self.taken if f"To: <{address}>" in one]

    def wait(self, address, count=1, seconds=15):
        """The messages for an address, once there are so many."""
        until = time.monotonic() + seconds
        while len(self.to(address)) < count and time.monotonic() < until:
            time.sleep(0.1)
        return self.to(address)

    @contextlib.contextmanager
    def open(self):
        with _Server(self.address, _Session) as server:
            server.mailbox = self
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()
