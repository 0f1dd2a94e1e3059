#!/usr/bin/env python3
"""Volumes in pages: every line of the contents and of the indexes names the page that its
link leads to, as the footer there prints it, and the report of that title begins on it; the
outline has a level a report; same bytes twice.

    tests/volume.py"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("JIANBAO", os.path.join(ROOT, "build", "release", "jianbao"))
TITLE = "合订本"
SUBJECTS = """id: codes
lang: zh-Hans
title: 两只股票
date: 2024-02-29
tags: [白酒, AIGC]
source: {publisher: 示例证券}
subjects:
  tags: [白酒, 消费]
  securities: [{code: 600519.SH, name: 贵州茅台}, {code: 000858.SZ}]
body:
  - h: 一节
  - p: 正文。
"""
CHECKS = {"passed": 0, "failed": 0}


def note(what, fault):
    CHECKS["failed" if fault else "passed"] += 1
    if fault:
        print(f"FAIL {what}: {fault}")


def output(*arguments):
    return subprocess.run(arguments, check=True, capture_output=True).stdout.decode()


def squeezed(text):
    return re.sub(r"\s+", "", text)


class Document:
    """Pages as text and links, by qpdf and pdftotext."""

    def __init__(self, pdf):
        data = json.loads(output("qpdf", "--json=2", "--json-stream-data=none", pdf))
        self.objects = {key[4:]: value.get("value", value)
                        for key, value in data["qpdf"][1].items()}
        self.pages = [page["object"] for page in data["pages"]]
        self.labels = {label["index"]: label["label"] for label in data["pagelabels"]}
        self.outlines = data["outlines"]
        self.layout = output("pdftotext", "-layout", pdf, "-").split("\f")[:len(self.pages)]

    def rows(self, page):
        """The links of a page: (destination page, top edge, left edge)."""
        rows = []
        for annot in self.objects[self.pages[page]].get("/Annots", []):
            annot = self.objects[annot]
            if "/Dest" in annot:
                to = self.pages.index(annot["/Dest"][0])
                rows.append((to, annot["/Rect"][3], annot["/Rect"][0]))
        return rows


def printed(document, page):
    """The page's number as its footer has it."""
    lines = [line for line in document.layout[page].splitlines() if line.strip()]
    found = re.search(r"第\s*(\S+?)\s*页|Page (\S+) of|^\s*(\S+) / ", lines[-1]) if lines else None
    return found and (found[1] or found[2] or found[3])


def check_lines(document, name):
    """Each line of the volume's own pages that ends in a number has links to one page, where
    that number is printed and the line's title, or its section's, stands."""
    seen = 0
    for page, text in enumerate(document.layout):
        rows = document.rows(page)
        if not rows or not re.search(r"目录|索引|(?m:^\s+\S.*\s\d+(-\d+)?$)", text):
            continue
        tops = sorted({(-top, to) for to, top, _ in rows})
        wanted = []
        for line in text.splitlines():
            found = re.match(r"\s*(?:\d\d-\d\d\s+)?(\S.*?)\s{2,}(\d+(?:-\d+)?|[ivxl]+)$", line)
            if found and "第" not in line:
                wanted.append((found[1], found[2]))
        if not wanted:
            continue
        targets = []
        for _, to in tops:
            targets.append(to)
        note(f"{name} page {page + 1}: links", len(tops) < len(wanted) and
             f"{len(tops)} lines of links, {len(wanted)} of text")
        at = 0
        for title, number in wanted:
            while at < len(targets) and printed(document, targets[at]) != number:
                at += 1
            here = at < len(targets) and squeezed(title) in squeezed(
                document.layout[targets[at]])
            note(f"{name} page {page + 1}: {title} {number}", not here and
                 "no link in this order leads to a page of this number with this text")
            at += here
            seen += bool(here)
    return seen


def check_apart(document, name):
    """Text and page number of a line do not meet, and the number is at the far edge."""
    lines = 0
    for page in document.pages:
        rows = {}
        for annot in document.objects[page].get("/Annots", []):
            annot = document.objects[annot]
            if "/Dest" in annot:
                left, _, right, top = annot["/Rect"]
                rows.setdefault((annot["/Dest"][0], top), []).append((left, right))
        for (_, top), spans in rows.items():
            spans.sort()
            lines += len(spans) > 1
            note(f"{name}: line at {top}", any(a[1] + 5 > b[0] for a, b in zip(
                spans, spans[1:])) and f"text and number meet: {spans}")
    return lines


