# `make` alone prints what there is.

SWIFT ?= swift
PREFIX ?= /usr/local
LOG ?= $(wildcard /var/log/access.log)

# What building needs, and what the tests need on top of it.
BUILD_PACKAGES := libncursesw5-dev zlib1g-dev libzstd-dev
TEST_PACKAGES := nginx-light tmux ncurses-term

RELEASE := .build/release/hightide
# The folders too: what was removed has to be built without.
SOURCES := Package.swift $(shell find Sources)

.PHONY: help deps build-deps build run test lint format install uninstall clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
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

# Where nothing has changed, the binary is run without asking the compiler.
$(RELEASE): $(SOURCES) | build-deps
	$(SWIFT) build -c release --static-swift-stdlib --product hightide
	@touch $@

run: build ## Watch LOG, or demo traffic where there is no log
	@$(RELEASE) $(if $(LOG),'$(LOG)',--demo)

test: deps ## Build and run every test
	STRICT=1 SWIFT_BACKTRACE=enable=no $(SWIFT) test

lint: ## Check the formatting rules
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## Apply the formatting rules
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

install: build ## Install to PREFIX (/usr/local)
	install -D -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/hightide

uninstall: ## Remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/hightide

clean: ## Remove everything that was built
	$(SWIFT) package clean
	rm -rf .build
