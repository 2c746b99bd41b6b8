package endpoint

import (
	"context"
	"net/http"
	"net/http/pprof"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are what an operator watches, in a registry of this server's own.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
}

func newMetrics(service Service, version string) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "entente_http_requests_total", Help: "Requests answered, by route and status."}, []string{"route", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "entente_http_request_duration_seconds", Help: "Time from the request to the end of its answer.",
			Buckets: []float64{.001, .005, .01, .05, .1, .5, 1, 5, 10, 30}}, []string{"route"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "entente_build_info", Help: "Always 1; the version is a label.", ConstLabels: prometheus.Labels{"version": version}})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.duration, build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), storeCollector{service})
	return m
}

// request counts one. A route is the pattern that answered, never the path:
// callers must not be able to make series.
func (m *metrics) request(r *http.Request, status int, took time.Duration) {
	route := r.Pattern
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.duration.WithLabelValues(route).Observe(took.Seconds())
}

// storeCollector counts the store when it is asked.
type storeCollector struct{ service Service }

// storeGauges are the counts of a store.
var storeGauges = []struct {
	name, help string
	value      func(Stats) float64
}{
	{"entente_store_quads", "Quads in the store.", func(s Stats) float64 { return float64(s.Quads) }},
	{"entente_store_bytes", "Bytes on disk.", func(s Stats) float64 { return float64(s.Bytes) }},
	{"entente_store_articles", "Articles read.", func(s Stats) float64 { return float64(s.Articles) }},
	{"entente_store_claims", "Claims stored.", func(s Stats) float64 { return float64(s.Claims) }},
	{"entente_store_events", "Events known.", func(s Stats) float64 { return float64(s.Events) }},
}

func (c storeCollector) Describe(out chan<- *prometheus.Desc) {
	for _, g := range storeGauges {
		out <- prometheus.NewDesc(g.name, g.help, nil, nil)
	}
}

// Collect reports an unreadable store as an invalid metric, which the scrape
// shows as an error.
func (c storeCollector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	s, err := c.service.Stats(ctx)
	for _, g := range storeGauges {
		d := prometheus.NewDesc(g.name, g.help, nil, nil)
		if err != nil {
			out <- prometheus.NewInvalidMetric(d, err)
			continue
		}
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, g.value(s))
	}
}

// Admin is what the operator asks, on a listener of its own: metrics, profiles,
// health. It must not be reachable for readers.
func (s *Server) Admin() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", healthy)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}
