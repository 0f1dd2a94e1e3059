/* Pages are made from a window of boxes a few pages long. Chunks of the flow are
 * asked for when the window runs short, and freed once all their boxes stand on
 * pages that were given out; so memory depends on the page's content, not on the
 * number of pages. */
#include "page/paginate.h"

#include "flow/build.h"
#include "page/choose.h"
#include "page/furniture.h"
#include "page/notes.h"
#include "page/outline.h"
#include "page/overlay.h"
#include "page/paint.h"

/* Our choice and limits. */
enum {
    PAGES_MAX = 100 * 1000,
    CHUNK_BOXES = 300, /* asked for at a time: about seven pages */
    WINDOW_PAGES = 4,  /* heights of pages the window holds, for the last pages */
    PULLED_LINES = 5,  /* on a last page, pulled back when possible */
    MOVED_LINES = 6,   /* that stand there at least when they can't be pulled back */
    BODY_LINES = 3,    /* that come along with a report's last notes */
    SHRINK = 250,      /* thousandths that spaces may give up to fill a page */
    SHRINK_MAX = 400,  /* to spare a last page */
    LINE = 18 * 1000,  /* mpt; a line where the sheet has no paragraphs */
    DECOS_MAX = 256
};

static const jb_colour note_rule_colour = 0x595959;

typedef struct live_chunk {
    jb_chunk chunk;
    size_t left; /* boxes not yet on a page that was given out */
    size_t last; /* number of the last page that shows any of it; 0 = not known */
    struct live_chunk *next;
} live_chunk;

/* A page that was given out. */
typedef struct sheet_slot {
    jb_arena paper;
    jb_page page;
} sheet_slot;

typedef struct window_box {
    const jb_box *box;
    live_chunk *owner;
} window_box;

struct jb_pages {
    jb_arena own;      /* lives as long as the pages */
    sheet_slot first;  /* where all pages stand, one after the other, unless */
    sheet_slot *slots; /* some are kept: kept + 1 of them, in turn */
    size_t kept;
    sheet_slot *slot; /* of the page at hand */
    jb_arena cover;   /* of the furniture that is out */
    const jb_sheet *sheet;
    const jb_frame *frame;
    jb_fonts *fonts;
    const jb_page_texts *texts;
    jb_diag *diag;
    jb_build *build;
    bool is_built; /* no more boxes will come */
    live_chunk *oldest, *newest, *spare;
    JB_VEC(window_box) window;
    JB_VEC(const jb_box *) boxes; /* of the window, as jb_choose wants them */
    size_t at;                    /* first box of the next page, in the window */
    int64_t ahead;                /* heights of the boxes from `at` on */
    jb_notes notes;
    jb_mpt height, line;
    jb_choose_grid grid;
    int shrink_1000;
    size_t latest; /* box the page after the next may begin with; 0 = any */
    uint32_t open[DECOS_MAX];
    size_t open_count;
    size_t count;
    jb_items furniture;
    jb_furniture_kept kept_furniture;
    jb_outline outline;
    jb_page_watch watch;
    unsigned overlay; /* JB_OVERLAY_... */
};

jb_pages *jb_paginate_open(const jb_sheet *sheet, jb_fonts *fonts, const jb_block *root,
                           const jb_assets *assets, const jb_page_texts *texts,
                           jb_diag *diag)
{
    jb_arena own = {0};
    jb_pages *pages = JB_NEW(&own, jb_pages);
    pages->own = own;
    pages->sheet = sheet;
    pages->frame = jb_sheet_frame(sheet);
    pages->fonts = fonts;
    pages->texts = texts;
    pages->diag = diag;
    pages->height = pages->frame->height - pages->frame->top - pages->frame->bottom;
    const jb_style *body = jb_sheet_style(sheet, "paragraph");
    pages->line = body && body->setting.leading > 0 ? body->setting.leading : LINE;
    pages->grid.pitch = jb_sheet_pitch(sheet);
    if (pages->grid.pitch > 0)
        pages->grid.baseline = jb_para_baseline(body);
    pages->build = jb_build_open(sheet, fonts, root, assets, &pages->own, diag);
    return pages;
}

void jb_paginate_watch(jb_pages *pages, jb_page_watch watch)
{
    pages->watch = watch;
    jb_build_trace(pages->build, (jb_build_watch){NULL, NULL});
}

