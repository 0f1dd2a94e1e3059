/* ^C and termination: the program ends at once, but never within a write. */
#ifndef JB_SIGNALS_H
#define JB_SIGNALS_H

/* SIGINT ends with status 130, SIGTERM with 143; a closed pipe is an error of write().
 */
void jb_signals_catch(void);
/* From here on those signals are read from the descriptor returned (signalfd, not waited
 * for); -1 when there is none to be had. */
int jb_signals_read(void);
/* Between these two calls the signals wait. */
void jb_signals_hold(void);
void jb_signals_release(void);

#endif
