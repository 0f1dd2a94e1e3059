/* An article for a public account of WeChat: opened in a browser, copied whole and pasted
 * into the account's editor, it keeps its looks. What the editor is known to do:
 *
 *   - style sheets, scripts, classes, ids, position and transform go, style attributes
 *     stay (verysmallwoods.com, 2026-01-19, of the tool bm.md; doocs/md issue 119);
 *   - one property that it does not know can cost an element its whole style (doocs/md
 *     issue 1944), so only the plainest are used;
 *   - lists are set anew (lyricat/wechat-format issue 8, phodal/md issue 17), so items are
 *     paragraphs with their labels;
 *   - pictures must be reachable: files of a computer are not, data: addresses are taken
 *     over from the clipboard (tianma-if/edgeever issue 90);
 *   - links to other sites can't be followed by readers, so they are listed at the end;
 *   - in the dark, colours are made anew from each element's own colour and ground
 *     (wechatjs/mp-darkmode, doc/cn/principle.md): both are written where one is, without
 *     gradients, pictures behind text, or pure black and white. */
#ifndef JB_WECHAT_H
#define JB_WECHAT_H

#include "out/backend.h"

/* Of single reports. */
extern const jb_reflow jb_wechat_reflow;

#endif
