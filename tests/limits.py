#!/usr/bin/env python3
"""Hostile and very large reports: each is exported or refused with a message, within
512 MB, and twice the input takes about twice the time. Memory of a long report grows by a
few kilobytes a page.

    tests/limits.py [CASE...]"""

import os
import resource
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("JIANBAO", os.path.join(ROOT, "build", "release", "jianbao"))
HEAD = "---\ntitle: 极限\n---\n"
MEMORY_MB = 512
# Sanitizers multiply time and memory; they are here for what they find.
SANITIZED = "asan" in os.path.realpath(PROGRAM)
SECONDS = 60
RATIO = 3.0  # a quadratic one has 4
SHORT = 0.25  # seconds within which the ratio says nothing
# Of pages of 105 x 125 mm with about 330 characters. It was 4 KB; up to 6 KB where the document
# waits in memory, on file systems that have no files without names.
PAGE_KB = 7.0


def notes(n):
    return ("".join(f"段[^{i}]。\n\n" for i in range(n))
            + "".join(f"[^{i}]: 注 {i}\n\n" for i in range(n)))


# Name: how often at first (then twice as often), the body for n, the status.
CASES = {
    "table rows": (20000, lambda n: "| a | b |\n|---|---|\n" + "| 甲乙 | 1.5 |\n" * n, 0),
    "table cells": (150000, lambda n: "|a|b|\n|-|-|\n" + "|1|2|\n" * n, 65),
    "table columns": (500, lambda n: "|" + " a |" * n + "\n|" + "---|" * n + "\n", 65),
    "one paragraph": (15000, lambda n: "汉字排版，测试。" * n, 0),
    "headings": (20000, lambda n: "".join(f"## 标题 {i}\n\n" for i in range(n)), 0),
    "marks on one base": (40000, lambda n: "e" + "\u0301" * n, 0),
    "joined emoji": (40000, lambda n: "\U0001F468\u200d" * n, 0),
    "bidi controls": (20000, lambda n: "\u202e\u2066a\u2069" * n, 0),
    "footnotes": (2500, notes, 0),
    "a footnote named often": (20000, lambda n: "[^1]" * n + "\n\n[^1]: 注\n", 0),
    "notes in notes": (1000, lambda n: "甲[^1]\n\n" + "".join(
        f"[^{i}]: 乙[^{i + 1}]\n\n" for i in range(1, n)) + f"[^{n}]: 末\n", 65),
    "figures": (1000, lambda n: "![图](no.png)\n\n" * n, 0),
    "a word without breaks": (100000, lambda n: "a" * n, 0),
    "closing marks": (50000, lambda n: "）" * n, 0),
    "joiners": (20000, lambda n: "甲\u2060" * n, 0),
    "hard line ends": (20000, lambda n: "甲  \n" * n, 0),
    "links": (10000, lambda n: "[a](https://a.cn) " * n, 0),
    "brackets": (30000, lambda n: "![[" * n, 0),
    "asterisks": (20000, lambda n: "*a_ " * n, 0),
    "nested quotes": (2000, lambda n: ">" * n + "甲\n", 65),
    "open directives": (5000, lambda n: "::: note\n" * n, 65),
    "unknown HTML": (10000, lambda n: "<b>a</b> <x>" * n, 0),
    "NUL bytes": (20000, lambda n: "a\0" * n, 0),
    "no UTF-8": (20000, lambda n: b"\xff\xfe\xc0\x80" * n, 0),
    "missing glyphs": (20000, lambda n: "".join(chr(0xF0000 + i) for i in range(n)), 0),
}


def export(folder, text, name="x.md", options=()):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(text)
    with open(os.path.join(folder, "err"), "w+b") as err:
        process = subprocess.Popen(
            [PROGRAM, "export", path, "-o", os.path.join(folder, "x.pdf"), *options],
            stderr=err,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS)))
        _, status, used = os.wait4(process.pid, 0)
        err.seek(0)
        said = err.read()
    return (os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime,
            used.ru_maxrss // 1024, said)


def check(folder, first, body, wanted):
    faults, seconds = [], []
    for n in (first,) if SANITIZED else (first, 2 * first):
        text = body(n)
        text = HEAD.encode() + (text if isinstance(text, bytes) else text.encode())
        status, time, memory, said = export(folder, text)
        if seconds and time > max(SHORT, RATIO * seconds[0]):  # others may have been busy
            time = min(time, export(folder, text)[1])
        seconds.append(time)
        if status != wanted:
            faults.append(f"{n}: status {status}, expected {wanted}: {said[-300:]!r}")
        if wanted and b"error: " not in said:
            faults.append(f"{n}: refused without a message")
        if memory > MEMORY_MB and not SANITIZED:
            faults.append(f"{n}: {memory} MB")
    if not faults and seconds[-1] > SHORT and seconds[-1] > RATIO * seconds[0]:
        faults.append(f"{seconds[0]:.2f} s, twice as much {seconds[-1]:.2f} s")
    return faults


def long_report(folder):
    """Memory a page, of the second half of the pages."""
    words = "".join(chr(0x4E00 + i * 7 % 2000) for i in range(329)) + "。"
    used = []
    for pages in (2500,) if SANITIZED else (2500, 5000):
        body = f"  - h: 一节\n  - p: |\n      {words}\n" * pages
        status, _, memory, said = export(
            folder, ("title: 极限\n正文:\n" + body).encode(), "x.yaml",
            ("--set", "page.width=105mm", "--set", "page.height=125mm"))
        used.append(memory)
        if status:
            return [f"{pages} pages: status {status}: {said[-300:]!r}"]
    grown = (used[-1] - used[0]) * 1024 / 2500
    if not SANITIZED and grown > PAGE_KB:
        return [f"{grown:.1f} KB a page: {used} MB"]
    return []


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:] or [*CASES, "a long report"]:
            faults = check(folder, *CASES[name]) if name in CASES else long_report(folder)
            failed += bool(faults)
            passed += not faults
            for fault in faults:
                print(f"FAIL {name}: {fault}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
