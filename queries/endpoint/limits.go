package endpoint

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/entente-graph/entente/queries/sparql"
)

// limited is a Service whose queries keep to the server's limits, whoever asks.
type limited struct {
	Service
	opt Options
}

func (l limited) Ask(ctx context.Context, query string) (*sparql.Results, error) {
	return l.Query(ctx, query, QueryOptions{})
}

func (l limited) Query(ctx context.Context, query string, opt QueryOptions) (*sparql.Results, error) {
	opt.Timeout = least(opt.Timeout, l.opt.Timeout)
	opt.MaxRows = least(opt.MaxRows, l.opt.MaxRows)
	opt.MaxMemory = least(opt.MaxMemory, l.opt.MaxMemory)
	return l.Service.Query(ctx, query, opt)
}

// least is the smaller of two limits, where 0 is none.
func least[T int | int64 | time.Duration](a, b T) T {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// gate lets a few requests work at a time and a few more wait.
type gate struct{ slots, places chan struct{} }

// queueLength is how many requests may wait beside those that work.
const queueLength = 16

func newGate(slots int) *gate {
	return &gate{make(chan struct{}, slots), make(chan struct{}, slots+queueLength)}
}

// enter takes a slot; false when the queue is full, or when the context ended
// first. Who got one must leave.
func (g *gate) enter(ctx context.Context) bool {
	select {
	case g.places <- struct{}{}:
	default:
		return false
	}
	select {
	case g.slots <- struct{}{}:
		return true
	case <-ctx.Done():
		<-g.places
		return false
	}
}

func (g *gate) leave() { <-g.slots; <-g.places }

// admit runs a handler with a slot and within the time limit. Waiting counts: a
// caller has his answer when the limit is over, and a little.
func (s *Server) admit(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { s.within(w, r, s.opt.Timeout, next) }
}

func (s *Server) within(w http.ResponseWriter, r *http.Request, limit time.Duration, next http.HandlerFunc) {
	ctx := r.Context()
	if limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
		// who reads slowly must not keep a slot for longer
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(limit + writeGrace)) // a recorder in tests has none
	}
	if !s.gate.enter(ctx) {
		w.Header().Set("Retry-After", "5")
		problem(w, http.StatusServiceUnavailable, "too many queries at once")
		return
	}
	defer s.gate.leave()
	next(w, r.WithContext(ctx))
}

// rates allow each address so many requests a second. Loopback is not counted:
// what comes from there is the owner of the machine, or a front server.
type rates struct {
	limit   rate.Limit
	proxies []netip.Prefix

	mu    sync.Mutex
	known map[netip.Addr]*rate.Limiter
	old   map[netip.Addr]*rate.Limiter // of the generation before; dropped with the next
}

// knownAddresses is how many addresses a generation remembers.
const knownAddresses = 10_000

func newRates(perSecond float64, proxies []netip.Prefix) *rates {
	return &rates{limit: rate.Limit(perSecond), proxies: proxies, known: map[netip.Addr]*rate.Limiter{}}
}

func (x *rates) allow(r *http.Request) bool {
	if x.limit <= 0 {
		return true
	}
	from, ok := x.caller(r)
	if !ok || from.IsLoopback() {
		return true
	}
	return x.of(from).Allow()
}

// of is the limiter of an address; a burst is what four seconds allow.
func (x *rates) of(from netip.Addr) *rate.Limiter {
	x.mu.Lock()
	defer x.mu.Unlock()
	l := x.known[from]
	if l == nil {
		if l = x.old[from]; l == nil {
			l = rate.NewLimiter(x.limit, max(1, int(4*x.limit)))
		}
		if len(x.known) == knownAddresses {
			x.old, x.known = x.known, map[netip.Addr]*rate.Limiter{}
		}
		x.known[from] = l
	}
	return l
}

// caller is the address a request comes from: that of the connection, or what a
// front server that is known says of it.
func (x *rates) caller(r *http.Request) (netip.Addr, bool) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, false
	}
	from, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}, false
	}
	from = from.Unmap()
	for _, p := range x.proxies {
		if p.Contains(from) {
			if said, err := netip.ParseAddr(last(r.Header.Values("X-Forwarded-For"))); err == nil {
				return said.Unmap(), true
			}
		}
	}
	return from, true
}

// last is the last address of a list: the only one that the front server itself
// has written.
func last(values []string) string {
	if len(values) == 0 {
		return ""
	}
	v := values[len(values)-1]
	for i := len(v) - 1; i >= 0; i-- {
		if v[i] == ',' || v[i] == ' ' {
			return v[i+1:]
		}
	}
	return v
}

// addresses reads addresses and networks (CIDR).
func addresses(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range list {
		if a, err := netip.ParseAddr(s); err == nil {
			out = append(out, netip.PrefixFrom(a, a.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, fmt.Errorf("endpoint: front server %q: want an address or a network", s)
		}
		out = append(out, p)
	}
	return out, nil
}
