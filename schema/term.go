package schema

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// TermKind tells the three kinds of RDF term apart. The zero kind is no term at
// all and stands for "unbound" or "default graph".
type TermKind uint8

// The kinds of term.
const (
	NoTerm TermKind = iota
	KindIRI
	KindBlank
	KindLiteral
)

// Term is an RDF term. It is comparable: equal terms are equal Go values.
//
// Value is the IRI, the blank node's label without "_:", or the literal's
// lexical form. Datatype is the full IRI for every literal: XSDString for plain
// ones, RDFLangString for those with a language. Lang is in lower case.
type Term struct {
	Kind     TermKind
	Value    string
	Lang     string
	Datatype string
}

// Triple is a statement; Quad a statement in a graph. A zero G is the default
// graph.
type (
	Triple struct{ S, P, O Term }
	Quad   struct{ S, P, O, G Term }
)

// IRI makes an IRI term.
func IRI(iri string) Term { return Term{Kind: KindIRI, Value: iri} }

// Blank makes a blank node with the label given (without "_:").
func Blank(label string) Term { return Term{Kind: KindBlank, Value: label} }

// String makes a plain literal (xsd:string).
func String(s string) Term { return Term{Kind: KindLiteral, Value: s, Datatype: XSDString} }

// LangString makes a language-tagged literal; the tag is lowered.
func LangString(s, lang string) Term {
	return Term{Kind: KindLiteral, Value: s, Lang: strings.ToLower(lang), Datatype: RDFLangString}
}

// Typed makes a literal of the datatype given, lexical form as it is.
func Typed(lexical, datatype string) Term {
	return Term{Kind: KindLiteral, Value: lexical, Datatype: datatype}
}

// Integer makes an xsd:integer in canonical form.
func Integer(n int) Term { return Typed(strconv.Itoa(n), XSDInteger) }

// IsZero reports whether t is no term.
func (t Term) IsZero() bool { return t.Kind == NoTerm }

// IsIRI, IsBlank and IsLiteral report the kind.
func (t Term) IsIRI() bool     { return t.Kind == KindIRI }
func (t Term) IsBlank() bool   { return t.Kind == KindBlank }
func (t Term) IsLiteral() bool { return t.Kind == KindLiteral }

// String writes the term in N-Triples syntax (RDF 1.1 N-Triples, canonical
// escapes: only ", \, LF and CR are escaped).
func (t Term) String() string { return string(t.Append(nil)) }

// Append appends the N-Triples form of t to b.
func (t Term) Append(b []byte) []byte {
	switch t.Kind {
	case KindIRI:
		b = append(b, '<')
		b = appendIRI(b, t.Value)
		return append(b, '>')
	case KindBlank:
		b = append(b, '_', ':')
		return append(b, t.Value...)
	case KindLiteral:
		b = append(b, '"')
		b = appendEscaped(b, t.Value)
		b = append(b, '"')
		switch {
		case t.Lang != "":
			b = append(b, '@')
			return append(b, t.Lang...)
		case t.Datatype != "" && t.Datatype != XSDString:
			b = append(b, '^', '^', '<')
			b = appendIRI(b, t.Datatype)
			return append(b, '>')
		}
		return b
	}
	return b
}

func appendEscaped(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '"':
			b = append(b, '\\', '"')
		case '\\':
			b = append(b, '\\', '\\')
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		default:
			b = append(b, c)
		}
	}
	return b
}

// appendIRI escapes what an IRIREF may not hold raw.
func appendIRI(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c <= 0x20 || c == '<' || c == '>' || c == '"' || c == '{' || c == '}' || c == '|' || c == '^' || c == '`' || c == '\\':
			b = fmt.Appendf(b, "\\u%04X", c)
		default:
			b = append(b, c)
		}
	}
	return b
}

// Compare orders terms: by kind, value, datatype, language. It is the order of
// sets inside the code, not of SPARQL.
func (t Term) Compare(u Term) int {
	return cmp.Or(cmp.Compare(t.Kind, u.Kind), cmp.Compare(t.Value, u.Value),
		cmp.Compare(t.Datatype, u.Datatype), cmp.Compare(t.Lang, u.Lang))
}

