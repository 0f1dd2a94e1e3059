"""Lays one long text beside another that should contain it in order."""

import difflib


class Alignment:
    """at[i] is the index in `found` of wanted[i], or None where it was not found there;
    extra are the stretches [begin, end) of `found` that nothing wanted."""

    def __init__(self, wanted, found):
        self.wanted, self.found = wanted, found
        self.at = [None] * len(wanted)
        self.extra = []
        self.lost = []
        self._run()

    def _run(self):
        i = j = 0
        wanted, found = self.wanted, self.found
        while i < len(wanted):
            if j < len(found) and wanted[i] == found[j] and self._is_anchored(i, j):
                self.at[i] = j
                i, j = i + 1, j + 1
                continue
            skip_i, to_j = self._resume(i, j)
            self._between(i, i + skip_i, j, to_j)
            i, j = i + skip_i, to_j
            if i < len(wanted) and j < len(found):  # wanted[i] == found[j] by _resume
                self.at[i] = j
                i, j = i + 1, j + 1
        if j < len(found):
            self.extra.append((j, len(found)))

    def _between(self, i, to_i, j, to_j):
        """What lies between two anchors: small pieces in it may still match."""
        if 0 < to_i - i < 400 and 0 < to_j - j < 4000:
            match = difflib.SequenceMatcher(None, self.wanted[i:to_i],
                                            self.found[j:to_j], False)
            for what, a, b, c, d in match.get_opcodes():
                if what == "equal":
                    self.at[i + a:i + b] = range(j + c, j + d)
                    continue
                if b > a:
                    self.lost.append((i + a, i + b, j + c))
                if d > c:
                    self.extra.append((j + c, j + d))
            return
        if to_i > i:
            self.lost.append((i, to_i, j))
        if to_j > j:
            self.extra.append((j, to_j))

    def _is_anchored(self, i, j):
        """Right after a gap anything may match by chance; within a stretch it may not."""
        return j > 0 and i > 0 and self.at[i - 1] == j - 1 or \
            self.wanted[i:i + 4] == self.found[j:j + 4]

    def _resume(self, i, j):
        """The nearest place where both go on alike: how much wanted text is skipped, and
        the index in found."""
        wanted, found = self.wanted, self.found
        for size in (16, 8, 5, 3):
            best = None
            for skip in range(0, min(3000, len(wanted) - i)):
                if best and skip >= best[0]:
                    break
                gram = wanted[i + skip:i + skip + size]
                if len(gram) < min(size, 3):
                    break
                to = found.find(gram, j)
                if to >= 0:
                    cost = skip * 4 + (to - j)
                    if not best or cost < best[0]:
                        best = (cost, skip, to)
            if best:
                return best[1], best[2]
        to = found.find(wanted[i:], j) if len(wanted) - i < 3 else -1
        return (0, to) if to >= 0 else (len(wanted) - i, j)
