#!/usr/bin/env python3
"""fit.py [--instructions] [PROGRAM] REPORT...: total fit against greedy line breaking.

For each report and in all: lines, loose lines (a gap of over a quarter em between two Han
characters that no space separates), the sum of the lines' costs on the scale of total fit,
and with --instructions what callgrind counts: in all, within the setting of paragraphs
(shaping, choosing breaks, placing glyphs) and within the choice of breaks alone. A
report in which total fit takes more lines or costs more than greedy is marked "worse", and
the exit status is 1."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

MODES = ("greedy", "total-fit")
LOOSE = 0.25
COUNTED = (("jb_para_shape", "jb_para_break"), ("jb_linebreak",))


def is_han(text):
    cp = ord(text[0])
    return 0x4E00 <= cp <= 0x9FFF or 0x3400 <= cp <= 0x4DBF or 0x20000 <= cp <= 0x3FFFF


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode:
        sys.exit("%s: status %d\n%s" % (" ".join(command), done.returncode, done.stderr))
    return done.stdout


def measure(program, report, mode):
    """Lines, loose lines and cost of a report."""
    out = run([program, "dump", "lines", "--format", "json", "--quiet", "--set",
               "line-breaking=" + mode, report])
    lines = loose = cost = 0
    for row in out.splitlines():
        line = json.loads(row)
        lines += 1
        cost += line["cost"]
        chars = line["chars"]
        loose += any(b.get("gap_em", 0) > LOOSE and is_han(a["char"]) and
                     is_han(b["char"]) for a, b in zip(chars, chars[1:]))
    return [lines, loose, cost]


def instructions(program, report, mode):
    """Counted for the whole check, then within each of COUNTED."""
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "counts")
        run(["valgrind", "-q", "--tool=callgrind", "--callgrind-out-file=" + data, program,
             "check", "--quiet", "--set", "line-breaking=" + mode, report])
        table = run(["callgrind_annotate", "--inclusive=yes", "--threshold=100",
                     "--show-percs=no", data])
    total = re.search(r"^\s*([\d,]+)\s+PROGRAM TOTALS", table, re.M)
    return [count(total.group(1))] + [
        sum(max((count(m) for m in re.findall(r"^\s*([\d,]+)\s+\S*:%s\s" % name, table,
                                              re.M)), default=0) for name in names)
        for names in COUNTED]


def count(digits):
    return int(digits.replace(",", ""))


def show(name, greedy, fit):
    row = "%-24s %6d %6d  %4d %5.2f%% %4d %5.2f%%  %11d %11d" % (
        name[-24:], greedy[0], fit[0], greedy[1], 100 * greedy[1] / max(greedy[0], 1),
        fit[1], 100 * fit[1] / max(fit[0], 1), greedy[2], fit[2])
    if len(fit) > 3:
        for a, b in zip(greedy[3:], fit[3:]):
            row += "  %12d %+6.1f%%" % (a, 100 * (b / max(a, 1) - 1))
    is_worse = fit[0] > greedy[0] and fit[1] >= greedy[1] or fit[2] > greedy[2]
    print(row + ("  worse" if is_worse else ""))
    return is_worse


def main():
    words = sys.argv[1:]
    counts = "--instructions" in words
    words = [word for word in words if word != "--instructions"]
    program = os.environ.get("JIANBAO", "build/release/jianbao")
    if words and os.access(words[0], os.X_OK) and not os.path.isdir(words[0]):
        program = words.pop(0)
    if not words:
        sys.exit(__doc__)
    if counts and not (shutil.which("valgrind") and shutil.which("callgrind_annotate")):
        print("not counted: valgrind is not installed")
        counts = False
    print("%-24s %13s  %23s  %23s%s" % (
        "greedy, total fit:", "lines", "loose lines", "cost",
        "  %20s  %20s  %20s" % ("instructions", "setting", "choosing") if counts else ""))
    sums = {mode: [] for mode in MODES}
    worse = 0
    for report in words:
        got = {mode: measure(program, report, mode) for mode in MODES}
        for mode in MODES:
            if counts:
                got[mode] += instructions(program, report, mode)
            sums[mode] = [a + b for a, b in zip(sums[mode] or [0] * 6, got[mode])]
        worse += show(os.path.basename(report), got["greedy"], got["total-fit"])
    show("in all", sums["greedy"], sums["total-fit"])
    print("%d of %d reports worse" % (worse, len(words)))
    return 1 if worse else 0


sys.exit(main())
