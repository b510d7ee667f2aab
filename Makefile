# `make` alone prints what there is.

SWIFT ?= swift
PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
LOG ?= $(wildcard /var/log/access.log)

# What building needs, and what the tests need on top of it.
BUILD_PACKAGES := libncursesw5-dev zlib1g-dev libzstd-dev libpcre2-dev
TEST_PACKAGES := nginx-light haproxy iproute2 openssh-client openssh-server tmux ncurses-term mandoc zsh fish tzdata curl openssl alsa-utils librdkafka1 kcat

RELEASE := .build/release/hightide
# The folders too: what was removed has to be built without.
SOURCES := Package.swift $(shell find Sources)

# Signals of a crash are the program's own to take: it restores the terminal.
SANITIZER_OPTIONS := handle_segv=0 handle_sigbus=0 handle_sigfpe=0 handle_sigill=0 handle_sigtrap=0 handle_abort=0
THREAD_OPTIONS := $(SANITIZER_OPTIONS) suppressions=$(CURDIR)/Tests/thread.suppressions
# A program that ends leaves what its threads are at, and what a crash would need to the last.
ADDRESS_OPTIONS := $(SANITIZER_OPTIONS) detect_leaks=0

# How long the program is soaked; SOAK_SEED and SOAK_RUNS repeat one run. How much it endures.
SOAK_SECONDS ?= 600
ENDURANCE_LINES ?= 50000000

