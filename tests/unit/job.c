/* The library: several reports as one document. */
#include "jianbao.h"

#include "unit.h"

static const char first[] = "title: \u7532\u518c\nbody:\n  - \u6b63\u6587\u7532\n";
static const char second[] = "---\ntitle: \u4e59\u518c\n---\n\u6b63\u6587\u4e59\n";
static const char broken[] = "title: [\n";

static jb_job *new_job(const char *to)
{
    jb_job *job = jb_job_new();
    T_TRUE(jb_job_set(job, "datadir", "."));
    T_TRUE(jb_job_set(job, "volume", "\u5408\u96c6"));
    T_TRUE(jb_job_set(job, "to", to));
    return job;
}

T_TEST(job_volume)
{
    jb_job *job = new_job("txt");
    jb_job_input reports[] = {{"first.yaml", NULL, first, sizeof first - 1},
                              {"second.md", NULL, second, sizeof second - 1}};
    void *out = NULL;
    size_t len = 0;
    T_EQ_INT(jb_job_export_volume(job, reports, 2, &out, &len), JB_STATUS_OK);
    T_EQ_STR(jb_job_messages(job), "");
    T_TRUE(out && len == strlen(out));
    const char *title = strstr(out, "\u5408\u96c6"),
               *a = strstr(out, "\u6b63\u6587\u7532"),
               *b = strstr(out, "\u6b63\u6587\u4e59");
    T_TRUE(title && a && b && title < a && a < b);
    free(out);
    jb_job_drop(job);
}

/* One report that fails fails the whole; what it has to say names it. */
T_TEST(job_volume_broken)
{
    jb_job *job = new_job("txt");
    jb_job_input reports[] = {{"broken.yaml", NULL, broken, sizeof broken - 1},
                              {"second.md", NULL, second, sizeof second - 1}};
    void *out = NULL;
    size_t len = 0;
    T_EQ_INT(jb_job_export_volume(job, reports, 2, &out, &len), JB_STATUS_BAD_INPUT);
    T_TRUE(out == NULL);
    T_TRUE(strstr(jb_job_messages(job), "broken.yaml:") != NULL);
    jb_job_drop(job);
}

/* In pages: cover, contents, two reports; without publishers, tags and dates no index. */
T_TEST(job_volume_pages)
{
    jb_job *job = new_job("pdf");
    jb_job_input reports[] = {{"first.yaml", NULL, first, sizeof first - 1},
                              {"second.md", NULL, second, sizeof second - 1}};
    void *out = NULL;
    size_t len = 0;
    T_EQ_INT(jb_job_export_volume(job, reports, 2, &out, &len), JB_STATUS_OK);
    T_EQ_STR(jb_job_messages(job), "");
    T_TRUE(out && memmem(out, len, "/Count 4", 8) != NULL);
    free(out);
    jb_job_drop(job);
}

T_TEST(job_volume_pages_broken)
{
    jb_job *job = new_job("pdf");
    jb_job_input reports[] = {{"first.yaml", NULL, first, sizeof first - 1},
                              {"broken.yaml", NULL, broken, sizeof broken - 1}};
    void *out = NULL;
    size_t len = 0;
    T_EQ_INT(jb_job_export_volume(job, reports, 2, &out, &len), JB_STATUS_BAD_INPUT);
    T_TRUE(out == NULL);
    T_EQ_INT(jb_job_export_volume(job, reports, 0, &out, &len), JB_STATUS_BAD_INPUT);
    jb_job_drop(job);
}
