"""What a report says, by readers that are not ours: markdown-it-py and PyYAML.

read(path) gives the body as blocks in order, each with its kind (heading, para, cell,
code, note) and its text; hard line breaks are "\\v" in it.  What the program prints of
itself (numbers of lists and headings, marks of footnotes) is not in it."""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pdftext  # noqa: E402

SYSTEM_PYTHON = "/usr/bin/python3"


def need_modules():
    """Starts the script again under the system's own Python when the readers are only
    there (packages of the distribution); says what is missing otherwise."""
    missing = []
    for module, package in (("markdown_it", "python3-markdown-it"), ("yaml", "python3-yaml")):
        try:
            __import__(module)
        except ImportError:
            missing.append(package)
    if not missing:
        return True
    if os.path.exists(SYSTEM_PYTHON) and not os.environ.get("JB_SYSTEM_PYTHON"):
        os.environ["JB_SYSTEM_PYTHON"] = "1"
        os.execv(SYSTEM_PYTHON, [SYSTEM_PYTHON] + sys.argv)
    for package in missing:
        print(f"not checked: {package} is missing")
    return False


class Block:
    def __init__(self, kind, text):
        self.kind, self.text = kind, text
        self.letters = pdftext.letters(text)

    def __repr__(self):
        return f"<{self.kind} {self.text[:20]!r}>"


class Reference:
    def __init__(self):
        self.blocks = []   # the body
        self.notes = []    # footnotes: they stand at the pages' feet
        self.pictures = [] # addresses and alternative texts of images
        self.meta = {}     # front matter, or the top level without the body
        self.source = ""   # the whole file
        self.rubies = []   # annotations of {base|annotation}: they follow their line


# Keys whose values are settings, not text.
SETTINGS = {
    "align", "对齐", "style", "样式", "kind", "类型", "type", "width", "宽度", "level", "级别",
    "file", "文件", "path", "路径", "src", "image", "图片", "lang", "语言", "id", "编号",
    "anchor", "start", "起始", "header-rows", "表头行数", "numbering", "columns", "unit-of",
    "language", "alt", "替代文字", "colspan", "rowspan", "跨列", "跨行", "cols", "rowspans",
}
BODY = ("body", "正文")
HEADINGS = {"h", "heading", "标题", "节", "小标题"}
TABLES = {"table", "表", "表格"}
CODES = {"code", "代码"}
FIGURES = {"figure", "图", "插图"}
BREAKS = {"pagebreak", "page-break", "分页", "换页", "rule", "线", "分隔线"}


def read(path):
    import yaml
    with open(path, encoding="utf-8-sig", newline=None) as file:
        text = file.read()
    ref = Reference()
    ref.source = text
    if path.endswith((".yaml", ".yml")):
        top = yaml.compose(text, Loader=yaml.BaseLoader)
        for key, value in top.value:
            if key.value in BODY:
                _body(value, ref)
            else:
                ref.meta[key.value] = _plain(value)
    else:
        head, body = _split(text)
        if head:
            ref.meta = yaml.load(head, Loader=yaml.BaseLoader) or {}
        _markdown(body, ref)
    ref.blocks = [block for block in ref.blocks if block.letters]
    ref.notes = [block for block in ref.notes if block.letters]
    return ref


def _split(text):
    m = re.match(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|$)", text, re.S)
    return (m[1], text[m.end():]) if m else ("", text)


def _plain(node):
    kind = type(node).__name__
    if kind == "MappingNode":
        return {key.value: _plain(value) for key, value in node.value}
    if kind == "SequenceNode":
        return [_plain(value) for value in node.value]
    return node.value


# ---- Markdown ----------------------------------------------------------------------

NOTE = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*)", re.M)
DIRECTIVE = re.compile(r"^:::[ \t]*(\S+)[ \t]*(.*)\n((?:.*\n)*?):::[ \t]*$", re.M)
KNOWN_TAG = re.compile(r"</?(?:br|sup|sub|u)\b[^>]*>|<!--.*?-->", re.S | re.I)


