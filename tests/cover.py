#!/usr/bin/env python3
"""Covers and embedded fonts of e-books, from the files as they are written.

  cover    it is a picture of the size promised, the manifest names it, the report may
           bring its own or want none, a volume has one
  fonts    every character of the text is in a font that the style sheet gives it, every
           font is named in the style sheet and the manifest, and they are small
  bytes    two runs in different time zones and locales write the same
  checker  epubcheck finds nothing

    tests/cover.py        KEEP=DIR keeps the books there"""

import os
import re
import shutil
import struct
import sys
import tempfile
import unicodedata
import zlib

sys.dont_write_bytecode = True  # nothing is left in the checkout
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ebook  # noqa: E402
import epubread  # noqa: E402
import pdf_proof  # noqa: E402
import real  # noqa: E402

PROGRAM = pdf_proof.PROGRAM
SAMPLES = os.path.join(real.ROOT, "samples")
SIZE = (900, 1200)
FONTS_MOST = 900 * 1000  # bytes of all fonts of a sample


def export(path, *arguments, **env):
    done = ebook.run(PROGRAM, "export", "-q", *arguments, "-o", path,
                     env={**os.environ, **env})
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return epubread.Book(path)


def items(book):
    return {item.get("href"): item for item in book.package.iter(
        epubread.OPF + "item")}


def read(book, href):
    return book.files["EPUB/" + href]


# A subtitle of two lines above authors, publisher and date.
CROWDED = """subtitle: 各类块与各类行内样式同排在一篇之中，总要占去封面下部的两行文字
date: 2024-02-29
author: [{name: 甲乙丙}, {name: 丁戊己}]
source: {publisher: 示例研究所}"""


# ---- covers ------------------------------------------------------------------------

def covers(book):
    """The manifest's covers: file name and media type."""
    return [(href, item.get("media-type")) for href, item in items(book).items()
            if "cover-image" in item.get("properties", "").split()]


def set_faults(book):
    found = covers(book)
    if found != [("images/cover.png", "image/png")]:
        return [f"covers {found}"]
    picture = read(book, found[0][0])
    size = struct.unpack(">II", picture[16:24])
    chunks, at = [], 8
    while at < len(picture):
        chunks.append(picture[at + 4:at + 8])
        at += 12 + struct.unpack(">I", picture[at:at + 4])[0]
    faults = [] if size == SIZE else [f"size {size}"]
    if chunks != [b"IHDR", b"PLTE", b"IDAT", b"IEND"]:
        faults.append(f"chunks {chunks}")
    return faults


def lines_below(picture, from_row):
    """How many bands of ink stand below a row of a cover (PNG: 8 bits of a palette)."""
    data, at = b"", 8
    while at < len(picture):
        length, name = struct.unpack(">I4s", picture[at:at + 8])
        data += picture[at + 8:at + 8 + length] if name == b"IDAT" else b""
        at += 12 + length
    data, (width, height) = zlib.decompress(data), SIZE
    rows = [data[y * (width + 1):(y + 1) * (width + 1)] for y in range(height)]
    if any(row[0] for row in rows):
        return None  # filtered
    inked = [len(set(row[1:])) > 1 for row in rows[from_row:]]
    return sum(a and not b for a, b in zip(inked, inked[1:]))


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def test_covers(folder):
    def report(name, line):
        return write(folder, name, f"title: 题\n{line}\nbody: [{{p: 文。}}]\n")

    def out(name):
        return os.path.join(folder, name)

    shutil.copy(os.path.join(SAMPLES, "images", "helium-heat.jpg"), folder)
    own, none = report("own.yaml", "封面: helium-heat.jpg"), report("none.yaml", "cover: 无")
    book = export(out("set.epub"), report("set.yaml", "date: 2024-02-29"))
    ebook.check("a cover is set", set_faults(book))
    book = export(out("set.epub"), report("crowded.yaml", CROWDED))
    found = lines_below(read(book, covers(book)[0][0]), 820)
    ebook.check("the subtitle stands above the authors", [] if found == 5 else
                [f"{found} lines below the field, not 5"])
    book = export(out("own.epub"), own)
    with open(os.path.join(folder, "helium-heat.jpg"), "rb") as file:
        is_own = covers(book) == [("images/cover.jpg", "image/jpeg")] and \
            read(book, "images/cover.jpg") == file.read()
    ebook.check("the report's own cover", [] if is_own else [f"covers {covers(book)}"])
    book = export(out("none.epub"), none)
    names = list(book.files)
    ebook.check("no cover", covers(book) + [name for name in names if "cover" in name])
    book = export(out("both.epub"), "--volume", "合集", own, none)
    ebook.check("the cover of a volume", set_faults(book))
    return [out(name) for name in ("set.epub", "own.epub", "none.epub", "both.epub")]


# ---- fonts -------------------------------------------------------------------------

