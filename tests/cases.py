#!/usr/bin/env python3
"""The layout cases of tests/cases/cjk.json, set by the program and measured in the PDF with
MuPDF's positions; O19 (extraction) and O20 (figures in a column) stand here in full.

1 em is 10 pt.  x_em is the origin of the nominal full-width glyph from the start of the
measure; tolerance 0.02 em, 0.05 em where Latin text stands on the line.

    tests/cases.py [ID...]    KEEP=DIR keeps reports, layouts and PDFs there
    tests/cases/known.txt     the cases that are known to fail, with the reason"""

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

EM = 10.0
COLUMN = ["1,234.50", "98.7", "-12.35%", "0.1", "1,111.11"]
EXTRACTED = "一二八文长见方用行非高黑，比尔·盖茨（CEO）于2024年增持5.2%。"


def main():
    if not shutil.which("mutool"):
        print("not checked: mutool is missing")
        print("0 passed, %d failed" % bool(os.environ.get("CI")))
        return bool(os.environ.get("CI"))
    with open(os.path.join(ROOT, "tests", "cases", "cjk.json"), encoding="utf-8") as file:
        cases = json.load(file)
    work = {case["id"]: (lambda case=case: run_case(case)) for case in cases}
    work["O19"] = run_extraction
    work["O20"] = run_column
    wanted = sys.argv[1:] or list(work)
    known = read_known()
    global FOLDER
    FOLDER = os.environ.get("KEEP") or tempfile.mkdtemp(prefix="cases-")
    os.makedirs(FOLDER, exist_ok=True)
    passed, failed, met = 0, 0, []
    for name in wanted:
        try:
            faults = work[name]()
        except (RuntimeError, OSError) as fault:
            faults = [str(fault)]
        if faults and name in known:
            met.append(name)
            print(f"known {name}: {known[name]}: {faults[0]}")
            passed += 1
        elif faults or name in known:
            failed += 1
            for fault in faults or ["passes, but is listed in tests/cases/known.txt"]:
                print(f"FAIL {name}: {fault}")
        else:
            passed += 1
            print(f"ok {name}")
    if not os.environ.get("KEEP"):
        shutil.rmtree(FOLDER)
    if met:
        print("not checked: known to fail: " + " ".join(met))
    print(f"{passed} passed, {failed} failed")
    return failed > 0


