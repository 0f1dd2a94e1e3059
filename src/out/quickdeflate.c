/* Blocks of up to 128 kB, each with Huffman codes of its own. A block is read twice: for
 * matches and frequencies of symbols, then to be written. */
#include "out/quickdeflate.h"

#include <endian.h>
#include <libdeflate.h>

#include "out/deflate.h"

enum {
    BLOCK = 1 << 17,
    WORD = 8,
    MATCH_MIN = 4,
    HASH_BITS = 14,
    SYMBOLS = 286, /* of literals and lengths */
    DISTANCES = 30,
    SORTS = 19,       /* symbols of code lengths (RFC 1951, 3.2.7) */
    LITERAL_MAX = 14, /* bits: four fit into a word with seven left over */
    DISTANCE_BITS_MAX = 15,
    SORT_MAX = 7,
    REPEAT = 16,     /* of code lengths: the last, 3 to 6 times */
    ZEROS = 17,      /* 3 to 10 */
    MORE_ZEROS = 18, /* 11 to 138 */
    HEAD_MAX = 512   /* bytes of a block's codes, of the stream's head and its tail */
};

/* Literals, then a copy; the last of a block has no length. */
typedef struct step {
    uint32_t literals;
    uint16_t length;
    uint16_t back; /* distance - 1 */
} step;

typedef struct code {
    uint16_t bits; /* the first the lowest */
    uint16_t count;
} code;

/* The codes of one alphabet. */
typedef struct alphabet {
    uint32_t used[SYMBOLS]; /* how often */
    code codes[SYMBOLS];
    uint32_t count; /* up to the last that is used */
} alphabet;

struct jb_quickdeflate {
    uint32_t places[1 << HASH_BITS]; /* by hash: `base` + where it was met last */
    uint32_t base;                   /* of this stream; earlier ones are out of reach */
    step steps[BLOCK / MATCH_MIN + 2];
    size_t step_count;
    uint64_t extra; /* bits behind their codes */
    alphabet literals, distances, sorts;
    uint8_t run[SYMBOLS + DISTANCES]; /* code lengths, run-length coded, */
    uint8_t run_extra[SYMBOLS + DISTANCES];
    size_t run_count;
};

jb_quickdeflate *jb_quickdeflate_new(jb_arena *into)
{
    jb_quickdeflate *state = JB_ROOM(into, jb_quickdeflate, 1);
    memset(state->places, 0, sizeof state->places); /* the rest is each block's */
    state->base = JB_DEFLATE_DISTANCE_MAX + 1;
    return state;
}

/* Codes of nine bits would serve all literals and lengths, of five all distances, and
 * 18 bits follow at most; best codes take less, and those that were cut little more. */
static size_t block_bound(size_t len)
{
    return len + len / 4 + HEAD_MAX;
}

size_t jb_quickdeflate_bound(size_t len)
{
    return block_bound(len) + len / BLOCK * HEAD_MAX;
}

/* ---- matches ------------------------------------------------------------------- */

static uint32_t load32(const char *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return le32toh(word);
}

static uint64_t load64(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return le64toh(word);
}

static uint32_t hash_of(uint32_t word)
{
    return word * 0x9E3779B1u >> (32 - HASH_BITS);
}

/* How many bytes are the same, up to `most`. */
static uint32_t same(const char *a, const char *b, uint32_t most)
{
    uint32_t len = 0;
    for (; len + WORD <= most; len += WORD) {
        uint64_t unlike = load64(a + len) ^ load64(b + len);
        if (unlike)
            return len + (uint32_t)__builtin_ctzll(unlike) / 8;
    }
    while (len < most && a[len] == b[len])
        len++;
    return len;
}

static void add_step(jb_quickdeflate *s, size_t literals, uint32_t length,
                     uint32_t distance)
{
    s->steps[s->step_count++] =
        (step){(uint32_t)literals, (uint16_t)length, (uint16_t)(distance - 1)};
    if (!length)
        return;
    jb_deflate_symbol by = jb_deflate_length(length),
                      from = jb_deflate_distance(distance);
    s->literals.used[by.symbol]++;
    s->distances.used[from.symbol]++;
    s->extra += by.count + from.count;
}

