#!/usr/bin/env python3
"""The rules of setting, case by case, as MuPDF sees them in the finished PDF: the cases of
tests/cases/rules.json, each in a serif at 10 pt and a sans at 10.5 pt.

    tests/rules.py [ID...]    KEEP=DIR keeps reports, layouts and PDFs there

A case has `texts`, of which each is a paragraph, or a `number` that is tried at every place
of a line.  With `each`, every text is tried with each of these characters for ◇.  What is
expected: `lines` in the notation of tests/tools/setting.py; `first`, the text of the first
line; `ends`, where the first line's last mark stands; `wide` and `narrow` characters; the
least number of Han on the `last` line; lines `within` the measure without a hyphen; whole
`words`; Han on a `grid` of one em; a `face`; the face of neighbours `alike`.  In all cases no line begins or ends with a
mark that may not, and justified lines end at the measure."""

import json
import os
import re
import shutil
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True  # nothing is left in the checkout
sys.path.insert(0, os.path.join(ROOT, "tests", "tools"))
import pdftext  # noqa: E402
import setting  # noqa: E402

FACES = {"serif": 10, "sans": 10.5}
NEAR = 0.021
FILLING = "本季公司营业收入同比增长净利润率小幅回落成本有所下降现金流明显改善"
STYLES = "{paragraph: {after: 60pt, keep-together: yes}, code: {padding: 0pt, size: 1em}}"


def main():
    if not shutil.which("mutool"):
        print("not checked: mutool is missing")
        print("0 passed, %d failed" % bool(os.environ.get("CI")))
        return bool(os.environ.get("CI"))
    with open(os.path.join(ROOT, "tests", "cases", "rules.json"), encoding="utf-8") as file:
        cases = json.load(file)
    folder = os.environ.get("KEEP") or tempfile.mkdtemp(prefix="rules-")
    os.makedirs(folder, exist_ok=True)
    passed = failed = 0
    for case in cases:
        if sys.argv[1:] and case["id"] not in sys.argv[1:]:
            continue
        faults = []
        for font in case.get("fonts", FACES):
            try:
                faults += [f"{font}: {fault}" for fault in Trial(case, font).faults(folder)]
            except (RuntimeError, OSError) as fault:
                faults.append(f"{font}: {fault}")
        for fault in faults[:8]:
            print(f"FAIL {case['id']}: {fault}")
        passed, failed = passed + (not faults), failed + bool(faults)
    if not os.environ.get("KEEP"):
        shutil.rmtree(folder)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


def texts_of(case):
    """[(text, what stands for ◇ in it)]"""
    if "number" in case:
        return [(FILLING[:k] + case["number"] + FILLING[k:k + 12] + "，" + FILLING[3:12], "")
                for k in range(1, 26)]
    return [(text.replace("◇", c), c) for text in case["texts"]
            for c in case.get("each", [""])]


