package endpoint

import (
	"log/slog"
	"time"
)

// Options of a server.
type Options struct {
	// Addr is where to listen; loopback unless told otherwise.
	Addr string
	// Timeout is the longest time of a query; a request may ask for less.
	Timeout time.Duration
	// MaxRows bounds a result, MaxBody a request's body in bytes.
	MaxRows int
	MaxBody int64
	// MaxMemory bounds the intermediate results of a query, in bytes.
	MaxMemory int64
	// Hosts are further names that the Host header may have. On loopback every
	// loopback name is allowed, anything else is refused.
	Hosts []string
	// Lang is the language of pages when the reader asks for none.
	Lang string
	// Token lets a caller write: the command line finds it in the file beside the
	// store. Empty: nobody writes.
	Token string
	// Version is shown on pages.
	Version string
	// Log receives one line a request; nil for none. Requests that take Slow or
	// longer are warnings; 0 = none is.
	Log  *slog.Logger
	Slow time.Duration
	// Rate is how many requests a second an address may make, with bursts of four
	// times as many; 0 = any number. Loopback is never counted.
	Rate float64
	// Proxies are the front servers (addresses or networks) whose X-Forwarded-For
	// is believed.
	Proxies []string
	// Concurrent queries at one time; 0 = twice the processors.
	Concurrent int
}

// The limits of connections, as docs/operations.md gives them.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second
	idleTimeout       = 60 * time.Second
	maxHeader         = 32 << 10
	maxTransfer       = 1 << 30         // body of a command that writes, in bytes
	writeGrace        = 5 * time.Second // for the end of an answer, after the time limit
)

// ShutdownTime is how long running requests may take to finish once the server is
// to end; then their queries are stopped.
const ShutdownTime = 10 * time.Second

// noDeadline lifts a deadline.
var noDeadline = time.Time{}
