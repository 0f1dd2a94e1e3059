/* YAML through libyaml's events, with limits of our own and a hint for each trap that
 * YAML sets to Chinese text. */
#ifndef JB_YAML_H
#define JB_YAML_H

#include "data/val.h"

enum {
    JB_YAML_DEPTH_MAX = 64, /* nesting of lists and maps */
    JB_YAML_ANCHORS_MAX = 1000,
    JB_YAML_NODES_MAX = 400000,   /* after alias expansion, and at most */
    JB_YAML_EXPANSION_MAX = 10,   /* times the nodes as written */
    JB_YAML_SCALAR_MAX = 16 << 20 /* bytes */
};

/* Reads one document. Duplicate keys, unknown aliases, a second document, ill-formed
 * UTF-8 and every limit are errors with their place; NULL after an error. An empty
 * document gives an empty map. A multi-line plain or folded scalar is joined without a
 * space between two East Asian characters. `begin` and `end` bound the YAML text within
 * the source (front matter), so that places stay true. */
const jb_val *jb_yaml_read(jb_sources *sources, uint32_t source, size_t begin,
                           size_t end, jb_arena *into, jb_diag *diag);

#endif
