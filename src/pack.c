/* pack FILE... writes C: the value trees of the YAML files, for data/packed.h. Built and run
 * when the program is built. */
#include <stdio.h>

#include "base/file.h"
#include "data/packed.h"
#include "data/yaml.h"

enum { FILE_MAX = 1 << 20 };

/* This program is made before any file is packed. */
const jb_packed jb_packed_files[1];
const size_t jb_packed_files_count;

/* Writes one file; false after a message. What a reader would be told of a file has no place
 * in what is packed. */
static bool pack(const char *path, int number, jb_buf *into)
{
    jb_arena arena = {0};
    jb_sources *sources = jb_source_table(&arena);
    jb_diag *diag = jb_diag_new(&arena);
    jb_buf said = {0};
    jb_str bytes;
    bool fine = jb_file_read(path, FILE_MAX, &arena, &bytes) == JB_FILE_OK;
    if (!fine) {
        jb_buf_printf(&said, "%s can't be read\n", path);
    } else {
        uint32_t source = jb_source_add(sources, path, bytes);
        const jb_val *val = jb_yaml_read(sources, source, 0, bytes.len, &arena, diag);
        jb_diag_write(diag, sources, JB_MESSAGES_EN, JB_DIAG_TEXT, false, &said);
        fine = said.len == 0;
        if (fine)
            jb_packed_write(val, bytes, number, into);
    }
    if (!fine)
        fwrite(said.at, 1, said.len, stderr);
    jb_buf_fini(&said);
    jb_arena_fini(&arena);
    return fine;
}

int main(int argc, char **argv)
{
    jb_buf out = {0};
    bool fine = true;
    jb_buf_puts(&out, "#include \"data/packed.h\"\n");
    for (int i = 1; i < argc; i++)
        fine &= pack(argv[i], i, &out);
    jb_buf_puts(&out, "const jb_packed jb_packed_files[] = {\n");
    for (int i = 1; i < argc; i++)
        jb_buf_printf(&out, "{(const char *)text_%d, LEN_%d, COUNT_%d, words_%d},\n", i,
                      i, i, i);
    jb_buf_printf(&out, "};\nconst size_t jb_packed_files_count = %d;\n", argc - 1);
    if (fine)
        fwrite(out.at, 1, out.len, stdout);
    jb_buf_fini(&out);
    return fine && fflush(stdout) == 0 ? 0 : 1;
}