void jb_paginate_keep(jb_pages *pages, size_t count)
{
    pages->slots = JB_NEWS(&pages->own, sheet_slot, count + 1);
    pages->kept = count;
}

void jb_paginate_overlay(jb_pages *pages, unsigned what)
{
    pages->overlay = what;
    if (what)
        jb_build_trace(pages->build, (jb_build_watch){NULL, NULL});
}

static live_chunk *new_chunk(jb_pages *pages)
{
    live_chunk *live = pages->spare;
    if (live)
        pages->spare = live->next;
    else
        live = JB_NEW(&pages->own, live_chunk);
    *live = (live_chunk){.left = 0};
    if (pages->newest)
        pages->newest->next = live;
    else
        pages->oldest = live;
    pages->newest = live;
    return live;
}

/* Moves what is left of the window to its start, so that it does not grow. */
static void compact(jb_pages *pages)
{
    if (pages->at < pages->window.count / 2)
        return;
    size_t left = pages->window.count - pages->at;
    memmove(pages->window.items, pages->window.items + pages->at,
            left * sizeof *pages->window.items);
    memmove(pages->boxes.items, pages->boxes.items + pages->at,
            left * sizeof *pages->boxes.items);
    pages->window.count = pages->boxes.count = left;
    pages->at = 0;
}

static int64_t weight(const jb_box *box)
{
    return (int64_t)box->before + box->height;
}

static void fill_window(jb_pages *pages)
{
    while (!pages->is_built && pages->ahead < (int64_t)WINDOW_PAGES * pages->height) {
        if (pages->window.count > 0)
            compact(pages);
        live_chunk *live = new_chunk(pages);
        pages->is_built = !jb_build_fill(pages->build, &live->chunk, CHUNK_BOXES);
        live->left = live->chunk.boxes.count;
        for (size_t i = 0; i < live->left; i++) {
            const jb_box *box = &live->chunk.boxes.items[i];
            jb_vec_push(&pages->own, &pages->window, (window_box){box, live});
            jb_vec_push(&pages->own, &pages->boxes, box);
            pages->ahead += weight(box);
        }
    }
}

/* Frees chunks whose boxes all stand on pages that are no longer kept; the newest stays,
 * since the builder's open blocks point into it, and all stay while a footnote waits for a
 * page. */
static void free_chunks(jb_pages *pages)
{
    if (!jb_notes_is_empty(&pages->notes))
        return;
    for (live_chunk *live = pages->oldest;
         live && live != pages->newest && live->left == 0; live = live->next)
        if (live->last == 0)
            live->last = pages->count;
    while (pages->oldest && pages->oldest->last > 0 &&
           pages->count - pages->oldest->last >= pages->kept) {
        live_chunk *dead = pages->oldest;
        pages->oldest = dead->next;
        jb_build_chunk_fini(&dead->chunk);
        dead->next = pages->spare;
        pages->spare = dead;
    }
}

static jb_choose_input input_at(const jb_pages *pages, size_t at, int shrink_1000)
{
    return (jb_choose_input){.boxes = pages->boxes.items + at,
                             .count = pages->boxes.count - at,
                             .is_end = pages->is_built,
                             .height = pages->height,
                             .carried =
                                 jb_notes_height(&pages->notes, pages->height / 2),
                             .note_gap = JB_NOTES_GAP,
                             .grid = pages->grid,
                             .shrink_1000 = shrink_1000};
}

/* The last page, as far as it can be foreseen. */
typedef struct last_page {
    size_t pages;   /* up to it, from the next one on; 0 = not foreseen */
    size_t first;   /* its first box, in the window */
    int64_t height; /* of its boxes with their spaces */
    bool is_end;    /* only risk notes, source and disclaimer stand on it */
} last_page;

static last_page foresee(const jb_pages *pages, int shrink_1000)
{
    size_t at = pages->at;
    for (size_t n = 1; n <= WINDOW_PAGES; n++) {
        jb_choose_input input = input_at(pages, at, shrink_1000);
        if (n > 1)
            input.carried = 0;
        jb_choose_result chosen = jb_choose_break(&input);
        if (chosen.splits)
            break;
        if (chosen.is_final || chosen.count >= input.count) {
            last_page last = {.pages = n, .first = at, .is_end = true};
            for (size_t i = at; i < pages->boxes.count; i++) {
                last.height += weight(pages->boxes.items[i]);
                last.is_end = last.is_end && pages->boxes.items[i]->is_end;
            }
            return last;
        }
        at += chosen.count;
    }
    return (last_page){0};
}

