"""A mail server for tests: takes what it is told to take and keeps it; with TLS and a login if wanted.

Run by itself it serves one connection and says in one line what came of it:

  mailbox.py [--tls] [--login USER:PASSWORD]    first line: port and certificate; second: outcome
"""

import argparse
import base64
import contextlib
import pathlib
import socketserver
import ssl
import subprocess
import tempfile
import threading
import time


class _Session(socketserver.StreamRequestHandler):
    """As much of SMTP as a client of one message needs."""

    def handle(self):
        self.mailbox = self.server.mailbox
        self.secure, self.user = False, None
        self._say("220 mailbox")
        for line in self.rfile:
            if not self._answer(line.strip()):
                return

    def _answer(self, line):
        verb = line.upper()
        if verb.startswith((b"EHLO", b"HELO")):
            self._greet()
        elif verb == b"STARTTLS" and self.mailbox.tls:
            self._say("220 go ahead")
            self._secure()
            return self._go_on()
        elif verb.startswith(b"AUTH") and self.mailbox.login:
            self._log_in(line.split()[2:])
        elif verb.startswith(b"MAIL") and self.mailbox.login and not self.user:
            self._say("530 log in first")
        elif verb.startswith(b"DATA"):
            self._say("354 go on")
            self._say(self.mailbox.take(self._read()))
        elif verb.startswith(b"QUIT"):
            self._say("221 bye")
            return False
        else:
            self._say("250 ok")
        return True

    def _go_on(self):
        for line in self.rfile:
            if not self._answer(line.strip()):
                break
        return False

    def _greet(self):
        offers = ["mailbox"]
        if self.mailbox.tls and not self.secure:
            offers.append("STARTTLS")
        if self.mailbox.login and (self.secure or not self.mailbox.tls):
            offers.append("AUTH PLAIN")
        for offer in offers[:-1]:
            self._say(f"250-{offer}")
        self._say(f"250 {offers[-1]}")

    def _secure(self):
        self.request = self.mailbox.tls.wrap_socket(self.request, server_side=True)
        self.connection = self.request
        self.rfile = self.request.makefile("rb", self.rbufsize)
        self.wfile = self.request.makefile("wb", 0)
        self.secure = True
        self.mailbox.secured = self.request.version()

    def _log_in(self, given):
        if not given:
            self._say("334 ")
            given = [self.rfile.readline().strip()]
        _, user, password = base64.b64decode(given[0]).decode("utf-8").split("\0")
        self.mailbox.logins.append((user, password, self.secure))
        if (user, password) == self.mailbox.login:
            self.user = user
            self._say("235 welcome")
        else:
            self._say("535 no")

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

    def __init__(self, address, answers=(), tls=None, login=None):
        host, _, port = address.rpartition(":")
        self.address = (host, int(port))
        self.answers = list(answers)
        self.tls, self.login = tls, login
        self.secured, self.logins = "", []
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


def certificate(directory):
    """A certificate of its own for 127.0.0.1: paths of it and of its key."""
    made, key = directory / "mail.pem", directory / "mail.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        + ["-days", "1", "-subj", "/CN=mailbox", "-addext", "subjectAltName=IP:127.0.0.1"]
        + ["-out", str(made), "-keyout", str(key)],
        check=True,
        capture_output=True,
    )
    return made, key


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--login", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        made, key = certificate(pathlib.Path(name))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if given.tls else None
        if context:
            context.load_cert_chain(made, key)
        login = tuple(given.login.split(":", 1)) if given.login else None
        mailbox = Mailbox("127.0.0.1:0", tls=context, login=login)
        with socketserver.TCPServer(mailbox.address, _Session) as server:
            server.mailbox, server.timeout = mailbox, 15
            server.handle_error = lambda *_: None  # A client that goes away is an outcome too.
            print(server.server_address[1], made, flush=True)
            server.handle_request()
        users = ",".join(f"{user}{'' if secure else '(in the open)'}" for user, _, secure in mailbox.logins)
        print(f"taken={len(mailbox.taken)} tls={mailbox.secured} logins={users}", flush=True)


if __name__ == "__main__":
    main()
