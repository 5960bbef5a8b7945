# Pressrun: one Makefile, not recursive. `make help` lists the targets.
# MODE=release (default) | debug | asan ; BUILD, PREFIX, DESTDIR, CC as usual. Overrides may sit in local.mk.
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
OUT := $(OUT_$(MODE))
$(if $(OUT),,$(error MODE is one of release, debug, asan))

PKGS := libxml-2.0 zlib libpcre2-8 harfbuzz freetype2 cairo fontconfig icu-uc icu-i18n MagickWand libjpeg libturbojpeg \
	libwebp libpng libdeflate libxxhash
# libcsv and hyphen ship no .pc file in Debian.
NO_PC_LIBS := -lcsv -lhyphen -lm -lpthread

FLAGS_release := -O2 -g -DNDEBUG
FLAGS_debug := -O0 -g3
FLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
WARN := -Wall -Wextra -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wformat=2 \
	-Wno-missing-field-initializers $(WERROR)

CFLAGS ?=
CPPFLAGS_ALL := -Ilib -I$(OUT)/gen -D_GNU_SOURCE -DPRESSRUN_VERSION='"$(VERSION)"' -DPRESSRUN_SHARE='"$(PREFIX)/share/pressrun"'
PKG_CFLAGS = $(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
PKG_LIBS = $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null) $(NO_PC_LIBS)
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

.DELETE_ON_ERROR:
.PHONY: all
all: $(BINS)

say = @printf '%-6s %s\n' "$(1)" "$(2)"

$(OUT)/obj/%.o: %.c
	$(call say,CC,$<)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

$(LIB): $(LIB_OBJ) $(OUT)/obj/registry.o
	$(call say,AR,$@)
	@rm -f $@
	@ar rcs $@ $^

# One new file is a new entry: the registries are made from the file names. The stamp changes with the set of names.
REGISTRY_FILES := $(sort $(wildcard lib/brand/kind-*.c lib/still/out-*.c lib/still/copy-*.c lib/l10n/source-*.c lib/fx/fe-*.c))
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

# ---- unit tests: tests/unit/FOLDER/test-NAME.c mirrors lib/FOLDER ----
$(OUT)/unit/%: tests/unit/%.c $(LIB)
	$(call say,TEST,$@)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS_ALL) -Itests/unit -MMD -MP -MF $@.d $< -o $@ $(LDFLAGS_ALL) $(LIB) $(PKG_LIBS) -lcmocka

.PHONY: unit
unit: $(UNIT_BIN)
	@for t in $(UNIT_BIN); do echo "== $$t"; $$t || exit 1; done

.PHONY: clean FORCE
clean:
	rm -rf $(BUILD) out
FORCE:

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