/* The last box a page may begin with so that the last page is not nearly empty. */
static size_t latest_break(const jb_pages *pages, const last_page *last)
{
    int64_t wanted = (int64_t)MOVED_LINES * pages->line;
    if (last->is_end)
        wanted = JB_MAX(wanted, last->height + (int64_t)BODY_LINES * pages->line);
    int64_t height = last->height;
    size_t at = last->first;
    while (at > pages->at + 1 && height < wanted)
        height += weight(pages->boxes.items[--at]);
    return at - pages->at;
}

/* Few lines alone on the last page, or the notes a report ends with, go back to the
 * pages before when their spaces can shrink enough; else some more lines join them. */
static void spare_last_page(jb_pages *pages)
{
    bool may_shrink = pages->grid.pitch == 0;
    pages->shrink_1000 = may_shrink ? SHRINK : 0;
    pages->latest = 0;
    if (!pages->is_built || pages->at == pages->boxes.count)
        return;
    last_page last = foresee(pages, pages->shrink_1000);
    bool is_short = last.height <= (int64_t)PULLED_LINES * pages->line;
    if (last.pages < 2 || (!is_short && !last.is_end))
        return;
    last_page tight = foresee(pages, may_shrink ? SHRINK_MAX : 0);
    if (tight.pages > 0 && tight.pages < last.pages)
        pages->shrink_1000 = SHRINK_MAX;
    else if (last.pages == 2)
        pages->latest = latest_break(pages, &last);
}

/* Cuts the row in front: its head becomes the window's next box, its tail the one
 * behind. false when nothing of it fits. */
static bool cut_row(jb_pages *pages, size_t at, jb_mpt room)
{
    jb_arena *into = &pages->newest->chunk.arena;
    window_box *slot = &pages->window.items[at];
    jb_box *head = JB_NEW(into, jb_box), *tail = JB_NEW(into, jb_box);
    if (!jb_flow_split(slot->box, room, into, head, tail))
        return false;
    live_chunk *owner = slot->owner;
    owner->left++;
    pages->ahead += weight(head) + weight(tail) - weight(slot->box);
    jb_vec_push(&pages->own, &pages->window, (window_box){NULL, NULL});
    jb_vec_push(&pages->own, &pages->boxes, NULL);
    size_t after = pages->window.count - at - 2;
    memmove(pages->window.items + at + 2, pages->window.items + at + 1,
            after * sizeof *pages->window.items);
    memmove(pages->boxes.items + at + 2, pages->boxes.items + at + 1,
            after * sizeof *pages->boxes.items);
    pages->window.items[at] = (window_box){head, owner};
    pages->window.items[at + 1] = (window_box){tail, owner};
    pages->boxes.items[at] = head;
    pages->boxes.items[at + 1] = tail;
    return true;
}

static size_t choose(jb_pages *pages)
{
    jb_choose_input input = input_at(pages, pages->at, pages->shrink_1000);
    input.latest = pages->latest;
    jb_choose_result chosen = jb_choose_break(&input);
    if (!chosen.splits)
        return chosen.count;
    if (cut_row(pages, pages->at + chosen.count, chosen.room))
        return chosen.count + 1;
    return JB_MAX(chosen.count, 1);
}

/* Places a table's header again above the row that begins the page. */
static jb_mpt place_repeat(const jb_box *first, jb_mpt y, jb_paint_place *places,
                           size_t *count)
{
    if (!first->repeat)
        return y;
    y -= first->repeat->height;
    for (size_t i = 0; i < first->repeat->count; i++) {
        const jb_box *box = &first->repeat->boxes[i];
        places[(*count)++] = (jb_paint_place){box, first->deco, y, true};
        y += box->height;
    }
    return y;
}

/* Things between two body lines on the grid get the room left over above them, too, in
 * proportion to the spaces above and below. `by`: what the line at `next` was moved. */
static void share_room(jb_paint_place *run, jb_paint_place *next, jb_mpt by)
{
    jb_mpt above = JB_MAX(run->box->before, 0), below = JB_MAX(next->box->before, 0);
    if (above == 0 || by <= 0)
        return;
    jb_mpt share = (jb_mpt)jb_geom_scale(by, above, above + below);
    for (; run < next; run++)
        run->y += share;
}

static size_t place_boxes(jb_pages *pages, size_t count, int shrink_1000,
                          jb_paint_place **out, jb_mpt *bottom)
{
    const jb_box *const *boxes = pages->boxes.items + pages->at;
    size_t room = count + (count && boxes[0]->repeat ? boxes[0]->repeat->count : 0);
    jb_paint_place *places = JB_NEWS(&pages->slot->paper, jb_paint_place, room);
    size_t placed = 0, run = SIZE_MAX; /* what stands off the grid, from there on */
    jb_mpt top = pages->frame->top, y = top;
    for (size_t i = 0; i < count; i++) {
        const jb_box *above = i > 0 ? boxes[i - 1] : NULL;
        y += jb_choose_lead(above, boxes[i], shrink_1000);
        jb_mpt snap = jb_choose_snap(&pages->grid, above, boxes[i], y - top);
        y += snap;
        if (i == 0)
            y = place_repeat(boxes[0], y, places, &placed);
        bool is_gridded = jb_choose_is_gridded(&pages->grid, boxes[i]);
        places[placed] = (jb_paint_place){boxes[i], boxes[i]->deco, y, false};
        if (is_gridded && run != SIZE_MAX)
            share_room(&places[run], &places[placed], snap);
        if (is_gridded)
            run = SIZE_MAX;
        else if (run == SIZE_MAX && i > 0 && jb_choose_is_gridded(&pages->grid, above))
            run = placed;
        placed++;
        y += boxes[i]->height;
        jb_notes_add(&pages->notes, boxes[i], &pages->own);
    }
    *bottom = y + (count ? jb_flow_bottom(boxes[count - 1]->deco, NULL) : 0);
    *out = places;
    return placed;
}

static void place_notes(jb_pages *pages, jb_mpt used, bool has_text,
                        jb_paint_page *paper)
{
    jb_mpt bottom = pages->frame->top + pages->height;
    if (jb_notes_is_empty(&pages->notes))
        return;
    jb_notes_room room = {
        .height = bottom - used, .bottom = bottom, .is_forced = !has_text};
    jb_notes_set set = jb_notes_place(&pages->notes, room, &pages->slot->paper);
    paper->note_count = set.count;
    paper->notes = set.places;
    if (paper->note_count == 0)
        return;
    jb_mpt measure = pages->frame->width - pages->frame->left - pages->frame->right;
    paper->note_rule =
        (jb_rect){0, set.top + JB_NOTES_RULE, measure / 3, JB_NOTES_STROKE};
    paper->note_colour = note_rule_colour;
}

static void note_open(jb_pages *pages, const jb_deco *deco)
{
    pages->open_count = 0;
    for (; deco && pages->open_count < DECOS_MAX; deco = deco->parent)
        pages->open[pages->open_count++] = deco->number;
}

static int needed_shrink(jb_pages *pages, size_t count)
{
    if (pages->shrink_1000 == 0)
        return 0;
    jb_choose_input input = input_at(pages, pages->at, 0);
    int64_t notes = input.carried;
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < input.boxes[i]->note_count; n++)
            notes += input.boxes[i]->notes[n]->height;
    if (notes > 0)
        notes += JB_NOTES_GAP;
    int needed = jb_choose_shrink(&input, count, (jb_mpt)notes);
    return JB_MIN(needed, pages->shrink_1000);
}

static jb_paint_sides sides_of(const jb_pages *pages)
{
    bool is_mirrored = jb_build_is_mirrored(pages->build);
    return (jb_paint_sides){pages->frame->left, is_mirrored ? pages->frame->width : 0};
}

/* Where in the report the page begins: with its first box, or in the first cell of its
 * first row that has any text. */
static jb_block_place start_of(const jb_box *box)
{
    for (size_t i = 0; box->row && i < box->row->count; i++)
        if (box->row->cells[i].count > 0)
            return start_of(box->row->cells[i].boxes);
    return box->place;
}