def _reader():
    from markdown_it import MarkdownIt
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _markdown(body, ref):
    body = re.sub(r"[\u200b\ufeff\u2060]", "", body)
    labels = set()

    def take_note(m):
        labels.add(m[1])
        ref.notes += _blocks(re.sub(r"(?m)^[ \t]+", "", m[2]), labels, ref)
        return ""

    body = NOTE.sub(take_note, body)
    at = 0
    for m in DIRECTIVE.finditer(body):
        ref.blocks += _blocks(body[at:m.start()], labels, ref)
        _directive(m, ref)
        at = m.end()
    ref.blocks += _blocks(body[at:], labels, ref)
    for note in ref.notes:
        note.kind = "note"


def _directive(m, ref):
    rest = re.split(r"[｜|]", m[2])
    last = []
    for part in rest:
        key, mark, value = part.partition("：")
        block = Block("caption", value if mark and len(key.strip()) <= 3 else part)
        (last if mark else ref.blocks).append(block)
    for row in m[3].splitlines():
        for cell in re.split(r"[|\t]", row):
            for block in _inline(_reader(), cell.strip()):
                ref.blocks.append(Block("cell", block))
    ref.blocks += last


def _blocks(text, labels, ref):
    reader = _reader()
    out = []
    kinds = {"heading_open": "heading", "paragraph_open": "para", "th_open": "cell",
             "td_open": "cell"}
    kind = "para"
    for token in reader.parse(text):
        if token.type in kinds:
            kind = kinds[token.type]
        elif token.type == "inline":
            out.append(Block(kind, _text(token.children, labels)))
            for image in token.children or ():
                if image.type == "image":
                    ref.pictures += [str(image.attrs.get("src", "")), image.content]
                    out.append(Block("caption", str(image.attrs.get("title", ""))))
        elif token.type in ("fence", "code_block"):
            out.append(Block("code", token.content))
        elif token.type == "html_block":
            out.append(Block("code", KNOWN_TAG.sub("", token.content)))
    return out


def _text(tokens, labels):
    out = []
    for token in tokens or ():
        if token.type == "text":
            out.append(re.sub(r"\[\^([^\]\s]+)\]",
                              lambda m: "" if m[1] in labels else m[0], token.content))
        elif token.type == "code_inline":
            out.append(token.content)
        elif token.type == "html_inline":
            if re.match(r"<br\b", token.content, re.I):
                out.append("\v")
            elif not KNOWN_TAG.fullmatch(token.content):
                out.append(token.content)
        elif token.type == "softbreak":
            out.append("\n")
        elif token.type == "hardbreak":
            out.append("\v")
    return "".join(out)


def _inline(reader, text):
    tokens = reader.parseInline(text)
    return [_text(token.children, ()) for token in tokens]


# ---- YAML --------------------------------------------------------------------------

def _body(node, ref):
    if type(node).__name__ == "ScalarNode":
        _markdown(node.value, ref)
        return
    for block in node.value:
        if type(block).__name__ == "ScalarNode":
            _scalar(block.value, "para", ref)
            continue
        for key, value in block.value:
            name = key.value
            if name in BREAKS:
                continue
            kind = ("heading" if name in HEADINGS else "cell" if name in TABLES else
                    "code" if name in CODES else "caption" if name in FIGURES else "para")
            if name not in FIGURES or type(value).__name__ != "ScalarNode":
                _walk(value, kind, ref)


def _walk(node, kind, ref):
    name = type(node).__name__
    if name == "MappingNode":
        keys = {key.value for key, value in node.value}
        only = keys & {"text", "文字"} if kind == "cell" else None
        for key, value in node.value:
            if only and key.value not in only:
                continue  # spans and alignment of a cell
            if key.value not in SETTINGS:
                _walk(value, kind, ref)
    elif name == "SequenceNode":
        for value in node.value:
            _walk(value, kind, ref)
    else:
        _scalar(node.value, kind, ref)


def _scalar(text, kind, ref):
    if kind == "code":
        ref.blocks.append(Block(kind, text))
        return
    ref.rubies += re.findall(r"\{[^{}|]*\|([^{}|]*)\}", text)
    text = re.sub(r"\{([^{}|]*)\|([^{}|]*)\}", r"\1", text)        # ruby
    for _ in range(4):                                            # [text]{lang=en}
        text = re.sub(r"\[([^\[\]]*)\]\{[^{}]*\}", r"\1", text)
    for part in re.split(r"\n[ \t]*\n", text.strip()):
        for inline in _inline(_reader(), part):
            ref.blocks.append(Block(kind, inline))
