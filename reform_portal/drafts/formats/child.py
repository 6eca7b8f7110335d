"""The process in which other people's files are read: ``python -m reform_portal.drafts.formats.child NAME``.

The bytes of the file come on standard input; on standard output goes one JSON object: ``reading`` (a Reading),
``refusal`` ([code, values]) or ``failed`` (what went wrong in the reader itself). The limits are set before
anything of the file is touched, and before the readers are imported.
"""

import json
import resource
import sys

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 10
MOST_OPEN_FILES = 32


def main(name: str) -> None:
    """Read standard input as a file of this name and answer on standard output."""
    limit()
    sys.stdout.buffer.write(json.dumps(answer(sys.stdin.buffer.read(), name), ensure_ascii=False).encode("utf-8"))


def limit(seconds: int = MOST_SECONDS) -> None:
    """No more memory, time and files than a law needs; nothing is written to any disk."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, MOST_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # The processor's time has a soft limit below the hard one, whose signal tells what happened.
        resource.setrlimit(what, (most, hard if what == resource.RLIMIT_CPU else most))


def answer(source: bytes, name: str) -> dict[str, object]:
    """What is told about a file, ready for JSON."""
    from ..remarks import Refusal
    from . import importers

    try:
        return {"reading": importers.read(source, name).as_json()}
    except Refusal as refusal:
        return {"refusal": refusal.as_json()}
    except MemoryError:
        return {"refusal": ["too_heavy", {}]}
    except RecursionError:
        return {"refusal": ["too_deep", {}]}
    except Exception as error:
        return {"failed": _place_of(error)}


def _place_of(error: Exception) -> str:
    """The kind of the error and the lines of code that it came through, without anything of the file."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} in {' > '.join(places[-6:])}"


if __name__ == "__main__":
    main(sys.argv[1])
