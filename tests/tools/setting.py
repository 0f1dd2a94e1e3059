"""Reports set for measuring, and how a line is set, written in one text: every character,
and in <> the blank in em between the bodies of two characters where it is not 0.

    他说：<-.5>“你好。”    the blank of one mark is gone
    <-.5>“稳增长”<-.5>目标  the first character stands half an em before the line's start
    中文<.25>abc            <?> leaves a blank open

The body of a full-width mark is its em square; that of an interpunct in zh-Hans half an em
about the middle of its glyph (CLREQ 3.1.1.2). Blanks between two Latin characters and those
of typed spaces are looked at only where they are written."""

import json
import os
import re

import pdftext

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("JIANBAO", os.path.join(ROOT, "build", "release", "jianbao"))
USUAL = {"extends": "plain", "size": "10pt", "leading": "18pt", "indent": "0em",
         "kinsoku": "gb", "punctuation": "quanjiao", "font": "serif",
         "autospace": "{least: 0.125em, natural: 0.25em, most: 0.5em}"}
TOKEN = re.compile("<([^<>]+)>|(——|.)", re.S)
INTERPUNCTS = "\u00b7\u2027\u2022\u30fb"


def export(base, lang, body, head="", **layout):
    """Exports a report whose body is YAML and gives the path of its PDF."""
    with open(base + "-layout.yaml", "w", encoding="utf-8") as file:
        file.write("name: case\n")
        for key, value in {**USUAL, "language": lang, **layout}.items():
            file.write(f"{key}: {value}\n")
    with open(base + ".yaml", "w", encoding="utf-8") as file:
        title = os.path.basename(base)
        file.write(f"jianbao: 1\ntitle: {title}\nlang: {lang}\n{head}body:\n{body}")
    done = pdftext.output([PROGRAM, "export", base + ".yaml", "-o", base + ".pdf",
                           "--layout", base + "-layout.yaml"], timeout=60)
    if done.returncode != 0:
        raise RuntimeError(f"export: status {done.returncode}: "
                           + done.stderr.decode("utf-8", "replace").strip()[-500:])
    return base + ".pdf"


def paragraph(text):
    return "  - p: " + json.dumps(text, ensure_ascii=False) + "\n"


# ---- the notation ------------------------------------------------------------------

def parse(text):
    """[(character, blank before it or None)], without spaces."""
    made, blank = [], None
    for m in TOKEN.finditer(text):
        if m[1]:
            blank = m[1]
        elif m[2] == " ":
            blank = blank or "?"
        else:
            made.append((m[2], blank))
            blank = None
    return made


def body_of(ch, lang):
    """Where a glyph's body begins and ends, in points."""
    if ch.c in INTERPUNCTS and lang == "zh-Hans":
        middle = ch.x + ch.advance / 2
        return middle - ch.size / 4, middle + ch.size / 4
    return ch.x, ch.x + ch.advance


def is_latin(c):
    return ord(c[0]) < 0x2e80 and (c[0].isalnum() or ord(c[0]) < 0x80)


def glyphs_of(line):
    """Inked glyphs; the two of a dash, where a font has no single one, are one."""
    made = []
    for ch in line.inked:
        if ch.c == "—" and made and made[-1].c == "—":
            made[-1].c, made[-1].advance = "——", made[-1].advance + ch.advance
        else:
            made.append(ch)
    return made


def faults(wanted, line, left, lang, near):
    """How a line as set differs from a line as written; left: of the measure."""
    want, got = parse(wanted), glyphs_of(line)
    if "".join(c for c, _ in want) != "".join(ch.c for ch in got):
        return [f"line {line.text!r}, expected {wanted!r}"]
    found, at, end, before = [], 0, left, None
    for ch in got:
        blank = want[at][1]
        while at < len(want) and not "".join(c for c, _ in want[:at + 1]).endswith(ch.c):
            at += 1
        at += 1
        begin, stop = body_of(ch, lang)
        gap = (begin - end) / line.size
        if blank is None and not (before and is_latin(ch.c) and is_latin(before)):
            blank = "0"
        if blank not in (None, "?") and abs(gap - float(blank)) > near:
            found.append(f"{gap:+.3f} em before {ch.c}, expected {float(blank):+.3f}, "
                         f"in {line.text!r}")
        end, before = stop, ch.c
    return found
