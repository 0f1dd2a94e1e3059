/* The one place that reads the environment. */
#ifndef JB_ENVIRONMENT_H
#define JB_ENVIRONMENT_H

#include "job/config.h"

/* Settings from JIANBAO_MESSAGES, LC_ALL, LC_MESSAGES, LANG, JIANBAO_DATA,
 * JIANBAO_FONT_PATH, NO_COLOR, CLICOLOR_FORCE, HOME, SOURCE_DATE_EPOCH, and
 * which task of a job array this is; the command
 * line comes after and overrides them. */
void jb_environment_read(jb_config *config);
/* How many processors there are for us: by affinity and control group. */
int jb_environment_processors(void);
/* Font folders of JIANBAO_FONT_PATH, behind those of the command line. */
void jb_environment_finish(jb_config *config);

#endif