// Compare orders triples by subject, predicate, object.
func (t Triple) Compare(u Triple) int {
	return cmp.Or(t.S.Compare(u.S), t.P.Compare(u.P), t.O.Compare(u.O))
}

// In puts the triple into a graph.
func (t Triple) In(graph Term) Quad { return Quad{t.S, t.P, t.O, graph} }

// Triple drops the graph.
func (q Quad) Triple() Triple { return Triple{q.S, q.P, q.O} }

// Append appends the quad as an N-Quads line, with " .\n".
func (q Quad) Append(b []byte) []byte {
	b = q.S.Append(b)
	b = append(b, ' ')
	b = q.P.Append(b)
	b = append(b, ' ')
	b = q.O.Append(b)
	if !q.G.IsZero() {
		b = append(b, ' ')
		b = q.G.Append(b)
	}
	return append(b, " .\n"...)
}

// ErrTerm is returned for a text that is no N-Triples term.
var ErrTerm = errors.New("not an N-Triples term")

// ParseTerm reads one term in N-Triples syntax, the inverse of Term.String.
func ParseTerm(s string) (Term, error) {
	switch {
	case len(s) >= 2 && s[0] == '<' && s[len(s)-1] == '>':
		v, err := unescape(s[1 : len(s)-1])
		return IRI(v), err
	case strings.HasPrefix(s, "_:") && len(s) > 2:
		return Blank(s[2:]), nil
	case len(s) >= 2 && s[0] == '"':
		end := strings.LastIndexByte(s, '"')
		if end == 0 {
			break
		}
		v, err := unescape(s[1:end])
		if err != nil {
			return Term{}, err
		}
		rest := s[end+1:]
		switch {
		case rest == "":
			return String(v), nil
		case rest[0] == '@' && len(rest) > 1:
			return LangString(v, rest[1:]), nil
		case strings.HasPrefix(rest, "^^<") && rest[len(rest)-1] == '>':
			d, err := unescape(rest[3 : len(rest)-1])
			return Typed(v, d), err
		}
	}
	return Term{}, fmt.Errorf("%w: %.60q", ErrTerm, s)
}

func unescape(s string) (string, error) {
	if strings.IndexByte(s, '\\') < 0 {
		return s, nil
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b = append(b, s[i])
			continue
		}
		i++
		if i == len(s) {
			return "", fmt.Errorf("%w: dangling escape", ErrTerm)
		}
		switch s[i] {
		case 't':
			b = append(b, '\t')
		case 'b':
			b = append(b, '\b')
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case 'f':
			b = append(b, '\f')
		case '"', '\'', '\\':
			b = append(b, s[i])
		case 'u', 'U':
			n := 4
			if s[i] == 'U' {
				n = 8
			}
			if i+n >= len(s) {
				return "", fmt.Errorf("%w: short escape", ErrTerm)
			}
			r, err := strconv.ParseUint(s[i+1:i+1+n], 16, 32)
			if err != nil || !utf8.ValidRune(rune(r)) {
				return "", fmt.Errorf("%w: bad escape", ErrTerm)
			}
			b = utf8.AppendRune(b, rune(r))
			i += n
		default:
			return "", fmt.Errorf("%w: unknown escape", ErrTerm)
		}
	}
	return string(b), nil
}

// MarshalJSON writes a triple as three N-Triples terms.
func (t Triple) MarshalJSON() ([]byte, error) {
	return marshalPlain([3]string{t.S.String(), t.P.String(), t.O.String()})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Triple) UnmarshalJSON(b []byte) error {
	var s [3]string
	if err := unmarshal(b, &s); err != nil {
		return fmt.Errorf("triple: %w", err)
	}
	for i, dst := range []*Term{&t.S, &t.P, &t.O} {
		v, err := ParseTerm(s[i])
		if err != nil {
			return fmt.Errorf("triple: %w", err)
		}
		*dst = v
	}
	return nil
}
