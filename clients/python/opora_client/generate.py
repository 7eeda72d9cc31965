"""Python stubs of the contract, made by protoc into clients/python/generated (not in git)."""

import fcntl
import hashlib
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
INCLUDES = ("protos", "third_party")
SOURCES = ("protos/**/*.proto", "third_party/google/rpc/*.proto")
GENERATED = pathlib.Path(__file__).resolve().parents[1] / "generated"
PLUGIN = "/usr/bin/grpc_python_plugin"


def ensure_stubs():
    """Makes the stubs when a .proto is not what they were made from, and puts them on sys.path."""
    protos = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))
    if not protos:
        raise RuntimeError(f"no .proto below {ROOT}: the contract and this package belong together")
    GENERATED.mkdir(exist_ok=True)
    stamp = GENERATED / ".stamp"
    with open(GENERATED / ".lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        digest = _digest(protos)
        if not stamp.exists() or stamp.read_text(encoding="ascii") != digest:
            stamp.unlink(missing_ok=True)
            _generate(protos)
            stamp.write_text(digest, encoding="ascii")
    if str(GENERATED) not in sys.path:
        sys.path.insert(0, str(GENERATED))


def _digest(protos):
    digest = hashlib.sha256(pathlib.Path(__file__).read_bytes())
    for path in protos:
        digest.update(f"\n{path.relative_to(ROOT)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _generate(protos):
    for folder in GENERATED.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    subprocess.run(
        [
            "/usr/bin/protoc",
            f"--plugin=protoc-gen-grpc_python={PLUGIN}",
            *(f"--{kind}_out={GENERATED}" for kind in ("python", "pyi", "grpc_python")),
            *(f"-I{ROOT / folder}" for folder in INCLUDES),
            *(str(path) for path in protos),
        ],
        check=True,
    )


if __name__ == "__main__":
    ensure_stubs()
    print(GENERATED)
