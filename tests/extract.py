#!/usr/bin/env python3
"""The text layer of whole reports under three extractors of different make: pdftotext (both
modes), mutool and pdf.js give the same code points. White space aside: mutool 1.21 and
pdf.js ignore ActualText and see spaces in wide gaps; pdftotext's layout mode may read the
cells of a table in another order, so its code points are counted.

Arguments: reports; default: samples/, and the reports beside the checkout (JB_REAL). A
missing pdf.js is named; with CI set it is a failure."""

import collections
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cases  # noqa: E402
import pdf_proof  # noqa: E402
import real  # noqa: E402

# Soft hyphens mark divided words: readers take them away or keep them, as they like.
DROPPED = dict.fromkeys(map(ord, " \t\n\r\f\u00a0\u00ad\u200b\u2028\u3000\u2002\u2003\u2009"))


def text_of(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return done.stdout.translate(DROPPED)


def extractors(with_pdfjs):
    yield "mutool", lambda f: ["mutool", "draw", "-q", "-F", "txt", f]
    if with_pdfjs:
        script = os.path.join(pdf_proof.TOOLS, "read_pdfjs.mjs")
        yield "pdf.js", lambda f: ["node", script, pdf_proof.CACHE, f]


def first_difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f"{a[max(0, at - 8):at + 8]!r} against {b[max(0, at - 8):at + 8]!r}"


def test(report, pdf, with_pdfjs):
    raw = text_of(["pdftotext", "-raw", pdf, "-"])
    laid = text_of(["pdftotext", pdf, "-"])
    faults = []
    if collections.Counter(raw) != collections.Counter(laid):
        odd = collections.Counter(raw) - collections.Counter(laid)
        faults.append(f"pdftotext: its two modes differ in {dict(odd)}")
    for name, command in extractors(with_pdfjs):
        read = text_of(command(pdf))
        if collections.Counter(read) != collections.Counter(raw):
            faults.append(f"{name}: {first_difference(read, raw)}")
    for fault in faults:
        print(f"FAIL {report}: {fault}")
    return not faults


def test_special(folder, measure, with_pdfjs):
    """O19 against its source, code point by code point, in every reader."""
    report = os.path.join(folder, "special.md")
    pdf = os.path.join(folder, "special.pdf")
    with open(report, "w", encoding="utf-8") as out:
        out.write("---\ntitle: O19\n---\n" + cases.EXTRACTED + "\n")
    subprocess.run([pdf_proof.PROGRAM, "export", "-q", "--layout", "plain", "--set",
                    "measure=" + measure, report, "-o", pdf], check=True)
    readers = [("pdftotext", lambda f: ["pdftotext", f, "-"]),
               ("pdftotext -raw", lambda f: ["pdftotext", "-raw", f, "-"])]
    fine = True
    for name, command in readers + list(extractors(with_pdfjs)):
        read = text_of(command(pdf))
        if cases.EXTRACTED.translate(DROPPED) not in read:
            print(f"FAIL O19 at {measure}: {name} reads {read!r}")
            fine = False
    return fine


def main():
    with_pdfjs = pdf_proof.shutil.which("node") and pdf_proof.fetch("pdfjs-dist")
    passed = failed = 0
    if not with_pdfjs:
        print("not checked: pdf.js (cannot be had here)")
        failed += bool(os.environ.get("CI"))
    with tempfile.TemporaryDirectory() as folder:
        for number, report in enumerate(real.find_reports(sys.argv[1:])):
            pdf = os.path.join(folder, f"{number}.pdf")
            done = subprocess.run([pdf_proof.PROGRAM, "export", "-q", report, "-o", pdf])
            if done.returncode == 0 and test(report, pdf, with_pdfjs):
                passed += 1
            else:
                failed += 1
        for measure in ("40em", "16em"):
            if test_special(folder, measure, with_pdfjs):
                passed += 1
            else:
                failed += 1
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
