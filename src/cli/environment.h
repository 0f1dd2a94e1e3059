/* The one place that reads the environment. */
#ifndef JB_ENVIRONMENT_H
#define JB_ENVIRONMENT_H

#include "job/config.h"

/* Settings from JIANBAO_MESSAGES, LC_ALL, LC_MESSAGES, LANG, JIANBAO_DATA,
 * JIANBAO_FONT_PATH, NO_COLOR, CLICOLOR_FORCE, HOME, SOURCE_DATE_EPOCH; the command
 * line comes after and overrides them. */
void jb_environment_read(jb_config *config);
/* Font folders of JIANBAO_FONT_PATH, behind those of the command line. */
void jb_environment_finish(jb_config *config);

#endif