def read_known():
    known = {}
    with open(os.path.join(ROOT, "tests", "cases", "known.txt"), encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                name, _, why = line.strip().partition(" ")
                known[name] = why
    return known


def export(name, body, lang="zh-Hans", **layout):
    return setting.export(os.path.join(FOLDER, name), lang, body, **layout)


def set_lines(name, case, text):
    """The lines of a case, and where its measure begins."""
    measure = case["measure_em"] * EM
    pdf = export(name, setting.paragraph(text), case["lang"], measure=f"{measure:g}pt",
                 indent=f"{case['indent_em']:g}em",
                 align="justify" if case["align"] == "justify" else "left",
                 kinsoku=case.get("level", "gb"))
    pages = pdftext.read(pdf)
    return pages[0].lines(), (pages[0].width - measure) / 2


def run_case(case):
    faults = check_case(case["id"], case, case["text"])
    if case["id"] == "O13":
        spaced = "中文 abc 中文"
        faults += ["with typed spaces: " + fault for fault in
                   check_case("O13-spaced", case, spaced)]
    return faults


def check_case(name, case, text):
    lines, left = set_lines(name, case, text)
    faults = []
    got = [line.text.rstrip() for line in lines]
    if "accept_if" in case:
        faults += last_line_faults(case, lines)
    elif [bare(t) for t in got] != [bare(t) for t in case["lines"]]:
        faults.append(f"lines {got}, expected {case['lines']}")
    if not faults and "x_em" in case:
        faults += x_faults(case, lines, left)
    if "end_em_of_all_but_last_line" in case:
        for line in lines[:-1]:
            end = (line.right - left) / EM
            if abs(end - case["end_em_of_all_but_last_line"]) > 0.021:
                faults.append(f"a line ends at {end:.3f} em: {line.text!r}")
    return faults


def bare(text):
    return text.replace(" ", "").replace("\u2e3a", "——")


def last_line_faults(case, lines):
    """O16: any three lines whose last has two Han characters or more."""
    faults = []
    if len(lines) != 3:
        faults.append(f"{len(lines)} lines: {[line.text for line in lines]}")
    elif len(re.findall("[\u4e00-\u9fff]", lines[-1].text)) < 2:
        faults.append(f"the last line is {lines[-1].text!r}")
    for line in lines:
        if line.inked[0].c in pdftext.NEVER_FIRST or line.inked[-1].c in pdftext.NEVER_LAST:
            faults.append(f"kinsoku: {line.text!r}")
    if "".join(line.text.strip() for line in lines) != case["text"]:
        faults.append(f"text: {[line.text for line in lines]}")
    return faults


def x_faults(case, lines, left):
    wanted = [case["x_em"]]
    if case["id"] == "O02":
        # JLREQ 3.8.4: no stretch right before the mark at the end.
        first = case["x_em"][0]
        other = [[c, i * 1.05] for i, (c, _) in enumerate(first[:-1])] + [first[-1]]
        wanted.append([other, case["x_em"][1]])
    best = None
    for rows in wanted:
        faults = []
        for line, row in zip(lines, rows):
            glyphs = [ch for ch in line.inked if ord(ch.c[0]) > 0x7f]
            near = 0.05 if any(ord(ch.c[0]) < 0x80 for ch in line.inked) else 0.02
            if [ch.c for ch in glyphs] != [c for c, _ in row]:
                faults.append(f"glyphs {''.join(ch.c for ch in glyphs)}")
                continue
            for ch, (c, x) in zip(glyphs, row):
                got = (ch.x - left) / EM
                if abs(got - x) > near + 0.0005:
                    faults.append(f"{c} at {got:.3f} em, expected {x:.3f}, in {line.text!r}")
        if best is None or len(faults) < len(best):
            best = faults
    return best


# ---- O19, O20 ----------------------------------------------------------------------

def run_extraction():
    faults = []
    for name, measure, align in (("O19-ragged", 400, "left"), ("O19-justified", 160, "justify")):
        pdf = export(name, setting.paragraph(EXTRACTED), measure=f"{measure}pt", align=align)
        for args in (["pdftotext", pdf, "-"], ["pdftotext", "-raw", pdf, "-"],
                     ["mutool", "draw", "-q", "-F", "txt", pdf]):
            text = pdftext.output(args).stdout.decode("utf-8", "replace")
            text = re.sub(r"[\n\r\f]", "", text)
            if args[0] == "mutool":
                text = text.replace(" ", "")
            if text != EXTRACTED:
                faults.append(f"{name}: {' '.join(args[:2])} gives {text!r}")
        faults += cmap_faults(name, pdf)
    return faults


def cmap_faults(name, pdf):
    """Radicals in the ToUnicode CMaps, looked for in every stream."""
    if not shutil.which("qpdf"):
        print("not checked: qpdf is missing (O19, CMaps)")
        return ["qpdf is missing"] if os.environ.get("CI") else []
    done = pdftext.output(["qpdf", "--qdf", "--object-streams=disable", pdf, "-"])
    faults = []
    for block in re.findall(rb"begin(bfchar|bfrange)(.*?)endbf", done.stdout, re.S):
        hexes = re.findall(rb"<([0-9A-Fa-f]+)>", block[1])
        step = 2 if block[0] == b"bfchar" else 3
        for value in hexes[step - 1::step]:
            codes = [int(value[i:i + 4], 16) for i in range(0, len(value), 4)]
            faults += [f"{name}: U+{code:04X} in a CMap" for code in codes
                       if 0x2e80 <= code <= 0x2fdf]
    return faults


def run_column():
    rows = "".join(f'      - ["{text}"]\n' for text in COLUMN)
    pdf = export("O20", "  - table:\n      header: [数值]\n      align: [decimal]\n"
                 "      rows:\n" + re.sub("(?m)^", "  ", rows), measure="400pt",
                 align="justify")
    page = pdftext.read(pdf)[0]
    lines = [line for line in page.lines() if re.search(r"\d", line.text)]
    faults = []
    got = [line.text.strip().replace("\u2212", "-") for line in lines]
    if got != COLUMN:
        return [f"rows {got}"]
    em = lines[0].size
    points = [ch.x / em for line in lines for ch in line.chars if ch.c == "."]
    if max(points) - min(points) > 0.01:
        faults.append("points at " + " ".join(f"{x - points[0]:+.3f}" for x in points) + " em")
    faults += cell_faults(lines, em)
    return faults


def cell_faults(lines, em):
    """Every digit has the same cell: the same digit stands at the same offset in its cell,
    however many digits lie between it and the point. Where the glyph stands within the
    cell is the program's affair."""
    ones = [(b.x - a.x) / em for line in lines for a, b in zip(line.chars, line.chars[1:])
            if a.c == b.c == "1"]
    if max(ones) - min(ones) > 0.005:
        return [f"pairs of ones stand {ones} em apart"]
    faults, offsets = [], {}
    for line in lines:
        point = next(i for i, ch in enumerate(line.chars) if ch.c == ".")
        for i, ch in enumerate(line.chars):
            between = line.chars[min(i, point) + 1:max(i, point)]
            if not ch.c.isdigit() or not all(other.c.isdigit() for other in between):
                continue
            cells = i - point if i < point else i - point - 1
            offset = (ch.x - line.chars[point].x) / em - cells * ones[0]
            offsets.setdefault((ch.c, i < point), []).append(offset)
    for (digit, _), places in offsets.items():
        if max(places) - min(places) > 0.005:
            faults.append(f"cells of {digit} differ: {[round(p, 3) for p in places]}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