/* Divides a block, from `at` to `end` of the stream, into steps. */
static void find_steps(jb_quickdeflate *s, jb_str bytes, size_t at, size_t end)
{
    const char *all = bytes.at;
    uint32_t *places = s->places, *used = s->literals.used, base = s->base;
    size_t last = end >= MATCH_MIN ? end - MATCH_MIN : 0, begin = at;
    while (at < last) {
        uint32_t word = load32(all + at), *place = &places[hash_of(word)];
        uint32_t here = base + (uint32_t)at, distance = here - *place;
        *place = here;
        if (distance > JB_DEFLATE_DISTANCE_MAX || load32(all + at - distance) != word) {
            used[(uint8_t)word]++;
            at++;
            continue;
        }
        uint32_t most = (uint32_t)JB_MIN(end - at, (size_t)JB_DEFLATE_LENGTH_MAX);
        uint32_t length = same(all + at, all + at - distance, most);
        add_step(s, at - begin, length, distance);
        begin = at + length;
        while (++at < begin && at < last)
            places[hash_of(load32(all + at))] = base + (uint32_t)at;
        at = begin;
    }
    for (; at < end; at++)
        used[(uint8_t)all[at]]++;
    add_step(s, end - begin, 0, 1);
}

/* ---- codes --------------------------------------------------------------------- */

/* The symbols that are used, the rarest first. */
static uint32_t sort_symbols(const alphabet *a, uint32_t count, uint16_t *sorted)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < count; i++)
        if (a->used[i])
            sorted[n++] = (uint16_t)i;
    for (uint32_t gap = n > 40 ? 40 : 1;; gap = gap > 13 ? 13 : gap > 4 ? 4 : 1) {
        for (uint32_t i = gap; i < n; i++) {
            uint16_t moved = sorted[i];
            uint32_t at = i;
            for (; at >= gap && a->used[sorted[at - gap]] > a->used[moved]; at -= gap)
                sorted[at] = sorted[at - gap];
            sorted[at] = moved;
        }
        if (gap == 1)
            return n;
    }
}

/* Moffat and Katajainen, In-place calculation of minimum-redundancy codes, 1995: the
 * weights, two at least, ascending, become the lengths of their codes, descending. */
static void find_lengths(uint32_t *w, uint32_t n)
{
    uint32_t leaf = 0, root = 0;
    for (uint32_t next = 0; next + 1 < n; next++) { /* weights become parents */
        uint32_t sum = 0;
        for (int i = 0; i < 2; i++) {
            if (leaf >= n || (root < next && w[root] < w[leaf])) {
                sum += w[root];
                w[root++] = next;
            } else {
                sum += w[leaf++];
            }
        }
        w[next] = sum;
    }
    w[n - 2] = 0;
    for (uint32_t i = n - 2; i-- > 0;) /* parents become depths */
        w[i] = w[w[i]] + 1;
    uint32_t free = 1, depth = 0, inner = n - 2, at = n;
    for (bool is_inner = true; free > 0; depth++) { /* depths of nodes: of leaves */
        uint32_t nodes = 0;
        for (; is_inner && w[inner] == depth; nodes++)
            is_inner = inner-- > 0;
        for (; free > nodes; free--)
            w[--at] = depth;
        free = nodes * 2;
    }
}

/* Cuts codes to `most` bits, which makes too many of them; as long as there are, one of
 * the longest goes to stand beside a shorter one, which becomes a bit longer. */
static void limit_lengths(uint32_t *lengths, uint32_t n, uint32_t most)
{
    uint32_t sum = 0, counts[DISTANCE_BITS_MAX + 1] = {0};
    if (lengths[0] <= most)
        return;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t bits = JB_MIN(lengths[i], most);
        sum += 1U << (most - bits); /* of 2^-bits, in 2^-most */
        counts[bits]++;
    }
    for (; sum > 1U << most; sum--) {
        uint32_t bits = most - 1;
        while (!counts[bits])
            bits--;
        counts[bits]--;
        counts[bits + 1] += 2;
        counts[most]--;
    }
    for (uint32_t i = 0, bits = most; i < n; i++) {
        while (!counts[bits])
            bits--;
        lengths[i] = bits;
        counts[bits]--;
    }
}

