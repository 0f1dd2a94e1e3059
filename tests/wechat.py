#!/usr/bin/env python3
"""Articles for public accounts keep to what the account's editor leaves alone: for the
samples, the goldens that are exported, and, where it exists, ../shared/real beside the
checkout (JB_REAL names another folder)

  form      well-formed; only elements, attributes and properties of the lists below; no
            link but to articles, no picture but its own bytes, no pure black or white
  letters   the same letters and digits as the report as plain text has

    tests/wechat.py [REPORT...]"""

import collections
import glob
import os
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("JIANBAO", os.path.join(ROOT, "build", "release", "jianbao"))
XHTML = "{http://www.w3.org/1999/xhtml}"
ELEMENTS = {"section", "p", "span", "strong", "em", "sup", "sub", "br", "hr", "a", "img", "table",
            "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "style"}, "th": {"style", "colspan", "rowspan"},
              "td": {"style", "colspan", "rowspan"}}
PROPERTIES = {"margin", "padding", "font-size", "font-weight", "font-family", "line-height",
              "letter-spacing", "color", "background-color", "text-align", "text-indent",
              "text-decoration", "vertical-align", "border", "border-left", "border-top",
              "border-bottom", "border-collapse", "overflow-x", "width", "min-width", "max-width",
              "height", "display", "white-space", "word-break"}
# Titles that only the article has.
TITLES = ("注释", "参考链接", "註釋", "參考連結", "注", "参考リンク", "각주", "참고 링크", "Notes",
          "Links", "الحواشي", "الروابط", "הערות", "קישורים", "یادداشت‌ها", "پیوندها")


def run(to, report, *args):
    return subprocess.run([PROGRAM, "export", "--quiet", "--to", to, "-o", "-", *args, report],
                          capture_output=True, check=False)


def style_faults(style):
    for declaration in filter(None, style.split(";")):
        name, _, value = declaration.partition(":")
        if name not in PROPERTIES:
            yield f"property {name}"
        if re.search(r"#(000000|ffffff)|url\(|position|transform|gradient|!important|\dpt\b", value):
            yield f"value {declaration}"
    if ";;" in style or (style and not style.endswith(";")):
        yield f"style {style}"


def form_faults(body):
    for element in body.iter():
        name = element.tag.replace(XHTML, "")
        if element is body:
            continue
        if name not in ELEMENTS:
            yield f"element {name}"
        for attribute in element.keys():
            if attribute not in ATTRIBUTES.get(name, {"style"}):
                yield f"attribute {attribute} of {name}"
        yield from style_faults(element.get("style", ""))
        if not re.match(r"https?://mp\.weixin\.qq\.com/|$", element.get("href", "")):
            yield f"link to {element.get('href')}"
        if name == "img" and not element.get("src", "").startswith("data:image/"):
            yield f"picture {element.get('src')[:60]}"


def letters(text):
    text = unicodedata.normalize("NFKC", text)
    return collections.Counter(c for c in text if unicodedata.category(c)[0] in "LN")


def texts_of(body):
    """The article's text without its titles of our own, marks of links and their list."""
    for paragraph in body.iter():
        yield paragraph.get("alt", "")
        if paragraph.tag not in (XHTML + "p", XHTML + "th", XHTML + "td") or \
                paragraph.find(f".//{XHTML}p") is not None:
            continue
        text = "".join(paragraph.itertext())
        is_title = paragraph.tag == XHTML + "p" and len(paragraph) == 1 and \
            paragraph[0].tag == XHTML + "strong" and text in TITLES
        if not is_title and not re.match(r"〔\d+〕\S+$", text):
            yield re.sub(r"〔\d+〕", "", text)


def faults_of(report):
    done = run("wechat", report)
    if done.returncode:
        return None
    try:
        page = ElementTree.fromstring(done.stdout)
    except ElementTree.ParseError as fault:
        return [f"not well-formed: {fault}"]
    body = page.find(XHTML + "body")
    faults = list(dict.fromkeys(form_faults(body)))
    plain = run("txt", report, "--columns", "100000").stdout.decode()
    plain = re.sub(r" <(?:https?://|mailto:)[^>]*>", "", plain)
    wanted, found = letters(plain), letters("\n".join(texts_of(body)))
    if wanted != found:
        faults.append(f"letters lost: {dict(wanted - found)}; added: {dict(found - wanted)}")
    return faults


def find_reports():
    places = [os.path.join(ROOT, "samples"), os.path.join(ROOT, "tests", "cases")]
    places += sorted(glob.glob(os.path.join(ROOT, "tests", "golden", "*")))
    real = os.environ.get("JB_REAL", os.path.join(ROOT, "..", "shared", "real"))
    places += [real] if os.path.isdir(real) else []
    return [report for place in places for pattern in ("*.yaml", "*.md")
            for report in sorted(glob.glob(os.path.join(glob.escape(place), pattern)))]


def main():
    passed = failed = 0
    for report in sys.argv[1:] or find_reports():
        faults = faults_of(report)
        if faults is None:
            continue
        passed, failed = passed + (not faults), failed + bool(faults)
        for fault in faults[:6]:
            print(f"FAIL {os.path.relpath(report, ROOT)}: {fault}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
