# Run with Go alone: make run, make test. Everything else says what it needs.

GO      ?= go
STORE   ?= ./entente.db
ADDR    ?= 127.0.0.1:7070
SERVE   ?= yes
FUZZTIME?= 30s
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
LDFLAGS  = -s -w -X github.com/entente-graph/entente.version=$(VERSION)
SUITES  ?= ../shared/suites

export CGO_ENABLED ?= 0

.PHONY: run build test check fmt vet staticcheck race long bench bars ui e2e fuzz docs readme release clean

## run: build, read the samples into ./entente.db, show the timeline and one query with its evidence, serve (SERVE=no: not)
run: build
	@test ! -e $(STORE).server || { echo "a server still holds $(STORE); stop it first"; exit 1; }
	@rm -rf $(STORE)
	./entente ingest --store $(STORE) data/samples
	./entente timeline --store $(STORE) --lang zh --format table
	./entente query --store $(STORE) --format table q5-series
	./entente explain --store $(STORE) event:china-central-asia-summit-1 sem:hasPlace place:xian
	@if [ "$(SERVE)" != no ]; then ./entente serve --store $(STORE) --addr $(ADDR); fi

## build: one static binary
build:
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o entente ./cmd/entente

## test: all tests, Go alone, under three minutes
test:
	$(GO) test ./...

## check: what CI asks of a change
check: fmt vet staticcheck test race

fmt:
	@out=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$out" || { echo "not gofmt'ed:"; echo "$$out"; exit 1; }

vet:
	$(GO) vet ./...

staticcheck:
	$(GO) tool staticcheck ./...

## race: the rooms where goroutines meet, under the race detector (needs a C compiler)
race:
	@if command -v cc >/dev/null 2>&1; then CGO_ENABLED=1 $(GO) test -race -short . ./graph/... ./queries/endpoint/... ./extract/source/...; else echo "race: skipped, no C compiler"; fi

## long: the tests that take minutes
long:
	ENTENTE_LONG=1 $(GO) test -timeout 20m ./...

## bench: Go benchmarks, then the store and SPARQL beside their bars and peers; says what is skipped (the peers need Node and the network once)
bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...
	SUITES=$(SUITES) bench/run.sh

## bars: our figures against the bars of the design; needs the test suites beside the checkout
bars: build
	@ENTENTE_LONG=1 $(GO) test -run '^TestBar' -v -timeout 20m ./... 2>&1 | grep -o 'bar: .*' || true
	@if command -v python3 >/dev/null 2>&1 && [ -d $(SUITES)/facts ]; then \
		work=$$(mktemp -d) && python3 $(SUITES)/facts/score.py --bin ./entente --gold $(SUITES)/facts --work $$work | sed 's/^/bar: /'; rm -rf $$work; \
	else echo "bar: facts skipped, python3 or $(SUITES)/facts not present"; fi

## ui: rebuild the workbench (needs Node)
ui:
	@if [ -f queries/workbench/package.json ]; then cd queries/workbench && npm ci --ignore-scripts && npm run build; else echo "ui: the page is rendered by the server; nothing to build"; fi

## e2e: tests in a browser (needs Chromium)
e2e:
	$(GO) test -tags e2e -count 1 ./queries/...

## fuzz: every fuzz target for FUZZTIME
fuzz:
	@for p in $$($(GO) list ./...); do for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
		echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$p || exit 1; done; done

## docs: rewrite the references that are generated from the code
docs: build
	./entente docs docs
	./entente docs --man docs/man

## readme: put the present output of make run and make test into the README
readme:
	@work=$$(mktemp -d); $(MAKE) -s --no-print-directory run SERVE=no > $$work/all 2>&1; $(MAKE) -s --no-print-directory test > $$work/test 2>&1; \
	{ sed -n '1,22p' $$work/all; echo '…'; sed -n '/^N  LABEL/,$$p' $$work/all | head -18; echo '…'; } | sed 's/  *$$//' > $$work/run; \
	awk -v run=$$work/run -v test=$$work/test ' \
		function fill(file,  l) { print "```"; while ((getline l < file) > 0) print l; print "```" } \
		/^<!-- run -->/ { print; fill(run); skip = 1 } /^<!-- test -->/ { print; fill(test); skip = 1 } \
		/^<!-- \/(run|test) -->/ { skip = 0 } !skip && !/^<!-- (run|test) -->/ { print }' README.md > $$work/README.md && cp $$work/README.md README.md; rm -rf $$work

## release: binaries for five platforms, with checksums, in dist/
release:
	@rm -rf dist && mkdir -p dist
	@for t in linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64; do \
		os=$${t%/*}; arch=$${t#*/}; ext=; [ $$os = windows ] && ext=.exe; dir=entente-$(VERSION)-$$os-$$arch; \
		mkdir -p dist/$$dir && GOOS=$$os GOARCH=$$arch $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o dist/$$dir/entente$$ext ./cmd/entente && \
		cp LICENSE NOTICE README.md dist/$$dir/ && \
		tar --sort=name --owner=0 --group=0 --mtime="@$$(git log -1 --format=%ct)" -C dist -cf - $$dir | gzip -n > dist/$$dir.tar.gz && rm -r dist/$$dir || exit 1; done
	@cd dist && sha256sum *.tar.gz > SHA256SUMS && cat SHA256SUMS

clean:
	rm -rf entente dist
