package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/entente-graph/entente"
	"github.com/entente-graph/entente/graph/rdf"
	"github.com/entente-graph/entente/queries/endpoint"
	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/queries/sparql"
)

// Exit codes, as docs/operations.md lists them.
const (
	exitOK          = 0
	exitFailure     = 1
	exitUsage       = 2
	exitPartial     = 3
	exitEmpty       = 4
	exitNoStore     = 10
	exitLocked      = 11
	exitInterrupted = 130
)

// codeError carries an exit code; a silent one prints nothing more.
type codeError struct {
	code   int
	err    error
	silent bool
}

func (e *codeError) Error() string { return e.err.Error() }
func (e *codeError) Unwrap() error { return e.err }

// usage marks an error as the caller's: exit code 2, with a hint.
func usage(format string, args ...any) error {
	return &codeError{code: exitUsage, err: fmt.Errorf(format, args...)}
}

var (
	errEmpty   = &codeError{code: exitEmpty, err: errors.New("no result"), silent: true}
	errPartial = &codeError{code: exitPartial, err: errors.New("some documents failed"), silent: true}
)

// exitCode decides on the exit code of an error.
func exitCode(ctx context.Context, err error) int {
	var code *codeError
	var syntax *sparql.SyntaxError
	switch {
	case err == nil:
		return exitOK
	case ctx.Err() != nil && !errors.As(err, &code):
		return exitInterrupted
	case errors.As(err, &code):
		return code.code
	case errors.Is(err, entente.ErrNoStore):
		return exitNoStore
	case errors.Is(err, entente.ErrLocked):
		return exitLocked
	case errors.As(err, &syntax), errors.Is(err, library.ErrUnknown), errors.Is(err, library.ErrParameter), errors.Is(err, endpoint.ErrFormat), errors.Is(err, rdf.ErrFormat):
		return exitUsage
	}
	return exitFailure
}

// hint tells what to try after an error, "" when nothing helps.
func hint(err error, code int, command string) string {
	switch code {
	case exitNoStore:
		return "Make one with: entente ingest PATH..."
	case exitLocked:
		return "Another process holds the store. Start it with `entente serve` to share it, or wait."
	case exitUsage:
		if errors.Is(err, library.ErrUnknown) || errors.Is(err, library.ErrParameter) {
			return "Try: entente query --list"
		}
		return "Try: " + command + " --help"
	}
	return ""
}

// report writes an error to stderr, as JSON when the command speaks JSON.
func report(w io.Writer, err error, code int, command string, asJSON bool) {
	var silent *codeError
	if errors.As(err, &silent) && silent.silent {
		return
	}
	if code == exitInterrupted {
		err = errors.New("interrupted")
	}
	help := hint(err, code, command)
	if asJSON {
		b, _ := json.Marshal(map[string]any{"error": err.Error(), "code": code, "hint": help})
		fmt.Fprintf(w, "%s\n", b)
		return
	}
	fmt.Fprintf(w, "entente: %s\n", err)
	if help != "" {
		fmt.Fprintln(w, help)
	}
}
