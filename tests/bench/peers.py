"""Other programs that make PDF of the same texts, each a paragraph, in their own notation
and as their manuals advise; those that are installed."""
import os
import re
import shutil

FONT = "Noto Serif CJK SC"
FONT_FOLDER = "/usr/share/fonts/opentype/noto"


# Pages much as the sample's layout has them: A4, lines 18 pt apart, an indent of 2 em.


def write_typst(path, texts):
    with open(path, "w", encoding="utf-8") as file:
        file.write('#set text(font: "%s", lang: "zh", size: 10.5pt)\n'
                   "#set par(justify: true, leading: 7.5pt, spacing: 7.5pt,"
                   " first-line-indent: (amount: 2em, all: true))\n" % FONT)
        file.writelines(re.sub(r"([#$@*_<>\\\[\]])", r"\\\1", t) + "\n\n" for t in texts)


def write_markdown(path, texts):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(text + "\n\n" for text in texts)


def write_html(path, texts):
    with open(path, "w", encoding="utf-8") as file:
        file.write('<!doctype html><meta charset="utf-8"><html lang="zh"><style>'
                   '@page{size:A4;margin:25mm}p{font:10.5pt/18pt "%s";margin:0;'
                   'text-indent:2em;text-align:justify}</style>' % FONT)
        file.writelines("<p>%s</p>\n" % text for text in texts)


# Typst's compiler as npm has it; one process makes all files that it is given.
TYPST_DRIVER = """\
import { createRequire } from 'node:module';
import fs from 'node:fs';
const { NodeCompiler } = createRequire(process.env.TYPST_NODE_MODULES + '/x.js')(
  '@myriaddreamin/typst-ts-node-compiler');
const compiler = NodeCompiler.create(
  { workspace: '/', fontArgs: [{ fontPaths: [process.env.TYPST_FONTS] }] });
for (let at = 2; at < process.argv.length; at += 2) {
  const made = compiler.compile({ mainFilePath: process.argv[at] });
  if (!made.result) { made.printErrors(); process.exit(1); }
  fs.writeFileSync(process.argv[at + 1], compiler.pdf(made.result));
  compiler.evictCache(10);
}
"""
NODE_COMPILER = "@myriaddreamin/typst-ts-node-compiler"


def has(*names):
    return all(shutil.which(name) for name in names)


def has_node_typst():
    folder = os.environ.get("TYPST_NODE_MODULES", "")
    return has("node") and os.path.isdir(os.path.join(folder, NODE_COMPILER))


# Name: whether it is here, the ending and the writer of its files, the command of the shell
# for $0, the source, and $1, the target, or None for the driver.
PEERS = {
    "typst": (lambda: has("typst"), "typ", write_typst, 'exec typst compile "$0" "$1"'),
    "typst-npm": (has_node_typst, "typ", write_typst, None),
    "pandoc": (lambda: has("pandoc", "xelatex"), "md", write_markdown,
               'exec pandoc "$0" -o "$1" --pdf-engine=xelatex -V papersize=a4 '
               '-V linestretch=1.4 -V indent=true -V CJKmainfont="%s"' % FONT),
    "weasyprint": (lambda: has("weasyprint"), "html", write_html,
                   'exec weasyprint "$0" "$1"'),
    "chromium": (lambda: has("chromium"), "html", write_html,
                 'exec chromium --headless --no-sandbox --disable-gpu '
                 '--user-data-dir="$1.profile" --no-pdf-header-footer '
                 '--print-to-pdf="$1" "$0"'),
}


def installed():
    return [name for name, peer in PEERS.items() if peer[0]()]


def prepare(name, folder, stem, texts):
    """Writes the source; its path and the target's."""
    _, ending, write, _ = PEERS[name]
    source = os.path.join(folder, "%s-%s.%s" % (name, stem, ending))
    write(source, texts)
    return source, os.path.join(folder, "%s-%s.pdf" % (name, stem))


def command(name, folder, pairs, workers=1):
    """Makes all pairs of source and target, so many at a time: a process for each, or for
    the driver one for each worker's part."""
    text = PEERS[name][3]
    if text and len(pairs) == 1:
        return ["sh", "-c", text, *pairs[0]]
    listing = os.path.join(folder, name + ".list")
    with open(listing, "w", encoding="utf-8") as file:
        file.writelines("%s\n%s\n" % pair for pair in pairs)
    if text:
        return ["xargs", "-a", listing, "-P", str(workers), "-n", "2", "sh", "-c", text]
    driver = os.path.join(folder, "typst.mjs")
    with open(driver, "w", encoding="utf-8") as file:
        file.write(TYPST_DRIVER)
    part = -(-len(pairs) // workers)
    modules = os.path.abspath(os.environ["TYPST_NODE_MODULES"])
    return ["env", "TYPST_NODE_MODULES=" + modules,
            "TYPST_FONTS=" + os.environ.get("TYPST_FONTS", FONT_FOLDER), "xargs", "-a",
            listing, "-P", str(workers), "-n", str(2 * part), "node", driver]
