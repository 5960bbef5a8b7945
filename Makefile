# Pressrun: one Makefile, not recursive. `make help` lists the targets.
# MODE=release (default) | debug | asan | fuzz (clang); BUILD, PREFIX, DESTDIR, CC as usual. Overrides may sit in local.mk.
-include local.mk
MODE ?= release
PREFIX ?= /usr/local
BUILD ?= build
CC ?= cc
PKG_CONFIG ?= pkg-config
WERROR ?= -Werror
VERSION := 0.1.0

OUT_release := $(BUILD)
OUT_debug := $(BUILD)/debug
OUT_asan := $(BUILD)/asan
OUT_fuzz := $(BUILD)/fuzz
OUT := $(OUT_$(MODE))
$(if $(OUT),,$(error MODE is one of release, debug, asan, fuzz))

PKGS := libxml-2.0 zlib libpcre2-8 harfbuzz harfbuzz-subset freetype2 cairo fontconfig icu-uc icu-i18n libjpeg libturbojpeg \
	libwebp libpng libdeflate libxxhash
# Loaded when it is first needed (lib/image/magick-load.c), under the name that linking would have noted.
MAGICK := $(shell so=$$($(CC) -print-file-name=lib$$($(PKG_CONFIG) --libs-only-l MagickWand 2>/dev/null | \
	sed 's/^ *-l\([^ ]*\).*/\1/').so) && readelf -d "$$so" 2>/dev/null | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
# libcsv ships no .pc file in Debian.
NO_PC_LIBS := -lcsv -lm -lpthread

FLAGS_release := -O2 -g -DNDEBUG
FLAGS_debug := -O0 -g3
FLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
FLAGS_fuzz := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined -fno-omit-frame-pointer
WARN := -Wall -Wextra -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wformat=2 \
	-Wno-missing-field-initializers $(WERROR)

CFLAGS ?=
CPPFLAGS_ALL := -Ilib -I$(OUT)/gen -D_GNU_SOURCE -DPRESSRUN_VERSION='"$(VERSION)"' -DPRESSRUN_SHARE='"$(PREFIX)/share/pressrun"' \
	-DPRESSRUN_MAGICK='"$(MAGICK)"'
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PKGS) MagickWand 2>/dev/null | sed 's/-I/-isystem /g')
PKG_LIBS := $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null) $(NO_PC_LIBS)
CFLAGS_ALL = -std=c17 $(WARN) $(FLAGS_$(MODE)) $(CPPFLAGS_ALL) $(PKG_CFLAGS) $(CFLAGS)
LDFLAGS_ALL = $(filter -fsanitize%,$(FLAGS_$(MODE))) $(LDFLAGS)

TOOLS := variant-expand localize brand-check render-still
LIB_SRC := $(sort $(wildcard lib/*/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(OUT)/obj/%.o)
GEN_SRC := $(OUT)/gen/registry.c
LIB := $(OUT)/libpressrun.a
BINS := $(TOOLS:%=$(OUT)/bin/%)
UNIT_SRC := $(sort $(wildcard tests/unit/*/test-*.c))
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(OUT)/unit/%)
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz-*.c))
FUZZ_REPLAY := $(FUZZ_SRC:tests/fuzz/%.c=$(OUT)/replay/%)
FUZZ_BIN := $(FUZZ_SRC:tests/fuzz/%.c=$(OUT)/fuzzers/%)

.DELETE_ON_ERROR:
.PHONY: all help
all: $(BINS)

help:
	@echo 'make            build the four tools into $(BUILD)/bin'
	@echo 'make demo       install what is missing, build, make 2,500 ads and a proof sheet in out/'
	@echo 'make check      install what is missing, build, run every test'
	@echo 'make deps       install what the build needs (deps-test: and the tests)'
	@echo 'make lint       layers, format, manuals, codes, schemas'
	@echo 'make install    into $$(DESTDIR)$$(PREFIX)'
	@echo 'make bless      renew the goldens (review the diff)'
	@echo 'make fuzz       run each fuzz target for FUZZ_SECONDS'
	@echo 'make bench      measure, beside the peers that are installed (bench-deps, bench-quick)'
	@echo 'MODE=debug|asan selects another build; CC=clang works everywhere'

say = @printf '%-6s %s\n' "$(1)" "$(2)"

$(OUT)/obj/%.o: %.c
	$(call say,CC,$<)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

$(OUT)/obj/lib/paint/composite.o: WARN += -Wno-psabi # what passes vectors there is inlined

$(LIB): $(LIB_OBJ) $(OUT)/obj/registry.o
	$(call say,AR,$@)
	@rm -f $@
	@ar rcs $@ $^

# One new file is a new entry: the registries are made from the file names. The stamp changes with the set of names.
REGISTRY_FILES := $(sort $(wildcard lib/brand/kind-*.c lib/still/out-*.c lib/still/copy-*.c lib/l10n/source-*.c lib/l10n/verb-*.c lib/l10n/write-*.c lib/l10n/check-*.c lib/report/report-*.c lib/fx/fe-*.c))
$(OUT)/gen/registry.stamp: FORCE
	@mkdir -p $(@D)
	@echo '$(REGISTRY_FILES)' | cmp -s - $@ || echo '$(REGISTRY_FILES)' > $@