class Trial:
    """A case in one font."""

    def __init__(self, case, font):
        self.case, self.font, self.size = case, font, FACES[font]
        self.lang = case.get("lang", "zh-Hans")
        self.is_number = "number" in case
        self.measure = case.get("measure", 14.3 if self.is_number else 40)
        self.align = case.get("align", "justify" if self.is_number else "left")
        self.left = 0

    def set(self, folder):
        """The lines of each text."""
        em, body, notes = self.size, "", 0
        for text, _ in texts_of(self.case):
            while "[^1]" in text:
                notes += 1
                text = text.replace("[^1]", f"[^n{notes}]", 1)
            if text.startswith("-"):
                text = "\\" + text
            body += setting.paragraph(text)
        if "code" in self.case:
            body += "  - code: " + json.dumps(self.case["code"], ensure_ascii=False) + "\n"
        head = "".join(f"  n{k + 1}: 注\n" for k in range(notes))
        name = re.sub(r"\W", "_", self.case["id"]) + "-" + self.font
        layout = {"measure": f"{self.measure * em:g}pt", "size": f"{em}pt",
                  "leading": f"{1.8 * em:g}pt", "indent": f"{self.case.get('indent', 0)}em",
                  "align": self.align, "font": self.font, "styles": STYLES,
                  "page": "{height: 12000pt}", "footer": "none", "title-block": "none",
                  **self.case.get("layout", {})}
        pdf = setting.export(os.path.join(folder, name), self.lang, body,
                             "footnotes:\n" + head if head else "", **layout)
        pages = pdftext.read(pdf)
        self.left = (pages[0].width - self.measure * em) / 2
        return paragraphs(pages, 3 * em)

    def em_of(self, x):
        return (x - self.left) / self.size

    def faults(self, folder):
        made = self.set(folder)
        texts = texts_of(self.case) or [(self.case["code"], "")]
        if len(made) < len(texts):
            return [f"{len(made)} paragraphs of {len(texts)}"]
        found = []
        for (text, c), lines in zip(texts, made):
            found += self.line_faults(lines, c) + self.edge_faults(lines)
            found += self.glyph_faults(lines) + self.text_faults(text, lines)
        return found

    def line_faults(self, lines, c):
        found, texts = [], [line.text.strip() for line in lines]
        first = self.case.get("first")
        if first and texts[0] != first:
            found.append(f"lines {texts}, expected {first!r} first")
        wanted = [text.replace("◇", c) for text in self.case.get("lines", [])]
        if wanted and len(wanted) != len(lines):
            return found + [f"lines {texts}, expected {wanted}"]
        for text, line in zip(wanted, lines):
            found += setting.faults(text, line, self.left, self.lang, NEAR)
        return found

    def edge_faults(self, lines):
        found = []
        for line in lines:
            first, last = line.inked[0], line.inked[-1]
            if first.c in pdftext.NEVER_FIRST or last.c in pdftext.NEVER_LAST:
                found.append(f"kinsoku: {line.text!r}")
            end = self.em_of(line.right)
            hangs = {"hanging", "grid"} & set(self.case.get("layout", {})) and \
                last.c in "，、。）"
            is_full = self.align == "justify" and line is not lines[-1] and \
                "within" not in self.case and not self.is_number
            if not hangs and (end > self.measure + NEAR or
                              is_full and end < self.measure - NEAR):
                found.append(f"ends at {end:.3f} em: {line.text!r}")
        mark = self.em_of(lines[0].inked[-1].x)
        if abs(mark - self.case.get("ends", mark)) > NEAR:
            found.append(f"the last mark stands at {mark:.3f} em: {lines[0].text!r}")
        return found

    def glyph_faults(self, lines):
        found = []
        for ch in (ch for line in lines for ch in line.inked):
            width = ch.advance / ch.size
            if ch.c in self.case.get("wide", ()) and abs(width - 1) > NEAR or \
                    ch.c in self.case.get("narrow", ()) and width > 0.6:
                found.append(f"{ch.c} is {width:.3f} em wide")
            x = self.em_of(ch.x)
            if "grid" in self.case and ch.c >= "\u4e00" and abs(x - round(x)) > NEAR:
                found.append(f"{ch.c} stands at {x:.3f} em")
            if self.case.get("face", "") not in ch.font:
                found.append(f"{ch.c} is set in {ch.font}")
        for a, b in ((a, b) for line in lines for a, b in zip(line.inked, line.inked[1:])):
            if {a.c, b.c} <= set(self.case.get("alike", "")) and a.font != b.font:
                found.append(f"{a.c} is set in {a.font}, {b.c} in {b.font}")
        return found

    def text_faults(self, text, lines):
        texts = [line.text.strip() for line in lines]
        found = []
        if self.is_number and not any(self.case["number"] in line for line in texts):
            found.append(f"parted: {texts}")
        if "within" in self.case and "".join(texts) != text:
            found.append(f"text: {texts}")
        if "words" in self.case and " ".join(texts) != text:
            found.append(f"words are broken: {texts}")
        if len(re.findall("[\u4e00-\u9fff]", texts[-1])) < self.case.get("last", 0):
            found.append(f"the last line is {texts[-1]!r}")
        return found


def paragraphs(pages, apart):
    """Lines in groups: a distance of more than `apart` points parts two."""
    made = []
    for page in pages:
        before = None
        for line in page.lines():
            if before is None or line.y - before > apart:
                made.append([])
            made[-1].append(line)
            before = line.y
    return made


if __name__ == "__main__":
    sys.exit(main())
