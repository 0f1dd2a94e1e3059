/* Dates as Chinese reports write them, brought to ISO 8601. */
#include "data/field.h"

#include "base/utf8.h"

enum { HAN_YEAR = 0x5E74, HAN_MONTH = 0x6708, HAN_DAY = 0x65E5, HAN_NUMBER = 0x53F7 };

typedef struct date_scan {
    jb_str text;
    size_t at;
} date_scan;

static bool is_digit_at(const date_scan *scan, size_t at)
{
    return at < scan->text.len && scan->text.at[at] >= '0' && scan->text.at[at] <= '9';
}

/* A number of least to most digits; -1 when there is none. */
static int scan_number(date_scan *scan, int least, int most)
{
    int value = 0, digits = 0;
    for (; digits < most && is_digit_at(scan, scan->at); digits++)
        value = value * 10 + (scan->text.at[scan->at++] - '0');
    return digits >= least && !is_digit_at(scan, scan->at) ? value : -1;
}

static bool scan_char(date_scan *scan, char c)
{
    if (scan->at >= scan->text.len || scan->text.at[scan->at] != c)
        return false;
    scan->at++;
    return true;
}

static bool scan_cp(date_scan *scan, uint32_t cp)
{
    size_t next = scan->at;
    if (next >= scan->text.len || jb_utf8_next(scan->text, &next) != cp)
        return false;
    scan->at = next;
    return true;
}

static void skip_spaces(date_scan *scan)
{
    while (scan_char(scan, ' '))
        continue;
}

/* Year, month and day, in one of the three shapes. */
static bool scan_day(date_scan *scan, int day[3])
{
    day[0] = scan_number(scan, 4, 4);
    if (day[0] < 0)
        return false;
    for (const char *mark = "-/."; *mark; mark++) {
        if (!scan_char(scan, *mark))
            continue;
        day[1] = scan_number(scan, 1, 2);
        if (day[1] < 0 || !scan_char(scan, *mark))
            return false;
        day[2] = scan_number(scan, 1, 2);
        return day[2] >= 0;
    }
    skip_spaces(scan);
    if (!scan_cp(scan, HAN_YEAR))
        return false;
    skip_spaces(scan);
    day[1] = scan_number(scan, 1, 2);
    skip_spaces(scan);
    if (day[1] < 0 || !scan_cp(scan, HAN_MONTH))
        return false;
    skip_spaces(scan);
    day[2] = scan_number(scan, 1, 2);
    skip_spaces(scan);
    return day[2] >= 0 && (scan_cp(scan, HAN_DAY) || scan_cp(scan, HAN_NUMBER));
}

typedef struct clock_time {
    int hour, minute, second; /* hour -1: none */
    int zone_hour, zone_minute;
    char sign; /* of the zone; 0 = none */
} clock_time;

static bool scan_zone(date_scan *scan, clock_time *time)
{
    skip_spaces(scan);
    if (scan_char(scan, 'Z')) {
        time->sign = '+';
        return true;
    }
    bool is_plus = scan_char(scan, '+');
    if (!is_plus && !scan_char(scan, '-'))
        return true; /* no zone */
    time->sign = is_plus ? '+' : '-';
    size_t begin = scan->at;
    int number = scan_number(scan, 2, 4);
    if (number < 0 || scan->at - begin == 3)
        return false;
    if (scan->at - begin == 4) {
        time->zone_hour = number / 100;
        time->zone_minute = number % 100;
        return true;
    }
    time->zone_hour = number;
    time->zone_minute = scan_char(scan, ':') ? scan_number(scan, 2, 2) : 0;
    return time->zone_minute >= 0;
}

static bool scan_time(date_scan *scan, clock_time *time)
{
    time->hour = -1;
    size_t before = scan->at;
    skip_spaces(scan);
    if (scan->at == scan->text.len)
        return true;
    if (scan->at == before && !scan_char(scan, 'T'))
        return false;
    time->hour = scan_number(scan, 1, 2);
    if (time->hour < 0 || !scan_char(scan, ':'))
        return false;
    time->minute = scan_number(scan, 2, 2);
    if (scan_char(scan, ':'))
        time->second = scan_number(scan, 2, 2);
    if (scan_char(scan, '.')) {
        size_t begin = scan->at;
        while (is_digit_at(scan, scan->at))
            scan->at++;
        if (scan->at == begin)
            return false;
    }
    return time->minute >= 0 && time->second >= 0 && scan_zone(scan, time);
}

static bool is_day(const int day[3])
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = day[0], month = day[1];
    if (year < 1 || month < 1 || month > 12)
        return false;
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day[2] >= 1 && day[2] <= days[month - 1] + (month == 2 && is_leap);
}

/* Second 60 is a leap second. Zones reach from -12:00 to +14:00. */
static bool is_time(const clock_time *time)
{
    return time->hour < 24 && time->minute < 60 && time->second <= 60 &&
           time->zone_hour <= 14 && time->zone_minute < 60;
}

bool jb_field_date(jb_str text, jb_arena *into, jb_str *out, bool *is_form)
{
    date_scan scan = {jb_str_trim(text), 0};
    int day[3] = {0, 0, 0};
    clock_time time = {.hour = -1};
    *is_form =
        scan_day(&scan, day) && scan_time(&scan, &time) && scan.at == scan.text.len;
    if (!*is_form || !is_day(day) || !is_time(&time))
        return false;
    jb_buf kept = {0};
    jb_buf_printf(&kept, "%04d-%02d-%02d", day[0], day[1], day[2]);
    if (time.hour >= 0)
        jb_buf_printf(&kept, "T%02d:%02d:%02d", time.hour, time.minute, time.second);
    if (time.sign)
        jb_buf_printf(&kept, "%c%02d:%02d", time.sign, time.zone_hour,
                      time.zone_minute);
    *out = (jb_str){jb_arena_strndup(into, kept.at, kept.len), kept.len};
    jb_buf_fini(&kept);
    return true;
}
