#include "out/utc.h"

#include "unit.h"

T_TEST(utc_of_dates)
{
    static const char *const cases[][2] = {
        {"2024-02-29", "2024-02-29T00:00:00Z"},
        {"2024-02-29T08:30:15", "2024-02-29T08:30:15Z"},
        {"2024-02-29T08:30:15Z", "2024-02-29T08:30:15Z"},
        {"2024-03-01T00:00:00+08:00", "2024-02-29T16:00:00Z"},
        {"2023-12-31T20:00:00-05:30", "2024-01-01T01:30:00Z"},
        {"2000-03-01T00:00:00+00:01", "2000-02-29T23:59:00Z"},
        {"1900-03-01T00:00:00+00:01", "1900-02-28T23:59:00Z"},
        {"1969-12-31T23:59:59+00:00", "1969-12-31T23:59:59Z"},
        {"1601-01-01T00:00:00+14:00", "1600-12-31T10:00:00Z"},
        {"0001-01-01", "0001-01-01T00:00:00Z"},
    };
    char got[JB_UTC_LEN + 1];
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        T_TRUE(jb_utc_of(cases[i][0], got));
        T_EQ_STR(got, cases[i][1]);
    }
}

T_TEST(utc_of_nonsense)
{
    static const char *const cases[] = {"",
                                        "2024",
                                        "2024-02",
                                        "2024-02-29 ",
                                        "24-02-29",
                                        "2024-02-29T08",
                                        "2024-02-29T08:30:15+8",
                                        "2024-02-29T08:30:15Zx",
                                        "2024-02-29T08:30:15+08:00x",
                                        "0000-01-01"};
    char got[JB_UTC_LEN + 1];
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        T_TRUE(!jb_utc_of(cases[i], got));
    T_TRUE(!jb_utc_of(NULL, got));
}

/* Every day of 800 years follows the one before: an offset of a day leads there. */
T_TEST(utc_day_by_day)
{
    char day[JB_UTC_LEN + 1] = "1600-01-01T00:00:00Z", ahead[40], next[JB_UTC_LEN + 1];
    int days = 0;
    while (strncmp(day, "2400-01-01", 10) != 0 && days < 300000) {
        snprintf(ahead, sizeof ahead, "%.10sT00:00:00-24:00", day);
        T_TRUE(jb_utc_of(ahead, next));
        T_TRUE(strcmp(next, day) > 0);
        memcpy(day, next, sizeof day);
        days++;
    }
    T_EQ_INT(days, 2 * 146097);
}
