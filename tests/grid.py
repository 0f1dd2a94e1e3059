#!/usr/bin/env python3
"""Reports on the baseline grid: on every page the body lines stand whole leadings apart from
where a body line at the page's top has its baseline, whatever stands between them; footnotes
stand whole leadings of their own above the foot of the text area; and the cells of a table's
row share their baselines.

    tests/grid.py    JIANBAO=PROGRAM"""

import json
import os
import struct
import subprocess
import sys
import tempfile
import zlib

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("JIANBAO", os.path.join(ROOT, "build", "release", "jianbao"))
TOLERANCE = 0.1  # pt
SENTENCE = "旧仓库改成书店以后，附近的居民又常来这条街，周末的客流比去年多出三成。"
# layout: top of the text area, baseline of a body line from its top, leading, size
LAYOUTS = {"briefing": (84, 3.75 + 9.24, 18, 10.5), "plain": (72, 3.75 + 9.24, 18, 10.5)}
# layout: foot of the text area, leading and size of notes, of cells
NOTES = {"briefing": (841.89 - 91.8, 12, 8, (13.5, 9)),
         "plain": (841.89 - 72, 11.76, 8.4, (14.175, 9.45))}
SETTINGS = [[], ["leading=21.3pt"], ["页面.下边距=131.7pt"]]


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="grid-") as folder:
        report = write_report(folder)
        for name, (top, baseline, leading, size) in LAYOUTS.items():
            for settings in SETTINGS:
                pitch = leading
                if settings and settings[0].startswith("leading"):
                    pitch = 21.3
                first = top + baseline + (pitch - leading) / 2
                faults = check(report, name, settings, (first, pitch, size))
                print("%s grid %s %s" % ("FAIL" if faults else "ok", name,
                                         " ".join(settings)))
                for fault in faults[:5]:
                    print("    " + fault)
                passed, failed = passed + (not faults), failed + bool(faults)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


def check(report, layout, settings, grid):
    first, pitch, size = grid
    faults, pages = [], set()
    body = [line for line in dump(report, layout, ["基线网格=yes"] + settings)
            if is_body(line, size)]
    for line in body:
        pages.add(line["page"])
        lines = (line["y"] - first) / pitch
        if abs(lines - round(lines)) * pitch > TOLERANCE:
            faults.append("page %d: y %.3f is %.3f lines down: %s" % (
                line["page"], line["y"], lines, line["text"]))
    lines = dump(report, layout, ["基线网格=yes"] + settings)
    foot, leading, note_size, cell = NOTES[layout]
    if settings and settings[0].startswith("页面"):
        foot = 841.89 - 131.7
    faults += note_faults(lines, foot - (leading - note_size) / 2 - 0.12 * note_size,
                          leading, note_size)
    faults += row_faults(lines, *cell)
    if len(pages) < 4 or len(body) < 100:
        faults.append("%d body lines on %d pages" % (len(body), len(pages)))
    loose = [line for line in dump(report, layout, settings) if is_body(line, size)]
    if [line["text"] for line in loose] != [line["text"] for line in body]:
        faults.append("the grid changes the lines")
    return faults


def note_faults(lines, last, leading, size):
    notes = [line for line in lines if line["em"] == size and line["part"] != "code"]
    faults = [] if len(notes) > 40 else ["%d lines of notes" % len(notes)]
    for line in notes:
        above = (last - line["y"]) / leading
        if abs(above - round(above)) * leading > TOLERANCE:
            faults.append("page %d: a note %.3f lines above the foot: %s" % (
                line["page"], above, line["text"]))
    return faults


def row_faults(lines, leading, size):
    rows, faults = {}, []
    for line in lines:
        if line["em"] == size and line["part"] == "paragraph":
            rows.setdefault((line["page"], line["source"].split(":")[0]), []).append(line)
    long = [row for row in rows.values() if len(row) > 3]
    if len(long) < 6:
        faults.append("%d rows of several lines" % len(long))
    for row in rows.values():
        for line in row:
            apart = (line["y"] - row[0]["y"]) / leading
            if abs(apart - round(apart)) * leading > TOLERANCE:
                faults.append("page %d: %s is %.3f lines below its row's first" % (
                    line["page"], line["text"], apart))
    return faults


def is_body(line, size):
    return line["em"] == size and line["part"] not in ("heading", "caption")


def dump(report, layout, settings):
    args = [PROGRAM, "dump", "lines", "--format", "json", "--quiet", "--layout", layout]
    for setting in settings:
        args += ["--set", setting]
    done = subprocess.run(args + [report], check=True, stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def write_report(folder):
    parts = ["---\ntitle: 街区里的书店\nsummary: 客流回来了。\n---\n"]
    for k in range(6):
        rows = "".join(f"| 第{r}家 | {r * 7} | {r * 9.5} |\n" for r in range(4 + k))
        rows += f"| {SENTENCE} | {SENTENCE * 2} | 3 |\n"
        parts.append(
            f"## 第{k}区\n\n{SENTENCE * 3}\n\n{SENTENCE * (k + 1)}[^{k}]\n\n"
            f"- 其一，{SENTENCE}\n- 其二，{SENTENCE * 2}\n- 其三。\n\n"
            f"### 客流\n\n{SENTENCE * 4}\n\n"
            f"| 书店 | 前年 | 去年 |\n|---|---:|---:|\n{rows}\n{SENTENCE * 2}\n\n"
            f"![街角 {k}](figure.png)\n\n{SENTENCE}\n\n> {SENTENCE}\n\n{SENTENCE * 3}\n\n"
            f"```\nopen\nclose\n```\n\n{SENTENCE}\n\n> [!NOTE]\n> {SENTENCE}\n\n"
            f"{SENTENCE}\n\n[^{k}]: 按街道办的口径。{SENTENCE * 2}\n\n"
            "    另一段。\n\n    - 其一\n    - 其二\n\n    ```\n    open\n    ```\n\n"
            "    末段。\n\n")
    with open(os.path.join(folder, "figure.png"), "wb") as file:
        file.write(picture(300, 137))
    path = os.path.join(folder, "report.md")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(parts))
    return path


def picture(width, height):
    def chunk(kind, data):
        sum_of = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + sum_of

    rows = b"".join(b"\0" + b"\x80\xa0\xc0" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


if __name__ == "__main__":
    sys.exit(main())
