# The front door: each target is one thing to do, meson and tools/ do it. `make help` lists them.
# Everything that is missing is installed with apt (root only; otherwise the command is named).

BUILD  ?= build
PREFIX ?= /usr/local
# Seconds that `make fuzz` gives each target, and which targets ("" is all).
FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?=

meson  = meson
ninja  = ninja
python = python3
# A failing test run must not keep the others from running: the status is that of the count.
# Memory as users have it, not filled by meson: that takes time which the sandbox counts.
run_tests = MALLOC_PERTURB_=0 $(meson) test --no-rebuild

thread_tests = tests/contract/test-contract-rewrite tests/contract/test-contract-store \
	tests/contract/test-contract-store-bulk \
	tests/unit/store/test-store-kv-lmdb tests/unit/store/test-store-kv-lmdb-compact \
	tests/unit/store/test-store-kv-lmdb-filter tests/unit/store/test-store-kv-lmdb-unannounced \
	tests/unit/store/test-store-writer-lock

.DEFAULT_GOAL := all
.PHONY: all demo test test-threads test-system bench eval fuzz lint format install uninstall clean help \
	sanitized FORCE

all: $(BUILD)/kith ## build build/kith (the default)

$(BUILD)/kith: FORCE
	@tools/install-packages build
	@test -f $(BUILD)/build.ninja || $(meson) setup $(BUILD) --prefix $(PREFIX) >$(BUILD).log || \
		{ cat $(BUILD).log; rm -rf $(BUILD) $(BUILD).log; exit 1; }
	@rm -f $(BUILD).log
	@$(ninja) -C $(BUILD) --quiet kith kith-gmo

demo: all ## a small organisation's mail, learned and judged
	@tools/install-packages demo
	@demo/run.sh $(BUILD)/kith

# The release build is tested too: only there is the sandbox as users have it, and a hundred thousand
# cases of the guarantee of quotes take seconds.
test: all sanitized ## unit, contract, case and house tests with sanitizers; N passed, N failed, N skipped
	@$(ninja) -C $(BUILD) --quiet
	@$(run_tests) -C build-test || true
	@$(run_tests) -C $(BUILD) --suite worker --logbase release || true
	@KITH_QUOTE_CASES=100000 $(run_tests) -C $(BUILD) guarantee --logbase guarantee || true
	@$(python) tools/count-tests build-test/meson-logs/testlog.json $(BUILD)/meson-logs/release.json \
		$(BUILD)/meson-logs/guarantee.json

sanitized:
	@tools/install-packages build test
	@test -f build-test/build.ninja || $(meson) setup build-test -Db_sanitize=address,undefined \
		-Doptimization=2 -Db_lundef=false >/dev/null
	@$(ninja) -C build-test --quiet

test-threads: ## the tests of the store and of what runs in threads, with the thread sanitizer
	@tools/install-packages build test
	@test -f build-threads/build.ninja || $(meson) setup build-threads -Db_sanitize=thread \
		-Doptimization=2 -Db_lundef=false >/dev/null
	@$(ninja) -C build-threads --quiet $(thread_tests)
	@cc -shared -fPIC -D_GNU_SOURCE $$(pkg-config --cflags glib-2.0) -o build-threads/glib-locks.so \
		tests/tools/glib-locks.c -ldl
	@for test in $(thread_tests); do \
		LD_PRELOAD=$(CURDIR)/build-threads/glib-locks.so build-threads/$$test || exit 1; done

test-system: all ## end-to-end tests of the program
	@tools/install-packages system
	@$(ninja) -C $(BUILD) --quiet bench-programs
	@$(python) tests/system/run --program $(BUILD)/kith

bench: all ## speed and size, beside rspamd, tshark and smtp-sink when they are installed
	@tools/install-packages bench
	@$(ninja) -C $(BUILD) --quiet bench-programs
	@$(python) bench/run.py --build $(BUILD)
	@$(python) bench/before.py --build $(BUILD)
	@$(python) bench/scale.py --build $(BUILD)
	@$(python) bench/capture.py --build $(BUILD)
	@$(python) bench/sink.py --build $(BUILD)
	@$(python) bench/export.py --build $(BUILD)
	@$(python) bench/guard.py --build $(BUILD)

eval: all ## detection quality on real mail ($$KITH_DATA), beside rspamd and SpamAssassin if installed
	@tools/install-packages demo
	@$(python) eval/run.py --program $(BUILD)/kith --held-out --peers

fuzz: ## every fuzz target for FUZZ_SECONDS=60 seconds (FUZZ_TARGETS="html link" for some)
	@tools/install-packages build fuzz
	@tools/fuzz $(FUZZ_SECONDS) $(FUZZ_TARGETS)

lint: all ## formatting, house rules, static analysis
	@tools/install-packages lint
	@tools/lint $(BUILD)

format: ## let clang-format put the C files in order
	@tools/install-packages lint
	@find src eval tests fuzz bench -name '*.[ch]' -exec clang-format -i {} +

install: all ## install to PREFIX=/usr/local (DESTDIR is respected)
	@$(meson) install -C $(BUILD) --no-rebuild --quiet

uninstall: ## remove what `make install` put there
	@$(ninja) -C $(BUILD) uninstall

clean: ## remove everything that was built
	@rm -rf $(BUILD) build-test build-threads build-fuzz

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile
