# jianbao: one Makefile, no configure step. `make help` lists the targets.
#
# BUILD picks the flags and an output directory of its own, so builds never mix:
#   make               build/release/jianbao
#   make BUILD=asan    build/asan/jianbao

BUILD   ?= release
prefix  ?= /usr/local
bindir  ?= $(prefix)/bin
libdir  ?= $(prefix)/lib
includedir ?= $(prefix)/include
datadir ?= $(prefix)/share/jianbao
DESTDIR ?=
PKG_CONFIG ?= pkg-config
INSTALL ?= install
V       ?= 0
ifeq ($(origin CC),default)
CC := cc
endif

-include local.mk

ifeq ($(BUILD),fuzz)
CC := clang
endif

OUT := build/$(BUILD)
VERSION := $(shell sed -n 's/^\#define JB_VERSION "\(.*\)"/\1/p' src/jianbao.h 2>/dev/null)
JOBS := $(shell nproc 2>/dev/null || echo 2)

# ---- flags ---------------------------------------------------------------
PKGS := harfbuzz harfbuzz-subset fribidi libthai yaml-0.1 libcmark-gfm libpng libjpeg \
        libdeflate freetype2 libxxhash
# Asked for when a target needs them, since `make run` may have to install them first.
PKGFLAGS = $(eval PKGFLAGS := $(shell $(PKG_CONFIG) --cflags $(PKGS)))$(PKGFLAGS)
PKGLIBS  = $(eval PKGLIBS := $(shell $(PKG_CONFIG) --libs $(PKGS)))$(PKGLIBS)
# Neither libharu 2.3.0 nor cmark-gfm's extensions come with a .pc file in Debian.
OTHER_LIBS ?= -lhpdf -lhyphen -lcmark-gfm-extensions

WARN := -Wall -Wextra -Wshadow -Wvla -Wundef -Wwrite-strings -Wpointer-arith \
        -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
        -Wformat=2 -Wno-format-nonliteral -Wdouble-promotion -Wimplicit-fallthrough \
        -Wcast-align -Wconversion -Wno-sign-conversion

HARDEN := -D_FORTIFY_SOURCE=2 -fstack-protector-strong
ifneq ($(filter x86_64-%,$(shell $(CC) -dumpmachine 2>/dev/null)),)
HARDEN += -fcf-protection
endif
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined \
            -fno-omit-frame-pointer

# -O3 takes 3 % fewer instructions than -O2; with -flto it is 4 %, and archives need care.
opt_release := -O3 -g $(HARDEN)
opt_debug   := -Og -g3 -DJB_DEBUG -Werror
opt_asan    := -O1 -g3 -DJB_DEBUG -Werror $(SANITIZE)
opt_cov     := -O0 -g3 -DJB_DEBUG --coverage
# clang reports NULL + 0, which C is about to allow and gcc lets pass.
opt_fuzz    := -O1 -g3 -DJB_DEBUG -DJB_FUZZ $(SANITIZE) -fsanitize=fuzzer-no-link \
               -fno-sanitize=pointer-overflow
ifndef opt_$(BUILD)
$(error BUILD=$(BUILD) is unknown; use release, debug, asan, cov or fuzz)
endif

ALL_CFLAGS  = -std=gnu11 -D_GNU_SOURCE -pthread -fPIE -Isrc $(PKGFLAGS) $(WARN) \
              -DJB_DATADIR='"$(datadir)"' $(opt_$(BUILD)) $(CPPFLAGS) $(CFLAGS)
# The loader looks through libraries in their order for each name: those with the most come
# first, which takes a sixth off the start.
ALL_LDFLAGS = -pthread -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack -lc -Wl,--as-needed \
              $(filter -fsanitize=address% --coverage,$(opt_$(BUILD))) $(LDFLAGS)
ALL_LIBS    = $(OTHER_LIBS) $(PKGLIBS) -lm $(LIBS)

