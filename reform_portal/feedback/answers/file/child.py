"""The process in which a filled-in table is read: ``python -m reform_portal.feedback.answers.file.child``.

The bytes come on standard input; on standard output goes one JSON object: ``rows`` or ``refusal``.
"""

import io
import json
import sys

from ....drafts.formats.child import limit

MOST_SECONDS = 60


def main() -> None:
    limit(MOST_SECONDS)
    sys.stdout.buffer.write(json.dumps(answer(sys.stdin.buffer.read()), ensure_ascii=False).encode("utf-8"))


def answer(source: bytes) -> dict[str, object]:
    """What is told about a file, ready for JSON."""
    from ....core.workbook_reading import UnreadableWorkbook
    from .reading import read_rows

    try:
        return {"rows": [row.as_json() for row in read_rows(io.BytesIO(source))]}
    except UnreadableWorkbook as error:
        return {"refusal": str(error)}
    except MemoryError:
        return {"refusal": "too large"}
    except Exception:
        return {"refusal": "not a workbook"}


if __name__ == "__main__":
    main()
