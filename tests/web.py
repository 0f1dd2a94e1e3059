#!/usr/bin/env python3
"""Web pages under independent readers. Every report (the samples, those of JB_REAL or of
../shared/real beside the checkout) is exported, and all of them as one page. That a page
says what the PDF says is for ebook.py.

  page       well-formed XML without scripts; nothing but data: and links needs an address;
             ids are unique, links within the page lead somewhere
  letters    a volume says what its parts say alone
  screens    in Chromium, at 360, 768 and 1280 px, light and dark: no sideways scrolling,
             nothing out of the page, no overlap, contrast of 4.5 at least; type of 12 px
             at least, short cells and heads whole, units at their tables' ends, no line
             stretched wide. cases/kinds.yaml, which has every block kind, is looked at in
             every layout

    tests/web.py [REPORT|FOLDER...]    KEEP=DIR keeps the pages there"""

import concurrent.futures
import glob
import json
import os
import re
import shutil
import sys
import tempfile
from xml.etree import ElementTree

sys.dont_write_bytecode = True  # nothing is left in the checkout
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ebook  # noqa: E402
import pdf_proof  # noqa: E402
import real  # noqa: E402
sys.path.insert(0, pdf_proof.TOOLS)
import epubread  # noqa: E402
from epubread import XHTML  # noqa: E402

WIDTHS = "360,768,1280"


def root_of(path):
    with open(path, "rb") as file:
        return ElementTree.fromstring(file.read())


def page_faults(root):
    faults = []
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    faults += [f"twice the id {one}" for one in set(ids) if ids.count(one) > 1]
    for element in root.iter():
        name = element.tag.removeprefix(XHTML)
        href, src = element.get("href", ""), element.get("src", "data:")
        if href.startswith("#") and href[1:] not in ids:
            faults.append(f"a link to {href} leads nowhere")
        if name in ("script", "link", "iframe", "object") or not src.startswith("data:"):
            faults.append(f"<{name}> needs what is elsewhere")
        if any(key.startswith("on") for key in element.keys()):
            faults.append(f"<{name}> has a script")
        if name == "img" and element.get("alt") is None:
            faults.append("a picture has no alternative text")
    style = root.find(f".//{XHTML}style").text
    faults += [f"the style sheet has {one}" for one in ("url(", "@import") if one in style]
    return faults


def test_report(report, folder):
    stem = os.path.join(folder, os.path.basename(report).rsplit(".", 1)[0])
    done = ebook.run(ebook.PROGRAM, "export", "-q", "--to", "html", report, "-o",
                     folder + "/")
    if done.returncode:
        return report, {"export": [done.stderr.decode("utf-8", "replace")]}, None
    faults = {"page": page_faults(root_of(stem + ".html"))}
    return os.path.relpath(report), faults, stem + ".html"


def test_kinds(folder):
    """The report of every kind, in every layout."""
    kinds = set()
    for path in glob.glob(os.path.join(real.ROOT, "src", "kind", "*.c")):
        with open(path, encoding="utf-8") as source:
            kinds.update(re.findall(r'jb_kind jb_\w+ = {\s*\.name = "(\w+)"', source.read()))
    report = ebook.copy_kinds(folder)
    with open(report, encoding="utf-8") as source:
        used = set(re.findall(r"^  - (\w+):", source.read(), re.M))
    ebook.check("every kind", [f"kinds.yaml has no {kind}" for kind in sorted(kinds - used)]
                if kinds else ["none found"])
    pages = []
    for layout in ebook.run(ebook.PROGRAM, "layouts").stdout.decode().split():
        page = os.path.join(folder, f"kinds-{layout}.html")
        done = ebook.run(ebook.PROGRAM, "export", "-q", "--layout", layout, report,
                         "-o", page)
        ebook.check(f"kinds in {layout}", [done.stderr.decode()] if done.returncode
                    else page_faults(root_of(page)))
        pages += [page] if done.returncode == 0 else []
    return pages


def test_volume(reports, folder):
    path = os.path.join(folder, "volume.html")
    done = ebook.run(ebook.PROGRAM, "export", "-q", "--volume", "全部报告", *reports, "-o",
                     path)
    if done.returncode:
        return {"export": [done.stderr.decode("utf-8", "replace")]}, None
    root = root_of(path)
    parts = len(root.findall(f".//{XHTML}article"))
    alone = "".join(epubread.Reading(epubread.of_page(os.path.join(
        folder, os.path.basename(report).rsplit(".", 1)[0] + ".html"))).body
        for report in reports)
    body = epubread.Reading(epubread.of_page(path)).body
    return {"page": page_faults(root),
            "parts": [] if parts == len(reports) else [f"{parts} of {len(reports)}"],
            "letters": [] if body == alone else ["they are not those of its parts"]}, path


def screens(pages):
    browser = ebook.browser()
    if not browser or not shutil.which("node") or not pdf_proof.fetch("@daisy/ace-cli"):
        return None
    script = os.path.join(pdf_proof.TOOLS, "screens.cjs")
    done = ebook.run("node", script, pdf_proof.CACHE, WIDTHS, *pages,
                     env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": browser})
    faults = {page: ["not looked at: " + done.stderr.decode("utf-8", "replace")[-300:]]
              for page in pages}
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        if line.startswith("{"):
            told = json.loads(line)
            faults[told["page"]] = told["faults"]
    return faults


def spoil(page, path):
    """A page that scrolls, whose texts overlap and can't be read."""
    with open(page, encoding="utf-8") as old, open(path, "w", encoding="utf-8") as new:
        new.write(old.read().replace(
            "</main>", '<p style="width:200em;color:#888;margin-top:-1em">甲</p>'
            '<p style="font-size:9px">乙</p><div class="table-scroll"><table>'
            '<caption><p style="text-align:right;max-width:9em">丙</p></caption>'
            '<tr><td><div style="width:1em">一月</div></td></tr></table></div>'
            '<p>甲乙<sup style="display:block">1</sup></p>'
            f'<p style="width:9em;text-align:justify">一二三四{"abc" * 9}一</p></main>'))


def main():
    folder = os.environ.get("KEEP") or tempfile.mkdtemp(prefix="web-")
    os.makedirs(folder, exist_ok=True)
    reports = ebook.find_reports(sys.argv[1:])
    pages = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, faults, page in pool.map(lambda one: test_report(one, folder), reports):
            for kind, found in faults.items():
                ebook.check(f"{name}: {kind}", found)
            pages += [page] if page else []
    if len(pages) == len(reports) > 1:
        faults, page = test_volume(reports, folder)
        for kind, found in faults.items():
            ebook.check(f"volume: {kind}", found)
        pages += [page] if page else []
    pages += [] if sys.argv[1:] else test_kinds(folder)
    if pages and os.path.basename(pdf_proof.BUILD) != "asan":
        bad = os.path.join(folder, "spoiled.html")
        spoil(pages[0], bad)
        told = screens(pages + [bad])
        if told is not None:
            found = " ".join(told.pop(bad))
            ebook.check("screens find faults", [
                word for word in ("scrolls", "out of the page", "overlaps", "contrast",
                                  "type of", "broken", "before its table", "stretched",
                                  "begins a line")
                if word not in found])
        ebook.check_checker("screens", told, pages)
    if not os.environ.get("KEEP"):
        shutil.rmtree(folder)
    print(f"{ebook.passed} passed, {ebook.failed} failed")
    return ebook.failed > 0


if __name__ == "__main__":
    sys.exit(main())