def check_outline(document, name, titles):
    tops = [entry["title"] for entry in document.outlines]
    note(f"{name}: outline", tops[1:1 + len(titles)] != titles and f"it is {tops}")
    kids = sum(len(entry["kids"]) for entry in document.outlines)
    note(f"{name}: outline's second level", kids == 0 and "it is empty")


def export(folder, reports, *options):
    pdf = os.path.join(folder, "volume.pdf")
    subprocess.run([PROGRAM, "export", "--quiet", "--volume", TITLE, *reports, "-o", pdf,
                    *options], check=True, stdin=subprocess.DEVNULL)
    return pdf


def try_volume(folder, reports, titles, name, *options):
    pdf = export(folder, reports, *options)
    with open(pdf, "rb") as file:
        first = file.read()
    export(folder, reports, *options)
    with open(pdf, "rb") as file:
        note(f"{name}: same bytes", file.read() != first and "they differ")
    checked = subprocess.run(["qpdf", "--check", pdf], capture_output=True, check=False)
    note(f"{name}: qpdf", checked.returncode and checked.stdout.decode())
    document = Document(pdf)
    seen = check_lines(document, name)
    note(f"{name}: lines", seen < 2 * len(reports) and f"only {seen} lines of contents")
    check_outline(document, name, titles)
    note(f"{name}: numbers", check_apart(document, name) < len(reports) and "there are few")
    fonts = [line.split()[0].split("+")[1] for line in
             output("pdffonts", pdf).splitlines()[2:]]
    faces = {squeezed(font.split("-Identity")[0]) for font in fonts}
    embedded = sum("/FontFile3" in value or "/FontFile2" in value
                   for value in document.objects.values() if isinstance(value, dict))
    note(f"{name}: one subset a face", embedded > len(faces) and
         f"{embedded} font files of {len(faces)} faces")
    return document


def main():
    lacking = [tool for tool in ("qpdf", "pdftotext", "pdffonts") if not shutil.which(tool)]
    if lacking:
        print("not checked: missing " + " ".join(lacking))
        print("0 passed, %d failed" % bool(os.environ.get("CI")))
        return bool(os.environ.get("CI"))
    samples = [os.path.join(ROOT, "samples", name) for name in (
        "sora-briefing.yaml", "helium-weekly.md", "long-report.yaml")]
    with tempfile.TemporaryDirectory() as folder:
        codes = os.path.join(folder, "codes.yaml")
        with open(codes, "w", encoding="utf-8") as file:
            file.write(SUBJECTS)
        reports = [*samples, codes]
        titles = ["从ChatGPT到Sora：两次AI热潮的同与不同", "氦气周报：瓶氦连跌七周，液氦周转放缓",
                  "一页中文是怎样排成的", "两只股票"]
        document = try_volume(folder, reports, titles, "continuous")
        for index, page in enumerate(document.layout):
            number = printed(document, index)
            note(f"continuous: page {index + 1}", number and number != str(index + 1) and
                 f"it prints {number}")
        text = "".join(document.layout)
        note("codes", not re.search(r"000858\.SZ\n.*\n*.*两只股票(?s:.*)600519\.SH 贵州茅台", text)
             and "not in the index")
        note("tags once", len(re.findall(r"(?m)^\s*白酒$", text)) != 1 and "白酒 is there twice")
        document = try_volume(folder, reports, titles, "of reports", "--set",
                              "page-numbers=report", "--set", "begin-right=yes")
        firsts = [document.labels.get(i) for i in range(len(document.pages))]
        note("of reports: labels", not any(firsts) and "there are none")
        for entry in document.outlines[1:1 + len(titles)]:
            note(f"of reports: {entry['title']} on a right-hand page",
                 entry["destpageposfrom1"] % 2 != 1 and entry["destpageposfrom1"])
        pdf = export(folder, [os.path.join(ROOT, "samples", "rtl.yaml"), *reports])
        document = Document(pdf)
        lines = check_apart(document, "from right to left")
        note("from right to left: lines", lines < 20 and f"only {lines}")
        edge = min(document.objects[annot]["/Rect"][0] for page in document.pages
                   for annot in document.objects[page].get("/Annots", []))
        note("from right to left: edge", edge > 80 and f"numbers stand at {edge}")
        many = export(folder, reports * 40)
        document = Document(many)
        seen = check_lines(document, "many")
        note("many: lines", seen < 480 and f"only {seen}")
    print(f"{CHECKS['passed']} passed, {CHECKS['failed']} failed")
    return CHECKS["failed"] > 0


if __name__ == "__main__":
    sys.exit(main())
