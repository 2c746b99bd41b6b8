package endpoint

import (
	"errors"
	"fmt"
	"io"
	"net/http"
)

// languages offers Cayley's query languages: POST /gizmo and POST /graphql with
// the query as the body, answered as {"result": […]}. They read only; see
// checkGizmo for what of Gizmo is understood.
func (s *Server) languages(mux *http.ServeMux) {
	for _, name := range []string{"gizmo", "graphql"} {
		answer := s.admit(s.handle(func(w http.ResponseWriter, r *http.Request) error { return s.ask(w, r, name) }))
		mux.HandleFunc("POST /"+name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Access-Control-Allow-Origin", "*")
			answer(w, r)
		})
	}
}

// resultsOfLanguage is how many results /gizmo and /graphql give unless the
// caller says otherwise, as Cayley's own server does.
const resultsOfLanguage = 100

func (s *Server) ask(w http.ResponseWriter, r *http.Request, language string) error {
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.opt.MaxBody))
	if err != nil {
		return tooLarge(err)
	}
	note(w, string(b))
	if len(b) > mostGizmo {
		return badRequest{fmt.Errorf("a query in this language has %d bytes at most", mostGizmo)}
	}
	if language == "gizmo" {
		if err := checkGizmo(string(b)); err != nil {
			return badRequest{err}
		}
	}
	limit, err := call{values: r.URL.Query()}.number("limit", resultsOfLanguage, least(s.opt.MaxRows, 100_000))
	if err != nil {
		return err
	}
	x, err := s.service.Language(r.Context(), language, string(b), limit)
	if err != nil {
		return err
	}
	return answerJSON(w, map[string]any{"result": x})
}

// tooLarge keeps the error of a body that is larger than allowed apart from that
// of one that broke off.
func tooLarge(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return err
	}
	return badRequest{err}
}