/* Canonical codes (RFC 1951, 3.2.2): in the order of lengths, then of symbols. */
static void assign(alphabet *a)
{
    uint32_t counts[DISTANCE_BITS_MAX + 1] = {0}, next[DISTANCE_BITS_MAX + 1] = {0};
    for (uint32_t i = 0; i < a->count; i++)
        counts[a->codes[i].count]++;
    for (uint32_t bits = 2; bits <= DISTANCE_BITS_MAX; bits++)
        next[bits] = (next[bits - 1] + counts[bits - 1]) << 1;
    for (uint32_t i = 0; i < a->count; i++) {
        code *c = &a->codes[i];
        if (c->count)
            c->bits = (uint16_t)jb_deflate_reversed(next[c->count]++, c->count);
    }
}

/* Makes the codes of an alphabet of `count` symbols: two at least, since readers are
 * wary of less. */
static void make_codes(alphabet *a, uint32_t count, uint32_t most)
{
    uint16_t sorted[SYMBOLS];
    uint32_t lengths[SYMBOLS], n;
    for (uint32_t i = 0; (n = sort_symbols(a, count, sorted)) < 2; i++)
        a->used[i] += !a->used[i];
    for (uint32_t i = 0; i < n; i++)
        lengths[i] = a->used[sorted[i]];
    find_lengths(lengths, n);
    limit_lengths(lengths, n, most);
    memset(a->codes, 0, count * sizeof *a->codes);
    a->count = 0;
    for (uint32_t i = 0; i < n; i++) {
        a->codes[sorted[i]].count = (uint16_t)lengths[i];
        a->count = JB_MAX(a->count, sorted[i] + 1u);
    }
    assign(a);
}

/* ---- writing ------------------------------------------------------------------- */

typedef struct writer {
    char *at;
    uint64_t bits; /* not yet written, fewer than 8 after a flush */
    unsigned count;
} writer;

static inline void put(writer *to, uint64_t bits, unsigned count)
{
    to->bits |= bits << to->count;
    to->count += count;
}

static inline void put_code(writer *to, code c)
{
    put(to, c.bits, c.count);
}

static inline void flush(writer *to)
{
    uint64_t word = htole64(to->bits);
    memcpy(to->at, &word, sizeof word);
    to->at += to->count / 8;
    to->bits >>= to->count & ~7u;
    to->count &= 7;
}

/* ... the lengths of all codes as symbols of their own (3.2.7). */
static void add_run(jb_quickdeflate *s, uint8_t length, uint32_t count)
{
    while (count > 0) {
        uint32_t taken = 1, sort = length;
        if (length == 0 && count >= 3) {
            taken = JB_MIN(count, 138u);
            sort = taken < 11 ? ZEROS : MORE_ZEROS;
        } else if (count >= 4) {
            s->run[s->run_count++] = length;
            s->sorts.used[length]++;
            count--;
            taken = JB_MIN(count, 6u);
            sort = REPEAT;
        }
        s->run_extra[s->run_count] = (uint8_t)(taken - (sort == MORE_ZEROS ? 11 : 3));
        s->run[s->run_count++] = (uint8_t)sort;
        s->sorts.used[sort]++;
        count -= taken;
    }
}

static void find_runs(jb_quickdeflate *s)
{
    uint8_t lengths[SYMBOLS + DISTANCES];
    uint32_t count = 0;
    for (uint32_t i = 0; i < s->literals.count; i++)
        lengths[count++] = (uint8_t)s->literals.codes[i].count;
    for (uint32_t i = 0; i < s->distances.count; i++)
        lengths[count++] = (uint8_t)s->distances.codes[i].count;
    s->run_count = 0;
    memset(s->sorts.used, 0, SORTS * sizeof *s->sorts.used);
    for (uint32_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && lengths[end] == lengths[i];)
            end++;
        add_run(s, lengths[i], end - i);
    }
    make_codes(&s->sorts, SORTS, SORT_MAX);
}

