#!/usr/bin/env python3
"""Web pages under independent readers. Every report (the samples, those of JB_REAL or of
../shared/real beside the checkout) is exported as PDF and HTML in one run, and all of them
as one page.

  page       well-formed XML without scripts; nothing but data: and links needs an address;
             ids are unique, links within the page lead somewhere
  letters    it says what the pages of the PDF say, letter by letter and in order
  marks      as many marks of pages as the PDF has pages, in order
  screens    in Chromium, at 360, 768 and 1280 px, light and dark: no sideways scrolling,
             nothing out of the page, no overlap, contrast of 4.5 at least

    tests/web.py [REPORT|FOLDER...]    KEEP=DIR keeps the pages there"""

import concurrent.futures
import json
import os
import shutil
import sys
import tempfile
from xml.etree import ElementTree

sys.dont_write_bytecode = True  # nothing is left in the checkout
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ebook  # noqa: E402
import pdf_proof  # noqa: E402
sys.path.insert(0, pdf_proof.TOOLS)
import epubread  # noqa: E402
import pdftext  # noqa: E402
from epubread import OPS, XHTML  # noqa: E402

WIDTHS = "360,768,1280"
# What HTML says by role, an e-book by epub:type.
TYPES = {"doc-pagebreak": "pagebreak", "doc-backlink": "backlink"}


class Page:
    """A web page, to be read as an e-book of one document."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.root = ElementTree.fromstring(file.read())
        main = self.root.find(f".//{XHTML}main")
        body = ElementTree.Element(XHTML + "body")
        body.extend(main)
        for element in body.iter():
            kind = TYPES.get(element.get("role"))
            if element.get("class") == "notes":
                kind = "footnotes"
            if kind:
                element.set(OPS + "type", kind)
        self.documents = {"page": ElementTree.Element(XHTML + "html")}
        self.documents["page"].append(body)

    def texts(self):
        return ["page"]


def page_faults(page):
    faults = []
    ids = [element.get("id") for element in page.root.iter() if element.get("id")]
    faults += [f"twice the id {one}" for one in set(ids) if ids.count(one) > 1]
    for element in page.root.iter():
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
    style = page.root.find(f".//{XHTML}style").text
    faults += [f"the style sheet has {one}" for one in ("url(", "@import") if one in style]
    return faults


def test_report(report, folder):
    stem = os.path.join(folder, os.path.basename(report).rsplit(".", 1)[0])
    done = ebook.run(ebook.PROGRAM, "export", "-q", "--to", "pdf,html", report, "-o",
                     folder + "/")
    if done.returncode:
        return report, {"export": [done.stderr.decode("utf-8", "replace")]}, None
    page = Page(stem + ".html")
    reading = epubread.Reading(page)
    labels = [mark[0] for mark in reading.marks]
    wanted = [str(i + 1) for i in range(len(pdftext.read(stem + ".pdf")))]
    faults = {"page": page_faults(page),
              "marks": [] if labels == wanted else [f"{labels}, not {wanted}"]}
    if os.path.basename(report) not in ("scripts.yaml", "rtl.yaml"):
        # Text from right to left is painted in other orders.
        faults["letters"] = ebook.letter_faults(reading, report)
    return os.path.relpath(report), faults, stem + ".html"


def test_volume(reports, folder):
    path = os.path.join(folder, "volume.html")
    done = ebook.run(ebook.PROGRAM, "export", "-q", "--volume", "全部报告", *reports, "-o",
                     path)
    if done.returncode:
        return {"export": [done.stderr.decode("utf-8", "replace")]}, None
    page = Page(path)
    parts = len(page.root.findall(f".//{XHTML}article"))
    alone = "".join(epubread.Reading(Page(os.path.join(
        folder, os.path.basename(report).rsplit(".", 1)[0] + ".html"))).body
        for report in reports)
    return {"page": page_faults(page),
            "parts": [] if parts == len(reports) else [f"{parts} of {len(reports)}"],
            "letters": [] if epubread.Reading(page).body == alone
            else ["they are not those of its parts"]}, path


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
            "</main>", '<p style="width:200em;color:#888;margin-top:-1em">甲</p></main>'))


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
    if pages and os.path.basename(pdf_proof.BUILD) != "asan":
        bad = os.path.join(folder, "spoiled.html")
        spoil(pages[0], bad)
        told = screens(pages + [bad])
        if told is not None:
            found = " ".join(told.pop(bad))
            ebook.check("screens find faults", [
                word for word in ("scrolls", "out of the page", "overlaps", "contrast")
                if word not in found])
        ebook.check_checker("screens", told, pages)
    if not os.environ.get("KEEP"):
        shutil.rmtree(folder)
    print(f"{ebook.passed} passed, {ebook.failed} failed")
    return ebook.failed > 0


if __name__ == "__main__":
    sys.exit(main())
