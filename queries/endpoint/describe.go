package endpoint

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// What the endpoint says of itself: a SPARQL 1.1 Service Description at /sparql,
// a VoID description at /.well-known/void. Nodes are named by fragments of the
// two addresses, so that there are no blank nodes.

const (
	serviceNS = "http://www.w3.org/ns/sparql-service-description#"
	formatsNS = "http://www.w3.org/ns/formats/"
	voidNS    = "http://rdfs.org/ns/void#"
	dctermsNS = "http://purl.org/dc/terms/"
)

// formatNames are the W3C's names of the formats that are written.
var formatNames = []string{"SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
	"Turtle", "N-Triples", "N-Quads", "TriG", "JSON-LD", "RDF_XML"}

func (s *Server) describe(mux *http.ServeMux) {
	mux.HandleFunc("GET /.well-known/void", s.admit(func(w http.ResponseWriter, r *http.Request) {
		stats, err := s.service.Stats(r.Context())
		if err != nil {
			status, detail := failure(r.Context(), err)
			problem(w, status, detail)
			return
		}
		s.writeDescription(w, r, dataset(origin(r), stats))
	}))
}

// origin is the address under which the caller reached the server. The Host is
// one that guard knows.
func origin(r *http.Request) string {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host
}

// description gathers triples about one thing after the other.
type description struct{ quads []schema.Quad }

func (d *description) say(subject, property string, objects ...schema.Term) {
	for _, o := range objects {
		d.quads = append(d.quads, schema.Quad{S: schema.IRI(subject), P: schema.IRI(property), O: o})
	}
}

// serviceDescription describes the service at address/sparql. Its default graph
// is the union of the named ones.
func serviceDescription(address string) []schema.Quad {
	var d description
	endpoint := address + "/sparql"
	service := endpoint + "#service"
	d.say(service, schema.Type, schema.IRI(serviceNS+"Service"))
	d.say(service, serviceNS+"endpoint", schema.IRI(endpoint))
	d.say(service, serviceNS+"supportedLanguage", schema.IRI(serviceNS+"SPARQL11Query"))
	d.say(service, serviceNS+"feature", schema.IRI(serviceNS+"UnionDefaultGraph"))
	for _, f := range formatNames {
		d.say(service, serviceNS+"resultFormat", schema.IRI(formatsNS+f))
	}
	d.say(service, serviceNS+"defaultDataset", schema.IRI(endpoint+"#dataset"))
	d.say(endpoint+"#dataset", schema.Type, schema.IRI(serviceNS+"Dataset"))
	d.say(endpoint+"#dataset", serviceNS+"defaultGraph", schema.IRI(endpoint+"#graph"))
	d.say(endpoint+"#graph", schema.Type, schema.IRI(serviceNS+"Graph"))
	d.say(endpoint+"#dataset", dctermsNS+"source", schema.IRI(address+"/.well-known/void#dataset"))
	return d.quads
}

// dataset describes what is stored (VoID).
func dataset(address string, stats Stats) []schema.Quad {
	var d description
	set := address + "/.well-known/void#dataset"
	d.say(set, schema.Type, schema.IRI(voidNS+"Dataset"))
	d.say(set, dctermsNS+"title", schema.LangString("Diplomatic events and the sentences that tell of them", "en"),
		schema.LangString("外交事件及其出处", "zh"), schema.LangString("Дипломатические события и предложения, где о них сказано", "ru"))
	d.say(set, voidNS+"sparqlEndpoint", schema.IRI(address+"/sparql"))
	d.say(set, voidNS+"uriSpace", schema.String(schema.Base))
	d.say(set, voidNS+"triples", schema.Integer(int(stats.Quads)))
	d.say(set, voidNS+"documents", schema.Integer(stats.Articles))
	for _, f := range formatNames[4:] {
		d.say(set, voidNS+"feature", schema.IRI(formatsNS+f))
	}
	for _, p := range schema.Prefixes {
		if !strings.HasPrefix(p.IRI, schema.Base) || p.IRI == schema.NS {
			d.say(set, voidNS+"vocabulary", schema.IRI(p.IRI))
		}
	}
	for _, c := range []struct {
		class string
		n     int
	}{{schema.ClassArticle, stats.Articles}, {schema.ClassEvent, stats.Events}, {schema.ClassClaim, stats.Claims}, {schema.ClassFigure, stats.Figures}} {
		part := address + "/.well-known/void#" + schema.Local(c.class)
		d.say(set, voidNS+"classPartition", schema.IRI(part))
		d.say(part, voidNS+"class", schema.IRI(c.class))
		d.say(part, voidNS+"entities", schema.Integer(c.n))
	}
	return d.quads
}

// writeDescription writes quads in the format the caller likes best, Turtle where
// he says nothing or is a browser.
func (s *Server) writeDescription(w http.ResponseWriter, r *http.Request, quads []schema.Quad) {
	accept := r.Header.Get("Accept")
	if !specific(accept) {
		accept = ""
	}
	f, ok := negotiate(r.URL.Query().Get("format"), accept, sparql.Construct)
	if !ok {
		problem(w, http.StatusNotAcceptable, "none of the formats asked for can be written")
		return
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Vary", "Accept")
	w.Header().Set("Content-Type", f.mediaType)
	if r.Method == http.MethodHead {
		return
	}
	if err := writeQuads(w, f.name, quads); err != nil {
		s.opt.Log.Warn("description broken off", "path", r.URL.Path, "error", err.Error(), "triples", strconv.Itoa(len(quads)))
	}
}