# How long each target is fuzzed, and the library of the toolchain that does it.
FUZZ_SECONDS ?= 60
FUZZ_TARGETS := lines options settings cutter filter tallies records state
FUZZER = $(wildcard $(dir $(realpath $(shell command -v swiftc)))../lib/clang/*/lib/linux/libclang_rt.fuzzer_no_main-$(shell uname -m).a)
FUZZ_FLAGS = --sanitize=address -Xswiftc -enable-testing -Xswiftc -use-ld=lld \
  -Xswiftc -sanitize-coverage=edge,trace-cmp,inline-8bit-counters,pc-table \
  -Xlinker $(FUZZER) -Xlinker -lstdc++

.PHONY: always help deps build-deps build static static-test deb deb-test picture terminals run test test-fast test-kafka test-sanitizers test-servers soak endurance bench fuzz lint format install uninstall clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo 'Run it on a log of yours: make run LOG=/path/to/access.log'

deps: ## Install the Debian packages that are missing
	@$(call install-missing,$(BUILD_PACKAGES) $(TEST_PACKAGES))

build-deps:
	@$(call install-missing,$(BUILD_PACKAGES))

# Asks dpkg first: where nothing is missing, neither network nor privileges are needed.
define install-missing
missing=""; \
for package in $(1); do \
  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
    || missing="$$missing $$package"; \
done; \
[ -z "$$missing" ] || { \
  if [ "$$(id -u)" = 0 ]; then as_root=""; else as_root=sudo; fi; \
  echo "installing$$missing"; \
  $$as_root apt-get -qq update \
    && DEBIAN_FRONTEND=noninteractive $$as_root apt-get -qq install -y --no-install-recommends $$missing; \
}
endef

build: $(RELEASE) ## Build the release binary

# What `--version` says of the sources: of this clone alone, not of a repository around it.
DESCRIBED = $(if $(wildcard .git),$(shell git -c safe.directory='*' describe \
  --tags --match 'v[0-9]*' --long --always --dirty --abbrev=12 2>/dev/null))
COMPILER = $(shell $(SWIFT) --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/Swift \1/p')
RELEASE_BUILD = HIGHTIDE_DESCRIBED='$(DESCRIBED)' HIGHTIDE_COMPILER='$(COMPILER)' \
  $(SWIFT) build -c release --static-swift-stdlib --product hightide

# Changes with the commit and nothing else.
.build/described: always
	@mkdir -p .build; echo '$(DESCRIBED)' | cmp -s - $@ || echo '$(DESCRIBED)' > $@

# Where nothing has changed, the binary is run without asking the compiler.
$(RELEASE): $(SOURCES) .build/described | build-deps
	$(RELEASE_BUILD)
	@touch $@

run: build ## Watch LOG, or demo traffic where there is no log
	@$(RELEASE) $(if $(LOG),'$(LOG)',--demo)

# TEST_OPTIONS are what else `swift test` is to be told.
TEST = STRICT=1 SWIFT_BACKTRACE=enable=no $(SWIFT) test $(TEST_OPTIONS)

test: deps ## Build and run every test
	$(TEST)

test-fast: deps ## Build and run all tests but those that run the whole program
	$(TEST) --skip HightideTests

KAFKA_SUITES := Alert|Ship|KafkaSource|FleetSource|FoldToTopic|Topics|GroupFold|Poison|Kcat|OwnBroker

# With HIGHTIDE_KAFKA_START, a program that starts a broker, those that kill one and log in run too.
test-kafka: deps ## Run the tests of kafka:// against the brokers in HIGHTIDE_KAFKA (host:port)
	@[ -n "$(HIGHTIDE_KAFKA)" ] || { echo 'set HIGHTIDE_KAFKA=host:port' >&2; exit 2; }
	HIGHTIDE_KAFKA=$(HIGHTIDE_KAFKA) $(TEST) --filter 'HightideTests.($(KAFKA_SUITES))Tests'

test-sanitizers: deps ## Run every test under the thread and the address sanitizer
	$(call test-under,thread,TSAN_OPTIONS,$(THREAD_OPTIONS))
	$(call test-under,address,ASAN_OPTIONS,$(ADDRESS_OPTIONS))

# What is found goes to a file for each process: one that a test starts may be killed, and its exit
# status and errors may be all that the test looks at.
define test-under
rm -f .build/$(1)/found.*
SWIFT_BACKTRACE=enable=no $(2)="$(3) log_path=$(CURDIR)/.build/$(1)/found" \
  $(SWIFT) test --sanitize=$(1) --scratch-path .build/$(1); \
  status=$$?; ! cat .build/$(1)/found.* 2>/dev/null && exit $$status
endef

picture: build ## Draw the dashboard for the README, from four minutes of made-up traffic
	.packaging/picture.sh $(RELEASE) .packaging/screen.svg

terminals: ## Write what common terminals can do into the sources, from ncurses-term
	.packaging/terminals.sh

# Servers whose logs are held against a second log of theirs; `make test` has the first.
SERVER_PACKAGES := nginx-light apache2-bin lighttpd python3 squid varnish h2o gunicorn caddy \
  libjetty9-java default-jre-headless nodejs node-express node-morgan node-winston

test-servers: deps ## Drive real servers, and hold their logs against what they say
	@$(call install-missing,$(SERVER_PACKAGES))
	HIGHTIDE_SERVERS=all $(TEST) --filter ServersTests

soak: build ## Do to the program what may happen to it, for SOAK_SECONDS (600)
	HIGHTIDE=$(CURDIR)/$(RELEASE) SOAK_SECONDS=$(SOAK_SECONDS) $(TEST) --filter FaultTests

endurance: build ## Hold its memory against ENDURANCE_LINES (50 million), and hostile logs
	HIGHTIDE=$(CURDIR)/$(RELEASE) ENDURANCE_LINES=$(ENDURANCE_LINES) $(TEST) --filter EnduranceTests
	HIGHTIDE=$(CURDIR)/$(RELEASE) ENDURANCE_LINES=$(ENDURANCE_LINES) $(TEST) --filter HostileMemoryTests

fuzz: deps ## Fuzz every parser, FUZZ_SECONDS (60) each
	FUZZ=1 $(SWIFT) build -c release --product Fuzz --scratch-path .build/fuzz $(FUZZ_FLAGS)
	@for target in $(FUZZ_TARGETS); do \
	  mkdir -p .build/fuzz/corpus/$$target; \
	  SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 .build/fuzz/release/Fuzz $$target \
	    -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=10 -rss_limit_mb=4096 \
	    -dict=Tests/Fuzz/dictionary.txt -artifact_prefix=.build/fuzz/$$target- -print_final_stats=1 \
	    .build/fuzz/corpus/$$target Tests/Fuzz/Corpus/$$target || exit 1; \
	done

# How many lines the ordinary log of the benchmarks has, and how often each contender runs.
BENCH_LINES ?= 5000000
BENCH_ROUNDS ?= 7

bench: build ## Measure speed and memory against other programs, and hold the bounds
	$(SWIFT) build -c release --static-swift-stdlib --product Benchmarks
	$(dir $(RELEASE))Benchmarks $(RELEASE) $(BENCH_LINES) $(BENCH_ROUNDS)

lint: ## Check the formatting rules
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## Apply the formatting rules
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

# One file that needs nothing but a kernel. It is built beside the other one, since all flags differ.
STATIC := .build/static/hightide
STATIC_FLAGS := -Xswiftc -static-executable -Xswiftc -DHIGHTIDE_STATIC -Xcc -DHIGHTIDE_STATIC \
  -Xlinker --wrap=open

static: build-deps ## Build .build/static/hightide, which needs no libraries
	$(RELEASE_BUILD) --scratch-path .build/static/build $(STATIC_FLAGS)
	strip -o $(STATIC) .build/static/build/release/hightide
	@ls -l $(STATIC)

static-test: static ## Try it in an empty root, and in Debian 11, 12 and 13 where a mirror is (needs root)
	@$(call install-missing,debootstrap)
	.packaging/try-static.sh $(STATIC) .build/roots

deb: build ## Build a Debian package in .build/deb
	.packaging/deb.sh $(RELEASE) .build/deb

deb-test: deb ## Install, upgrade, remove and purge it in a fresh Debian 12 (needs root and a mirror)
	@$(call install-missing,debootstrap)
	.packaging/try-deb.sh $(RELEASE) .build/deb .build/roots

# The manual and the completions are made by the program, from its tables.
DOCUMENTS := man/man1/hightide.1 man/man5/hightide.ini.5 man/man7/hightide-filters.7 \
  bash-completion/completions/hightide zsh/site-functions/_hightide fish/vendor_completions.d/hightide.fish

install: build ## Install to PREFIX (/usr/local), and settings to SYSCONFDIR (/etc) if there are none
	install -D -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/hightide
	$(RELEASE) --write-documents $(DESTDIR)$(PREFIX)/share
	@[ -e $(DESTDIR)$(SYSCONFDIR)/hightide.ini ] || { \
	  install -d $(DESTDIR)$(SYSCONFDIR) && $(RELEASE) --no-config --print-config \
	    | sed -E 's/^([a-z])/;\1/' > $(DESTDIR)$(SYSCONFDIR)/hightide.ini; }

uninstall: ## Remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/hightide $(addprefix $(DESTDIR)$(PREFIX)/share/,$(DOCUMENTS))

clean: ## Remove everything that was built
	$(SWIFT) package clean
	rm -rf .build