static void paint_page(jb_pages *pages, size_t count)
{
    int shrink = needed_shrink(pages, count);
    jb_paint_place *places = NULL;
    jb_mpt used = pages->frame->top;
    size_t placed = place_boxes(pages, count, shrink, &places, &used);
    jb_paint_page paper = {.places = places,
                           .count = placed,
                           .sides = sides_of(pages),
                           .open_above = pages->open,
                           .open_count = pages->open_count};
    if (pages->at + count < pages->boxes.count)
        paper.below = pages->boxes.items[pages->at + count]->deco;
    place_notes(pages, used, count > 0, &paper);
    jb_paint_items(&paper, &pages->slot->paper, &pages->slot->page.items);
    if (pages->overlay)
        jb_overlay_paint(&paper, pages->frame, pages->overlay, &pages->slot->paper,
                         &pages->slot->page.items);
    if (pages->watch.page)
        pages->watch.page(pages->watch.state, pages->count, &paper);
    if (count == 0)
        return;
    pages->slot->page.start = start_of(pages->boxes.items[pages->at]);
    note_open(pages, pages->boxes.items[pages->at + count - 1]->deco);
}

static void consume(jb_pages *pages, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        pages->ahead -= weight(pages->boxes.items[pages->at]);
        pages->window.items[pages->at].owner->left--;
        pages->at++;
    }
}

const jb_page *jb_paginate_next(jb_pages *pages)
{
    free_chunks(pages);
    fill_window(pages);
    bool is_over = pages->at == pages->boxes.count && jb_notes_is_empty(&pages->notes);
    if (is_over && pages->count > 0)
        return NULL;
    if (pages->count == PAGES_MAX) {
        jb_diag_add(pages->diag, JB_DIAG_PAGES_TOO_MANY, JB_NO_SPAN, "100,000");
        return NULL;
    }
    pages->slot =
        pages->kept ? &pages->slots[pages->count % (pages->kept + 1)] : &pages->first;
    jb_arena_reset(&pages->slot->paper);
    pages->slot->page = (jb_page){.number = ++pages->count,
                                  .width = pages->frame->width,
                                  .height = pages->frame->height};
    pages->slot->page.label = jb_arena_printf(&pages->slot->paper, "%zu", pages->count);
    size_t count = 0;
    if (pages->at < pages->boxes.count) {
        spare_last_page(pages);
        count = choose(pages);
    }
    paint_page(pages, count);
    consume(pages, count);
    return &pages->slot->page;
}

size_t jb_paginate_count(const jb_pages *pages)
{
    return pages->count;
}

jb_furniture_job jb_paginate_furnishing(const jb_pages *pages)
{
    return (jb_furniture_job){.frame = pages->frame,
                              .header = jb_sheet_header(pages->sheet),
                              .footer = jb_sheet_footer(pages->sheet),
                              .fonts = pages->fonts,
                              .texts = pages->texts,
                              .sides = sides_of(pages)};
}

const jb_items *jb_paginate_furniture(jb_pages *pages, size_t index)
{
    jb_arena_reset(&pages->cover);
    pages->furniture = (jb_items){0};
    jb_furniture_job job = jb_paginate_furnishing(pages);
    pages->kept_furniture.into = &pages->own;
    job.kept = &pages->kept_furniture;
    jb_furniture_page page = {.is_first = index == 0,
                              .page = jb_arena_printf(&pages->cover, "%zu", index + 1),
                              .pages = pages->count};
    jb_furniture_paint(&job, &page, &pages->cover, pages->diag, &pages->furniture);
    return &pages->furniture;
}

const jb_outline *jb_paginate_outline(jb_pages *pages)
{
    pages->outline = jb_outline_make(jb_build_outline(pages->build), &pages->own);
    return &pages->outline;
}

void jb_paginate_close(jb_pages *pages)
{
    if (!pages)
        return;
    jb_build_close(pages->build);
    for (live_chunk *live = pages->oldest; live; live = live->next)
        jb_build_chunk_fini(&live->chunk);
    jb_arena_fini(&pages->first.paper);
    for (size_t i = 0; pages->slots && i <= pages->kept; i++)
        jb_arena_fini(&pages->slots[i].paper);
    jb_arena_fini(&pages->cover);
    jb_arena own = pages->own;
    jb_arena_fini(&own);
}
