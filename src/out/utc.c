/* Minutes since 1970 are counted, so that an offset may lead into another day or year. */
#include "out/utc.h"

enum { DAY = 24 * 60 /* minutes */, ERA_DAYS = 146097 /* of 400 years */ };

bool jb_utc_has_form(const char *text, const char *pattern)
{
    for (; *pattern; text++, pattern++)
        if (*pattern == '0' ? *text < '0' || *text > '9' : *text != *pattern)
            return false;
    return true;
}

static int number(const char *text, size_t at, size_t count)
{
    int value = 0;
    for (size_t i = at; i < at + count; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

/* Days from 1970-01-01 in the Gregorian calendar; years begin in March, so that the leap
 * day is the last of one. */
static int64_t days_of(int year, int month, int day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + of_year - 719468;
}

static void put_number(char *into, int64_t value, size_t digits)
{
    for (size_t i = digits; i-- > 0; value /= 10)
        into[i] = (char)('0' + value % 10);
}

static void put_date(int64_t days, char *into)
{
    int64_t shifted = days + 719468;
    int64_t era = shifted / ERA_DAYS, day = shifted % ERA_DAYS;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    day -= 365 * year + year / 4 - year / 100;
    int64_t month = (5 * day + 2) / 153;
    day -= (153 * month + 2) / 5;
    month += month < 10 ? 3 : -9;
    year += era * 400 + (month <= 2);
    put_number(into, year, 4);
    put_number(into + 5, month, 2);
    put_number(into + 8, day + 1, 2);
}

bool jb_utc_of(const char *date, char into[JB_UTC_LEN + 1])
{
    if (!date || !jb_utc_has_form(date, "0000-00-00"))
        return false;
    int64_t minutes =
        days_of(number(date, 0, 4), number(date, 5, 2), number(date, 8, 2)) * DAY;
    int seconds = 0;
    if (jb_utc_has_form(date + 10, "T00:00:00")) {
        minutes += number(date, 11, 2) * 60 + number(date, 14, 2);
        seconds = number(date, 17, 2);
        const char *zone = date + 19;
        bool has_offset =
            jb_utc_has_form(zone, "+00:00") || jb_utc_has_form(zone, "-00:00");
        if (has_offset && !zone[6]) {
            int offset = number(zone, 1, 2) * 60 + number(zone, 4, 2);
            minutes += *zone == '+' ? -offset : offset;
        } else if (*zone && !(zone[0] == 'Z' && !zone[1])) {
            return false;
        }
    } else if (date[10]) {
        return false;
    }
    if (minutes < days_of(1, 1, 1) * DAY)
        return false;
    /* days before 1970 are negative: rounded down */
    int64_t days = (minutes + (int64_t)719468 * DAY) / DAY - 719468;
    int of_day = (int)(minutes - days * DAY);
    memcpy(into, "0000-00-00T00:00:00Z", JB_UTC_LEN + 1);
    put_date(days, into);
    put_number(into + 11, of_day / 60, 2);
    put_number(into + 14, of_day % 60, 2);
    put_number(into + 17, seconds, 2);
    return true;
}