# ---- files ---------------------------------------------------------------
SRC  := $(sort $(wildcard src/*/*.c))
CLI  := $(filter src/cli/%,$(SRC))
LIB  := $(filter-out src/cli/%,$(SRC))
HEADERS := $(sort $(wildcard src/*.h src/*/*.h))
PACKED := $(sort $(wildcard fonts/*.yaml layouts/*.yaml))
UNIT := $(sort $(wildcard tests/unit/*.c))
FUZZ := $(sort $(wildcard tests/fuzz/*.c))
SAMPLES := $(sort $(wildcard samples/*.yaml samples/*.md))
obj   = $(patsubst %.c,$(OUT)/%.o,$(1))
ifeq ($(V),0)
Q := @
say = @printf '  %-5s %s\n' $(1) $(2)
endif

.PHONY: all run test unit golden golden-check asan fuzz bench corpus lint format \
        check-layers check-names check-headers check-format check-tidy check-cppcheck \
        check-analyzer packages test-packages install uninstall clean help FORCE
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:

all: $(OUT)/jianbao ## build the program (default)

run: packages ## install what is missing, build, export the samples to out/
	$(Q)$(MAKE) -j$(JOBS) all
	$(Q)tests/tools/samples ./$(OUT)/jianbao $(SAMPLES)

test: test-packages ## install what the tests need, build, run all tests
	$(Q)$(MAKE) -j$(JOBS) all $(OUT)/unit $(OUT)/jianbao-faults
	$(Q)tests/run $(OUT)

packages:
	$(Q)tests/tools/packages build fonts samples
test-packages:
	$(Q)tests/tools/packages build fonts test
	$(Q)tests/tools/packages readers || echo "not checked: some readers of PDF"

$(OUT)/libjianbao.a: $(call obj,$(LIB)) $(OUT)/packed_files.o
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(OUT)/jianbao: $(call obj,$(CLI)) $(OUT)/libjianbao.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS)

$(OUT)/unit: $(call obj,$(UNIT)) $(OUT)/libjianbao.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS)

# The layouts and font sets as they are built in (src/data/packed.h).
$(OUT)/pack: $(call obj,src/pack.c $(filter src/base/% src/data/%,$(LIB)))
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS)
$(OUT)/packed_files.c: $(OUT)/pack $(PACKED)
	$(call say,PACK,$@)
	$(Q)$< $(PACKED) > $@
$(OUT)/packed_files.o: $(OUT)/packed_files.c src/data/packed.h $(OUT)/flags
	$(call say,CC,$@)
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

# A program whose workers fail when a report tells them to.
$(OUT)/faults/worker.o: src/job/worker.c $(OUT)/flags
	$(call say,CC,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -DJB_TEST_FAULTS -MMD -MP -c -o $@ $<
$(OUT)/jianbao-faults: $(call obj,$(CLI)) $(OUT)/faults/worker.o $(OUT)/libjianbao.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS)

$(OUT)/fuzz-%: $(OUT)/tests/fuzz/%.o $(OUT)/libjianbao.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(ALL_LIBS)

# Objects depend on the flags themselves: a changed flag rebuilds.
$(OUT)/%.o: %.c $(OUT)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/tests/%.o: private WARN += -Wno-missing-prototypes -Wno-shadow

define FLAGS_TEXT
$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)
endef
$(OUT)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(FLAGS_TEXT))' | cmp -s - $@ || \
	 printf '%s\n' '$(subst ','\'',$(FLAGS_TEXT))' > $@

-include $(patsubst %.c,$(OUT)/%.d,$(SRC) src/pack.c $(UNIT) $(FUZZ))

# ---- checks --------------------------------------------------------------
unit: $(OUT)/unit ## C unit tests only
	$(Q)./$<
golden-check: $(OUT)/jianbao ## compare the dumps with tests/golden
	$(Q)tests/golden/run ./$<
golden: $(OUT)/jianbao ## rewrite tests/golden from this build, then `git diff`
	$(Q)tests/golden/run --update ./$<
asan: ## the whole test suite under ASan and UBSan
	$(Q)$(MAKE) BUILD=asan test
fuzz: ## build all fuzz targets (needs clang)
	$(Q)$(MAKE) BUILD=fuzz $(patsubst tests/fuzz/%.c,build/fuzz/fuzz-%,$(FUZZ))
bench: $(OUT)/jianbao ## time, instructions, memory, bytes; PEERS=1: of others, too
	$(Q)tests/bench/run ./$<
corpus: $(OUT)/jianbao ## the checks of finished files over DIR=folder of reports
	$(Q)tests/corpus ./$< '$(DIR)'

LINTS := check-layers check-headers check-names check-format check-cppcheck check-tidy \
         check-analyzer
lint: ## layer order, names, headers, clang-format, cppcheck, clang-tidy, analyzer
	$(Q)good=0 bad=0; for check in $(LINTS); do printf '  %-5s %s\n' LINT $$check; \
	  if $(MAKE) $$check; then good=$$((good + 1)); else bad=$$((bad + 1)); fi; done; \
	  echo "$$good passed, $$bad failed"; test $$bad = 0

# A linter that is missing is named; with CI set it is a failure.
need = command -v $(1) >/dev/null || { echo "not checked: $(1) is not installed"; \
       test -z "$$CI"; exit; }
each = printf '%s\0' $(1) | xargs -0 -n 1 -P $(JOBS)

check-layers: ## no file includes a room to the right of its own
	$(Q)tests/tools/check-layers
check-names: $(OUT)/libjianbao.a ## each file exports only jb_<file>_* symbols
	$(Q)tests/tools/check-names $(call obj,$(LIB))
check-headers: ## every header compiles alone
	$(Q)for h in $(HEADERS:src/%=%); do echo "#include \"$$h\"" | \
	  $(CC) $(ALL_CFLAGS) -O0 -U_FORTIFY_SOURCE -Werror -fsyntax-only -xc - || exit 1; done
check-format: ## clang-format agrees
	$(Q)$(call need,clang-format); \
	  clang-format --dry-run -Werror $(filter-out %_tables.c,$(SRC)) src/pack.c $(HEADERS) $(UNIT)
check-cppcheck: ## cppcheck is silent
	$(Q)$(call need,cppcheck); cppcheck -q -j $(JOBS) \
	  --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	  --suppress=nullPointerRedundantCheck --suppress=readdirCalled --suppress=memleak:src/base/file.c \
	  --std=c11 --library=posix -D__GNUC__ -DJB_DATADIR='""' -Isrc src
check-tidy: ## clang-tidy is silent
	$(Q)$(call need,clang-tidy); $(call each,$(filter-out %_tables.c,$(SRC))) sh -c \
	  '! clang-tidy --quiet "$$0" -- $(subst ','\'',$(ALL_CFLAGS)) 2>&1 | \
	   grep -vE "^[0-9]+ warnings?( and [0-9]+ errors?)? generated"'
check-analyzer: ## gcc -fanalyzer is silent
	$(Q)$(call need,gcc); $(call each,$(filter-out %_tables.c,$(SRC))) sh -c \
	  'exec gcc $(subst ','\'',$(ALL_CFLAGS)) -O2 -fanalyzer -Werror -c -o /dev/null "$$0"'
format: ## clang-format in place
	$(Q)clang-format -i $(filter-out %_tables.c,$(SRC)) src/pack.c $(HEADERS) $(UNIT) $(FUZZ)

# ---- install -------------------------------------------------------------
install: all ## install under $(DESTDIR)$(prefix)
	$(INSTALL) -d '$(DESTDIR)$(bindir)' '$(DESTDIR)$(libdir)/pkgconfig' \
	  '$(DESTDIR)$(includedir)' '$(DESTDIR)$(datadir)/fonts' '$(DESTDIR)$(datadir)/layouts'
	$(INSTALL) -m 755 $(OUT)/jianbao '$(DESTDIR)$(bindir)/jianbao'
	$(INSTALL) -m 644 $(OUT)/libjianbao.a '$(DESTDIR)$(libdir)/libjianbao.a'
	$(INSTALL) -m 644 src/jianbao.h '$(DESTDIR)$(includedir)/jianbao.h'
	$(INSTALL) -m 644 fonts/*.yaml '$(DESTDIR)$(datadir)/fonts'
	$(INSTALL) -m 644 layouts/*.yaml '$(DESTDIR)$(datadir)/layouts'
	printf '%s\n' 'prefix=$(prefix)' 'libdir=$(libdir)' 'includedir=$(includedir)' '' \
	  'Name: jianbao' 'Description: Report exporter for Chinese texts' \
	  'Version: $(VERSION)' 'Requires.private: $(PKGS)' \
	  'Libs: -L$${libdir} -ljianbao' 'Libs.private: $(OTHER_LIBS) -lm -pthread' \
	  'Cflags: -I$${includedir}' > '$(DESTDIR)$(libdir)/pkgconfig/jianbao.pc'
uninstall: ## remove what install put there
	rm -f '$(DESTDIR)$(bindir)/jianbao' '$(DESTDIR)$(libdir)/libjianbao.a' \
	  '$(DESTDIR)$(includedir)/jianbao.h' '$(DESTDIR)$(libdir)/pkgconfig/jianbao.pc'
	rm -rf '$(DESTDIR)$(datadir)'
clean: ## remove build/ and out/
	rm -rf build out

help: ## this list
	@awk -F':.*## ' '/^[a-z][a-z-]*:.*## /{printf "  %-15s %s\n",$$1,$$2}' Makefile
	@echo "  BUILD=release|debug|asan|cov|fuzz   V=1 shows commands"
