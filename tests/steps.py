#!/usr/bin/env python3
"""A report's e-book takes no more instructions than its pages: `export X -o X.epub` against
`-o X.pdf` under callgrind, for every sample and what is named. The release build is meant;
sanitizers' code is not counted. Without valgrind nothing is; with CI set that is a failure.

    tests/steps.py [REPORT...]"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # nothing is left in the checkout
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pdf_proof  # noqa: E402
import real  # noqa: E402

PROGRAM = pdf_proof.PROGRAM


def samples():
    folder = os.path.join(real.ROOT, "samples")
    return sorted(os.path.join(folder, name) for name in os.listdir(folder)
                  if name.endswith((".md", ".yaml")))


def steps(report, target):
    """Instructions of an export, None when it fails."""
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", PROGRAM,
         "export", "--quiet", report, "-o", target], capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    return int(found.group(1)) if found and os.path.exists(target) else None


def check(report, folder):
    """The fault, None when there is none."""
    name = os.path.basename(report)
    counts = [steps(report, os.path.join(folder, name + "." + kind))
              for kind in ("epub", "pdf")]
    if None in counts:
        return f"{name}: not exported"
    book, pages = (count / 1e6 for count in counts)
    print(f"{name:24} {book:9.2f} million steps for EPUB, {pages:9.2f} for PDF")
    return (f"{name}: EPUB takes {book:.2f} million steps, PDF {pages:.2f}"
            if book > pages else None)


def unmeasured():
    """Why nothing is counted, and whether that is a fault."""
    if not shutil.which("valgrind"):
        return "valgrind is missing", bool(os.environ.get("CI"))
    with open(PROGRAM, "rb") as file:
        if b"__asan_init" in file.read():
            return "steps, of a build with sanitizers", False
    return None, False


def main():
    why, is_fault = unmeasured()
    if why:
        print(f"not checked: {why}")
        print(f"0 passed, {int(is_fault)} failed")
        return is_fault
    reports = sys.argv[1:] or samples()
    with tempfile.TemporaryDirectory() as folder:
        faults = [fault for fault in (check(report, folder) for report in reports)
                  if fault]
    for fault in faults:
        print("FAIL " + fault)
    print(f"{len(reports) - len(faults)} passed, {len(faults)} failed")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