static void put_codes(jb_quickdeflate *s, writer *to, bool is_last)
{
    static const uint8_t order[SORTS] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                         11, 4,  12, 3, 13, 2, 14, 1, 15};
    uint32_t sorts = SORTS;
    find_runs(s);
    while (sorts > 4 && !s->sorts.codes[order[sorts - 1]].count)
        sorts--;
    put(to, is_last | 2u << 1, 3);
    put(to, s->literals.count - JB_DEFLATE_LENGTHS_AT, 5);
    put(to, s->distances.count - 1, 5);
    put(to, sorts - 4, 4);
    for (uint32_t i = 0; i < sorts; i++) {
        put(to, s->sorts.codes[order[i]].count, 3);
        flush(to);
    }
    for (size_t i = 0; i < s->run_count; i++) {
        put_code(to, s->sorts.codes[s->run[i]]);
        if (s->run[i] >= REPEAT)
            put(to, s->run_extra[i],
                s->run[i] == REPEAT  ? 2
                : s->run[i] == ZEROS ? 3
                                     : 7);
        flush(to);
    }
}

static void put_literals(writer *to, const code *codes, const char *at, size_t count)
{
    writer own = *to;
    for (; count >= 4; count -= 4, at += 4) {
        for (int i = 0; i < 4; i++)
            put_code(&own, codes[(uint8_t)at[i]]);
        flush(&own);
    }
    for (; count > 0; count--, at++)
        put_code(&own, codes[(uint8_t)*at]);
    flush(&own);
    *to = own;
}

static void put_steps(const jb_quickdeflate *s, writer *to, const char *at)
{
    const code *literals = s->literals.codes, *distances = s->distances.codes;
    for (size_t i = 0; i < s->step_count; i++) {
        const step *next = &s->steps[i];
        put_literals(to, literals, at, next->literals);
        at += next->literals + next->length;
        if (!next->length)
            break;
        jb_deflate_symbol length = jb_deflate_length(next->length);
        jb_deflate_symbol distance = jb_deflate_distance(next->back + 1u);
        put_code(to, literals[length.symbol]);
        put(to, length.extra, length.count);
        put_code(to, distances[distance.symbol]);
        put(to, distance.extra, distance.count);
        flush(to);
    }
    put_code(to, literals[JB_DEFLATE_END_OF_BLOCK]);
    flush(to);
}

/* The bits of all symbols of an alphabet. */
static uint64_t size_of(const alphabet *a)
{
    uint64_t bits = 0;
    for (uint32_t i = 0; i < a->count; i++)
        bits += (uint64_t)a->used[i] * a->codes[i].count;
    return bits;
}

static void write_block(jb_quickdeflate *s, jb_str bytes, size_t at, writer *to)
{
    size_t end = JB_MIN(bytes.len, at + BLOCK);
    memset(s->literals.used, 0, sizeof s->literals.used);
    memset(s->distances.used, 0, DISTANCES * sizeof *s->distances.used);
    s->step_count = 0;
    s->extra = 0;
    s->literals.used[JB_DEFLATE_END_OF_BLOCK] = 1;
    find_steps(s, bytes, at, end);
    make_codes(&s->literals, SYMBOLS, LITERAL_MAX);
    make_codes(&s->distances, DISTANCES, DISTANCE_BITS_MAX);
    uint64_t bits = size_of(&s->literals) + size_of(&s->distances) + s->extra;
    JB_MUST(bits / 8 + HEAD_MAX <= block_bound(end - at),
            "codes longer than they can be");
    put_codes(s, to, end == bytes.len);
    put_steps(s, to, bytes.at + at);
}

size_t jb_quickdeflate_write(jb_quickdeflate *state, jb_str bytes, char *out)
{
    writer to = {.at = out};
    uint32_t sum = libdeflate_adler32(1, bytes.at, bytes.len);
    JB_MUST(bytes.len < UINT32_MAX / 2, "a stream of 2 GB");
    if (state->base > UINT32_MAX / 2) { /* numbers of places would begin anew */
        memset(state->places, 0, sizeof state->places);
        state->base = JB_DEFLATE_DISTANCE_MAX + 1;
    }
    put(&to, 0x0178, 16); /* RFC 1950: deflate, 32 kB, quickest */
    size_t at = 0;
    do
        write_block(state, bytes, at, &to);
    while ((at += BLOCK) < bytes.len);
    state->base += (uint32_t)bytes.len + JB_DEFLATE_DISTANCE_MAX + 1;
    to.count = (to.count + 7) & ~7u;
    put(&to, be32toh(htole32(sum)), 32);
    flush(&to);
    return (size_t)(to.at - out);
}
