package library

import (
	"fmt"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// Bind replaces each variable written $name that has a term by that term. It
// works on tokens, not on text: what stands in strings, IRIs and comments is
// left alone, and a term is written in N-Triples syntax, so that no value can
// end its token. A variable written ?name is never touched.
func Bind(query string, terms map[string]schema.Term) (string, error) {
	for name, t := range terms {
		if err := bindable(t); err != nil {
			return "", fmt.Errorf("library: binding $%s: %w", name, err)
		}
	}
	var b strings.Builder
	for i := 0; i < len(query); {
		n := tokenEnd(query, i)
		token := query[i:n]
		if t, ok := terms[strings.TrimPrefix(token, "$")]; ok && token[0] == '$' {
			b.Write(t.Append(nil))
		} else {
			b.WriteString(token)
		}
		i = n
	}
	return b.String(), nil
}

// bindable refuses terms that have no place in a query: blank nodes would turn
// into variables, and an IRI with a character that must be escaped would be
// decoded before the query is read.
func bindable(t schema.Term) error {
	switch {
	case t.IsLiteral():
		return nil
	case !t.IsIRI():
		return fmt.Errorf("neither an IRI nor a literal: %s", t)
	case strings.ContainsFunc(t.Value, func(r rune) bool { return r <= ' ' || strings.ContainsRune("<>\"{}|^`\\", r) }):
		return fmt.Errorf("not an IRI: %q", t.Value)
	}
	return nil
}

// tokenEnd returns where the token that begins at i ends. Only what matters here
// is told apart: comments, IRIs, strings, $names; everything else is one byte.
func tokenEnd(s string, i int) int {
	switch c := s[i]; c {
	case '#':
		if n := strings.IndexByte(s[i:], '\n'); n >= 0 {
			return i + n
		}
		return len(s)
	case '<':
		return iriEnd(s, i)
	case '"', '\'':
		return stringEnd(s, i, c)
	case '$':
		n := i + 1
		for n < len(s) && isNameByte(s[n]) {
			n++
		}
		return n
	}
	return i + 1
}

func isNameByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// iriEnd treats "<" as an IRI only when one follows; else it is "less than".
func iriEnd(s string, i int) int {
	for n := i + 1; n < len(s); n++ {
		switch c := s[n]; {
		case c == '>':
			return n + 1
		case c <= ' ' || strings.IndexByte("<\"{}|^`", c) >= 0:
			return i + 1
		}
	}
	return i + 1
}

func stringEnd(s string, i int, quote byte) int {
	long := strings.Repeat(string(quote), 3)
	end := string(quote)
	if strings.HasPrefix(s[i:], long) {
		end = long
	}
	for n := i + len(end); n < len(s); n++ {
		switch {
		case s[n] == '\\':
			n++
		case strings.HasPrefix(s[n:], end):
			return n + len(end)
		}
	}
	return len(s)
}
