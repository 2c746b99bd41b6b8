package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// Kinds of encoded terms, the first byte. They are part of the format.
const (
	codeIRI    = 1
	codeBlank  = 2
	codeString = 3 // xsd:string
	codeLang   = 4 // length of tag, tag, value
	codeXSD    = 5 // length of local name, local name of an XSD type, value
	codeTyped  = 6 // length of datatype IRI, datatype IRI, value
)

var errEncoding = errors.New("malformed term")

// appendTerm appends the stored form of a term. Equal terms have equal forms.
func appendTerm(b []byte, t schema.Term) []byte {
	tagged := func(code byte, tag string) []byte {
		b = append(b, code)
		b = binary.AppendUvarint(b, uint64(len(tag)))
		b = append(b, tag...)
		return append(b, t.Value...)
	}
	switch t.Kind {
	case schema.KindIRI:
		return append(append(b, codeIRI), t.Value...)
	case schema.KindBlank:
		return append(append(b, codeBlank), t.Value...)
	}
	switch {
	case t.Lang != "":
		return tagged(codeLang, t.Lang)
	case t.Datatype == schema.XSDString:
		return append(append(b, codeString), t.Value...)
	case strings.HasPrefix(t.Datatype, schema.XSD):
		return tagged(codeXSD, t.Datatype[len(schema.XSD):])
	}
	return tagged(codeTyped, t.Datatype)
}

// readTerm is the inverse of appendTerm.
func readTerm(b []byte) (schema.Term, error) {
	if len(b) == 0 {
		return schema.Term{}, errEncoding
	}
	code, b := b[0], b[1:]
	switch code {
	case codeIRI:
		return schema.IRI(string(b)), nil
	case codeBlank:
		return schema.Blank(string(b)), nil
	case codeString:
		return schema.String(string(b)), nil
	case codeLang, codeXSD, codeTyped:
		n, used := binary.Uvarint(b)
		if used <= 0 || uint64(len(b)-used) < n {
			return schema.Term{}, errEncoding
		}
		s := string(b[used:])
		tag, value := s[:n], s[n:]
		switch code {
		case codeLang:
			return schema.Term{Kind: schema.KindLiteral, Value: value, Lang: tag, Datatype: schema.RDFLangString}, nil
		case codeXSD:
			return schema.Typed(value, schema.XSD+tag), nil
		}
		return schema.Typed(value, tag), nil
	}
	return schema.Term{}, errEncoding
}

// ErrTerm is returned for a quad that RDF does not allow, such as a literal as
// subject.
var ErrTerm = errors.New("not a quad of RDF")

// validate checks that a quad is one that RDF 1.1 allows.
func validate(q schema.Quad) error {
	switch {
	case !q.S.IsIRI() && !q.S.IsBlank():
		return fmt.Errorf("%w: subject %v", ErrTerm, q.S)
	case !q.P.IsIRI():
		return fmt.Errorf("%w: predicate %v", ErrTerm, q.P)
	case q.O.IsZero():
		return fmt.Errorf("%w: no object", ErrTerm)
	case q.O.IsLiteral() && (q.O.Datatype == "" || (q.O.Lang != "") != (q.O.Datatype == schema.RDFLangString)):
		return fmt.Errorf("%w: object %v", ErrTerm, q.O)
	case q.G.IsLiteral():
		return fmt.Errorf("%w: graph %v", ErrTerm, q.G)
	}
	return nil
}
