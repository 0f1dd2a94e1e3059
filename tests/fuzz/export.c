/* Any bytes as a report, the whole way to a PDF in memory: no crash, and either a whole
 * document or an error with its message. The first byte picks the format. Run it at the
 * top of the checkout, where the layouts, font sets and the samples' images are. */
#include "base/base.h"
#include "jianbao.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void check_document(const char *at, size_t len)
{
    JB_MUST(len > 16 && memcmp(at, "%PDF-1.7", 8) == 0, "a PDF begins");
    JB_MUST(memcmp(at + len - 6, "%%EOF", 5) == 0, "a PDF ends");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    if (len == 0)
        return 0;
    jb_job *job = jb_job_new();
    jb_job_set(job, "datadir", ".");
    jb_job_set(job, "layout", data[0] & 2 ? "plain" : "briefing");
    jb_job_input report = {.name = data[0] & 1 ? "r.yaml" : "r.md",
                           .folder = "samples",
                           .bytes = data + 1,
                           .len = len - 1};
    void *document = NULL;
    size_t document_len = 0;
    jb_status status = jb_job_export(job, &report, &document, &document_len);
    if (status == JB_STATUS_OK)
        check_document(document, document_len);
    else
        JB_MUST(status == JB_STATUS_BAD_INPUT || status == JB_STATUS_CONFIG,
                "a fault of the report");
    JB_MUST(status == JB_STATUS_OK || strstr(jb_job_messages(job), "error"),
            "a failure says why");
    free(document);
    jb_job_drop(job);
    return 0;
}