def cmap(font):
    """The code points of a font file (OpenType 1.9, cmap: formats 4 and 12)."""
    tables = {font[at:at + 4]: struct.unpack(">II", font[at + 8:at + 16])
              for at in range(12, 12 + 16 * struct.unpack(">H", font[4:6])[0], 16)}
    begin, length = tables[b"cmap"]
    table, found = font[begin:begin + length], set()
    for i in range(struct.unpack(">H", table[2:4])[0]):
        at = struct.unpack(">I", table[8 + 8 * i:12 + 8 * i])[0]
        kind = struct.unpack(">H", table[at:at + 2])[0]
        if kind == 12:
            for k in range(struct.unpack(">I", table[at + 12:at + 16])[0]):
                first, last = struct.unpack(">II", table[at + 16 + 12 * k:at + 24 + 12 * k])
                found |= set(range(first, last + 1))
        elif kind == 4:
            count = struct.unpack(">H", table[at + 6:at + 8])[0]
            ends, begins = at + 14, at + 16 + count
            for k in range(0, count, 2):
                first, = struct.unpack(">H", table[begins + k:begins + k + 2])
                last, = struct.unpack(">H", table[ends + k:ends + k + 2])
                found |= set(range(first, last + 1))
    return found - {0xFFFF}


def ranges(rule):
    """The code points of a unicode-range; None = all."""
    found = re.search(r"unicode-range:([^;]+);", rule)
    if not found:
        return None
    parts = [part[2:].split("-") for part in found[1].split(",")]
    return {cp for part in parts for cp in range(int(part[0], 16), int(part[-1], 16) + 1)}


def is_shown(char):
    """Whether a font of the book has to have it: no emoji, no control, no joiner."""
    if 0x1F3FB <= ord(char) <= 0x1F3FF:  # skin tones
        return False
    return unicodedata.category(char) not in ("Cc", "Cf", "Cn", "So", "Mn", "Me", "Zl") or \
        0x2500 <= ord(char) < 0x2600


def font_faults(book):
    style = read(book, "style.css").decode()
    rules = re.findall(r"@font-face\{([^}]*)\}", style)
    faults, shown, named, size = [], {}, set(), 0
    for rule in rules:
        family = re.search(r"font-family:([^;]+);", rule)[1]
        href = re.search(r"src:url\(([^)]+)\)", rule)[1]
        font = read(book, href)
        kind = "font/otf" if font[:4] == b"OTTO" else "font/ttf"
        if items(book)[href].get("media-type") != kind:
            faults.append(f"{href} is no {items(book)[href].get('media-type')}")
        size += 0 if href in named else len(font)
        named.add(href)
        has, wanted = cmap(font), ranges(rule)
        if wanted is not None and wanted - has:
            faults.append(f"{href} lacks {sorted(wanted - has)[:5]}")
        shown.setdefault(family, set()).update(has if wanted is None else wanted)
    faults += [f"{href} is in no rule" for href in items(book)
               if href.startswith("fonts/") and href not in named]
    text = set("".join("".join(book.xml(path).find(epubread.XHTML + "body").itertext())
                       for path in book.texts()))
    everything = set().union(*shown.values()) if shown else set()
    missing = sorted(char for char in text if is_shown(char) and ord(char) not in everything)
    faults += [f"no font has {' '.join(missing[:20])}"] if missing else []
    used = set(re.findall(r"jianbao-[a-z]+", style)) - set(shown)
    faults += [f"no font for {family}" for family in used]
    if not 0 < size <= FONTS_MOST:
        faults.append(f"{size} bytes of fonts")
    return faults


def test_fonts(folder):
    books = []
    sets = [[name] for name in ("sora-briefing.yaml", "scripts.yaml", "annotations.yaml",
                                "helium-weekly.md")]
    for names in sets + [["english-note.yaml", "rtl.yaml"]]:
        reports = [os.path.join(SAMPLES, name) for name in names]
        volume = ["--volume", "合集"] if len(names) > 1 else []
        path = os.path.join(folder, names[0].rsplit(".", 1)[0] + "-fonts.epub")
        book = export(path, "--embed-fonts", *volume, *reports, TZ="UTC", LC_ALL="C")
        ebook.check(f"fonts of {' '.join(names)}", font_faults(book))
        again = export(path + "2", "--to", "epub", "--embed-fonts", *volume, *reports,
                       TZ="Asia/Shanghai", LC_ALL="C.UTF-8")
        with open(path, "rb") as one, open(path + "2", "rb") as two:
            same = one.read() == two.read()
        ebook.check(f"bytes of {' '.join(names)}", [] if same and again else ["they differ"])
        books.append(path)
    book = export(os.path.join(folder, "bare.epub"), reports[0])
    bare = [name for name in list(book.files) if "font" in name]
    ebook.check("no fonts unless asked for", bare)
    return books


def main():
    folder = os.environ.get("KEEP") or tempfile.mkdtemp(prefix="cover-")
    os.makedirs(folder, exist_ok=True)
    books = test_covers(folder) + test_fonts(folder)
    if os.path.basename(pdf_proof.BUILD) != "asan":
        ebook.check_checker("epubcheck", ebook.epubcheck(books), books)
    if not os.environ.get("KEEP"):
        shutil.rmtree(folder)
    print(f"{ebook.passed} passed, {ebook.failed} failed")
    return ebook.failed > 0


if __name__ == "__main__":
    sys.exit(main())
