/* File results to messages and to the statuses of sysexits.h. */
#include "job/fault.h"

void jb_fault_read(jb_diag *diag, jb_span span, jb_file_result result, const char *path)
{
    char limit[16];
    snprintf(limit, sizeof limit, "%d", JB_FAULT_REPORT_MAX >> 20);
    switch (result) {
    case JB_FILE_OK:
        break;
    case JB_FILE_MISSING:
        jb_diag_add(diag, JB_DIAG_FILE_MISSING, span, path);
        break;
    case JB_FILE_OUTSIDE:
        jb_diag_add(diag, JB_DIAG_FILE_OUTSIDE, span, path);
        break;
    case JB_FILE_NOT_REGULAR:
        jb_diag_add(diag, JB_DIAG_FILE_NOT_REGULAR, span, path);
        break;
    case JB_FILE_TOO_LARGE:
        jb_diag_add(diag, JB_DIAG_FILE_TOO_LARGE, span, path, limit);
        break;
    case JB_FILE_DENIED:
    case JB_FILE_TEMPORARY:
    case JB_FILE_IO:
        jb_diag_add(diag, JB_DIAG_FILE_UNREADABLE, span, path, jb_file_reason());
        break;
    }
}

jb_status jb_fault_input(jb_file_result result)
{
    switch (result) {
    case JB_FILE_OK:
        return JB_STATUS_OK;
    case JB_FILE_MISSING:
    case JB_FILE_OUTSIDE:
    case JB_FILE_NOT_REGULAR:
        return JB_STATUS_NO_INPUT;
    case JB_FILE_DENIED:
        return JB_STATUS_DENIED;
    case JB_FILE_TOO_LARGE:
        return JB_STATUS_BAD_INPUT;
    case JB_FILE_TEMPORARY:
        return JB_STATUS_TEMPORARY;
    case JB_FILE_IO:
        return JB_STATUS_IO;
    }
    return JB_STATUS_IO;
}

jb_status jb_fault_output(jb_file_result result)
{
    switch (result) {
    case JB_FILE_OK:
        return JB_STATUS_OK;
    case JB_FILE_MISSING:
    case JB_FILE_OUTSIDE:
    case JB_FILE_NOT_REGULAR:
        return JB_STATUS_NO_OUTPUT;
    case JB_FILE_DENIED:
        return JB_STATUS_DENIED;
    case JB_FILE_TOO_LARGE:
    case JB_FILE_IO:
        return JB_STATUS_IO;
    case JB_FILE_TEMPORARY:
        return JB_STATUS_TEMPORARY;
    }
    return JB_STATUS_IO;
}