$(GEN_SRC): lib/base/registry.sh $(OUT)/gen/registry.stamp
	@sh lib/base/registry.sh $(REGISTRY_FILES) > $@
$(OUT)/obj/registry.o: $(GEN_SRC)
	$(call say,CC,$<)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

$(OUT)/bin/%: cmd/%.c $(LIB)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS_ALL) -MMD -MP -MF $@.d $< -o $@ $(LDFLAGS_ALL) $(LIB) $(PKG_LIBS)

# ---- what is needed: apt-get on Debian and its kin, else a list to install by hand ----
.PHONY: deps deps-test
deps:
	@.ci/deps build
deps-test:
	@.ci/deps build test

# ---- the main job ----
.PHONY: demo
demo: deps
	@$(MAKE) --no-print-directory all
	@sh examples/demo.sh $(BUILD)/bin out

# ---- tests: cmocka, bats and scripts all speak TAP; tests/run adds them up ----
$(OUT)/unit/%: tests/unit/%.c $(LIB)
	$(call say,TEST,$@)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS_ALL) -Itests/unit -MMD -MP -MF $@.d $< -o $@ $(LDFLAGS_ALL) $(LIB) $(PKG_LIBS) -lcmocka
$(OUT)/replay/%: tests/fuzz/%.c tests/fuzz/replay.c $(LIB)
	$(call say,TEST,$@)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS_ALL) -Wno-missing-prototypes $^ -o $@ $(LDFLAGS_ALL) $(PKG_LIBS)
$(OUT)/fuzzers/%: tests/fuzz/%.c $(LIB)
	$(call say,FUZZ,$@)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS_ALL) -Wno-missing-prototypes -fsanitize=fuzzer $^ -o $@ $(LDFLAGS_ALL) $(PKG_LIBS)

.PHONY: check test-programs run-tests unit asan bless fuzz fuzzers
check: deps-test
	@$(MAKE) --no-print-directory -j2 test-programs
	@tests/run $(OUT)
test-programs: $(BINS) $(UNIT_BIN) $(FUZZ_REPLAY)
run-tests:
	@tests/run $(OUT)
unit: $(UNIT_BIN)
	@for t in $(UNIT_BIN); do echo "== $$t"; $$t || exit 1; done
asan:
	@$(MAKE) --no-print-directory check MODE=asan
bless: $(BINS)
	@BLESS=1 tests/run $(OUT) goldens

FUZZ_SECONDS ?= 20
fuzzers: $(FUZZ_BIN)
fuzz:
	@$(MAKE) --no-print-directory -j2 fuzzers MODE=fuzz CC=clang
	@tests/fuzz/run $(BUILD)/fuzz/fuzzers $(FUZZ_SECONDS)

.PHONY: bench bench-quick bench-deps
bench: $(BINS)
	@tests/bench/run $(BUILD)/bin
bench-quick: $(BINS)
	@tests/bench/run $(BUILD)/bin --quick
# The peers that npm has; Debian's are named by the benchmark where they are missing.
bench-deps:
	@mkdir -p $(BUILD)/bench
	@cp tests/bench/package.json $(BUILD)/bench/
	@cd $(BUILD)/bench && npm install --no-audit --no-fund --loglevel=error

.PHONY: lint
lint: $(BINS)
	@tests/lint/run $(BUILD)/bin

# ---- install ----
.PHONY: install uninstall
SHARE := $(DESTDIR)$(PREFIX)/share
install: $(BINS)
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/pressrun
	install -m 755 $(BINS) $(DESTDIR)$(PREFIX)/bin
	cp -R share/. $(SHARE)/pressrun/
	for m in man/*.[157]; do s=$${m##*.}; install -d $(SHARE)/man/man$$s; install -m 644 $$m $(SHARE)/man/man$$s; done
	install -d $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	for t in $(TOOLS); do \
		$(OUT)/bin/$$t --completion=bash > $(SHARE)/bash-completion/completions/$$t; \
		$(OUT)/bin/$$t --completion=zsh > $(SHARE)/zsh/site-functions/_$$t; \
		$(OUT)/bin/$$t --completion=fish > $(SHARE)/fish/vendor_completions.d/$$t.fish; \
	done
uninstall:
	cd $(DESTDIR)$(PREFIX)/bin && rm -f $(TOOLS)
	rm -rf $(SHARE)/pressrun
	for m in man/*.[157]; do rm -f $(SHARE)/man/man$${m##*.}/$${m#man/}; done
	for t in $(TOOLS); do rm -f $(SHARE)/bash-completion/completions/$$t $(SHARE)/zsh/site-functions/_$$t \
		$(SHARE)/fish/vendor_completions.d/$$t.fish; done

.PHONY: clean FORCE
clean:
	rm -rf $(BUILD) out
FORCE:

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
