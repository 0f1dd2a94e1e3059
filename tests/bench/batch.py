"""A batch: a thousand different reports of four pages, by one and two workers, as PDF and as
PDF and e-book, and what a second run takes that finds nothing new."""
import os
import shutil

import measuring
import peers

COUNT = int(os.environ.get("BATCH", "1000"))
PEER_COUNT = int(os.environ.get("PEER_REPORTS", "20"))  # of these peers make so many
WORKERS = (1, 2)
FORMATS = ("pdf", "pdf,epub")


def title_of(head):
    return head.split("标题: ", 1)[1].split("\n", 1)[0]


def write_reports(folder, pieces, words):
    """Copies of the sample under titles of their own, each with a paragraph of its own and
    the others in another order. Returns the words of each."""
    head, body, tail = pieces
    blocks = body.split("\n  - ")
    all_texts = []
    for number in range(COUNT):
        title = head.replace("标题: ", "标题: 第%d期 " % (number + 1), 1)
        own = "p: |\n      本期为第%d期，编号%06d。" % (number + 1, number * 7919)
        at = number % len(blocks)
        turned = blocks[:1] + blocks[at + 1:] + blocks[1:at + 1]
        text = title + "\n  - ".join(turned).rstrip("\n") + "\n  - " + own + "\n" + tail
        with open(os.path.join(folder, "%04d.yaml" % number), "w",
                  encoding="utf-8") as file:
            file.write(text)
        all_texts.append([title_of(title), *words("\n  - ".join([*turned, own]))])
    return all_texts


def written(folder):
    """Bytes of documents below a folder: what a batch notes for itself aside."""
    return sum(os.path.getsize(os.path.join(path, name))
               for path, _, names in os.walk(folder) if ".jianbao" not in path
               for name in names if name.endswith((".pdf", ".epub")))


def show(name, formats, workers, got, count, pages, size):
    if not got:
        print("%-10s %-20s %7d  failed" % (name, formats, workers), flush=True)
        return
    seconds, processor, memory = got
    print("%-10s %-20s %7d %8d %8.2f %10.1f %9s %8.1f %7.0f %9.1f" % (
        name, formats, workers, count, seconds, count / seconds,
        measuring.shown(pages and count * pages / seconds, "%.1f"),
        processor * 1000 / count, memory, size / 1e6), flush=True)


def run_ours(program, source, target, formats, workers):
    """The first run and the second, and the bytes between."""
    shutil.rmtree(target, ignore_errors=True)
    command = [program, "batch", source, "-o", target, "--to", formats, "--quiet",
               "--jobs", str(workers)]
    first = measuring.run_once(command, True)
    return first, measuring.run_once(command, True), written(target)


def run_peer(name, folder, texts, workers):
    pairs = [peers.prepare(name, folder, str(i), of) for i, of in enumerate(texts)]
    got = measuring.run_once(peers.command(name, folder, pairs, workers), True,
                             folder)
    pages = measuring.page_count(pairs[0][1])
    size = sum(os.path.getsize(target) for _, target in pairs if os.path.exists(target))
    return got, pages, size


def measure(program, folder, pieces, words, with_peers):
    """Prints the table; whether all of ours went well."""
    source, target = os.path.join(folder, "reports"), os.path.join(folder, "documents")
    os.mkdir(source)
    texts = write_reports(source, pieces, words)
    print("\na batch of %d reports; again: nothing is new since" % COUNT)
    print("%-10s %-20s %7s %8s %8s %10s %9s %8s %7s %9s" % (
        "program", "formats", "workers", "reports", "seconds", "reports/s", "pages/s",
        "cpu ms", "MB", "MB made"))
    is_good = True
    for workers in WORKERS:
        for formats in FORMATS:
            first, second, size = run_ours(program, source, target, formats, workers)
            one = os.path.join(target, "0000.pdf")
            pages = measuring.page_count(one) if os.path.exists(one) else None
            show("jianbao", formats, workers, first, COUNT, pages, size)
            show("jianbao", formats + ", again", workers, second, COUNT, pages, 0)
            is_good = is_good and bool(first and second)
        for name in peers.installed() if with_peers else ():
            got, pages, size = run_peer(name, folder, texts[:PEER_COUNT], workers)
            show(name, "pdf", workers, got, min(PEER_COUNT, COUNT), pages, size)
    return is_good
