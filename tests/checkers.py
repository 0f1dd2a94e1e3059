#!/usr/bin/env python3
"""The checks of tests/real.py find what they are for: samples are exported with the rules
turned off, or compared with a report that says more, and the right checks must fail."""

import os
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True  # nothing is left in the checkout
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import real  # noqa: E402
import reference  # noqa: E402

SAMPLE = os.path.join(real.ROOT, "samples", "long-report.yaml")
# Settings of the layout, and the checks that must fail with them.
CASES = [
    ([], set()),
    (["kinsoku=none"], {"kinsoku"}),
    (["punctuation=plain"], {"pairs"}),
    (["align=left"], {"flush"}),
    (["measure=46em"], {"pages", "flush"}),
]


def failing(folder, settings, read=reference.read):
    real.SETTINGS[:] = [part for text in settings for part in ("--set", text)]
    real.reference.read = read
    checks = real.Checks(SAMPLE)
    checks.is_quiet = True
    real.test_report(SAMPLE, folder, checks)
    return set(checks.names)


def with_more(read=reference.read):
    """The report with a letter more in one paragraph and a footnote that is nowhere."""
    def more(path):
        ref = read(path)
        block = max(ref.blocks, key=lambda block: len(block.letters))
        ref.blocks[ref.blocks.index(block)] = reference.Block(
            block.kind, block.text[:20] + "\u9f98" + block.text[20:])
        ref.notes.append(reference.Block("note", "\u9f98\u9f98"))
        return ref
    return more


def main():
    if not reference.need_modules() or not shutil.which("mutool") or \
            not shutil.which("pdftotext"):
        print("0 passed, %d failed" % bool(os.environ.get("CI")))
        return bool(os.environ.get("CI"))
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        results = [(" ".join(settings) or "as it is", wanted, failing(folder, settings))
                   for settings, wanted in CASES]
        results.append(("a report that says more", {"text"},
                        failing(folder, [], with_more())))
    for name, wanted, got in results:
        if wanted <= got and (wanted or not got):
            passed += 1
        else:
            failed += 1
            print(f"FAIL {name}: these checks failed: {sorted(got)}, expected {sorted(wanted)}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
