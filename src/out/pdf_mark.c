/* Marks are written lazily, at the first painting inside them. A mark written inside
 * BT..ET must end there: when a painting needs ET, the marks inside are ended and begun
 * again behind it; ActualText is given once and is empty from then on. */
#include "out/pdf_mark.h"

static bool is_artifact(const jb_pdf_content *content)
{
    for (size_t i = 0; i < content->mark_count; i++)
        if (content->marks[i].kind == JB_PDF_MARK_ARTIFACT)
            return true;
    return false;
}

void jb_pdf_mark_begin(jb_pdf_content *content, const jb_item_mark *mark)
{
    if (content->mark_count == JB_PDF_MARKS_MAX) {
        content->marks_over++;
        return;
    }
    jb_pdf_mark_end_rects(content);
    jb_pdf_open_mark *open = &content->marks[content->mark_count++];
    *open = (jb_pdf_open_mark){0};
    switch (mark->role) {
    case JB_MARK_ARTIFACT:
        if (!is_artifact(content)) /* furniture is one already */
            open->kind = JB_PDF_MARK_ARTIFACT;
        break;
    case JB_MARK_SPAN:
        if (mark->actual.at) {
            open->kind = JB_PDF_MARK_ACTUAL;
            open->actual = mark->actual;
        }
        break;
    case JB_MARK_SECTION:
    case JB_MARK_HEADING:
    case JB_MARK_PARAGRAPH:
    case JB_MARK_LIST:
    case JB_MARK_LIST_ITEM:
    case JB_MARK_LABEL:
    case JB_MARK_LIST_BODY:
    case JB_MARK_TABLE:
    case JB_MARK_ROW:
    case JB_MARK_HEADER_CELL:
    case JB_MARK_CELL:
    case JB_MARK_CAPTION:
    case JB_MARK_FIGURE:
    case JB_MARK_QUOTE:
    case JB_MARK_CODE:
    case JB_MARK_NOTE:
    case JB_MARK_LINK:
        break;
    }
}

void jb_pdf_mark_suspend(jb_pdf_content *content, size_t from)
{
    for (size_t i = content->mark_count; i-- > from;) {
        if (content->marks[i].is_open)
            jb_buf_puts(&content->buf, "EMC\n");
        content->marks[i].is_open = false;
    }
}

void jb_pdf_mark_end(jb_pdf_content *content)
{
    if (content->marks_over) {
        content->marks_over--;
        return;
    }
    if (content->mark_count == 0)
        return;
    jb_pdf_mark_end_rects(content);
    size_t last = content->mark_count - 1;
    if (content->marks[last].is_open && content->in_text && content->text_depth > last)
        jb_pdf_content_leave_text(content);
    jb_pdf_mark_suspend(content, last);
    content->mark_count = last;
    content->text_depth = JB_MIN(content->text_depth, last);
}

void jb_pdf_mark_sync(jb_pdf_content *content)
{
    jb_pdf_mark_end_rects(content);
    for (size_t i = 0; i < content->mark_count; i++) {
        jb_pdf_open_mark *mark = &content->marks[i];
        if (mark->is_open || mark->kind == JB_PDF_MARK_NONE)
            continue;
        mark->is_open = true;
        if (mark->kind == JB_PDF_MARK_ARTIFACT) {
            jb_buf_puts(&content->buf, "/Artifact BMC\n");
            continue;
        }
        jb_buf_puts(&content->buf, "/Span<</ActualText<FEFF");
        if (!mark->is_spent)
            jb_pdf_object_put_utf16(&content->buf, mark->actual);
        jb_buf_puts(&content->buf, ">>>BDC\n");
        mark->is_spent = true;
    }
}

bool jb_pdf_mark_is_replaced(const jb_pdf_content *content)
{
    for (size_t i = 0; i < content->mark_count; i++)
        if (content->marks[i].kind != JB_PDF_MARK_NONE)
            return true;
    return false;
}

void jb_pdf_mark_begin_rects(jb_pdf_content *content)
{
    if (content->has_rect_artifact)
        return;
    jb_pdf_mark_sync(content);
    if (is_artifact(content))
        return;
    jb_buf_puts(&content->buf, "/Artifact BMC\n");
    content->has_rect_artifact = true;
}

void jb_pdf_mark_end_rects(jb_pdf_content *content)
{
    if (content->has_rect_artifact)
        jb_buf_puts(&content->buf, "EMC\n");
    content->has_rect_artifact = false;
}
