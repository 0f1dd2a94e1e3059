/* The one place that reads the environment. */
#ifndef JB_ENVIRONMENT_H
#define JB_ENVIRONMENT_H

#include "job/config.h"

/* Settings from JIANBAO_MESSAGES, LC_ALL, LC_MESSAGES, LANG, JIANBAO_DATA,
 * JIANBAO_FONT_PATH, NO_COLOR, CLICOLOR_FORCE, HOME and SOURCE_DATE_EPOCH; the
 * command line comes after and overrides them. */
void jb_environment_read(jb_config *config);

/* Which task of a job array this is. */
typedef struct jb_environment_task {
    const char *wrong; /* a variable that is not set or makes no sense; NULL = none */
    const char *value; /* of it; NULL = not set */
    uint32_t index, count; /* from 0; count 0 = no task of an array */
} jb_environment_task;

/* By the variables of Slurm arrays, Kubernetes Indexed Jobs and AWS Batch arrays. Of Slurm's
 * arrays only ranges are taken (--array=A-B, A-B:STEP): where a task stands in a list of
 * numbers can't be known from within. */
jb_environment_task jb_environment_array(void);
/* How many processors there are for us: by affinity and control group. */
int jb_environment_processors(void);
/* Font folders of JIANBAO_FONT_PATH, behind those of the command line. */
void jb_environment_finish(jb_config *config);

#endif
