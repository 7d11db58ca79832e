"""Files beside the repository that some tests read: real data and documented examples, which are not part of it."""
import os
import sys

SKIPPED = 77


def shared_file(*parts):
    """The path of a shared file; ends the test as skipped, and says so, where it is not there."""
    root = os.environ.get("IDX_SHARED") or os.path.join(os.path.dirname(__file__), "..", "..", "..", "shared")
    path = os.path.join(root, *parts)
    if not os.path.exists(path):
        print(f"skipped: {os.path.join(*parts)} is not there (set IDX_SHARED to the folder that holds it)")
        sys.exit(SKIPPED)
    return path
