package rdf

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// maxLine bounds the memory that one line of N-Quads may take.
const maxLine = 64 << 20

// readLines reads N-Quads, or N-Triples when graphs is false, line by line.
func readLines(r io.Reader, graphs bool) iter.Seq2[Quad, error] {
	return func(yield func(Quad, error) bool) {
		p := lineParser{graphs: graphs}
		lines := lineReader{r: bufio.NewReaderSize(r, 256<<10)}
		for number := 1; ; number++ {
			line, err := lines.next()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(Quad{}, err)
				return
			}
			q, ok, reason := p.line(line)
			if reason != "" {
				yield(Quad{}, &SyntaxError{Line: number, Reason: reason})
				return
			}
			if ok && !yield(q, nil) {
				return
			}
		}
	}
}

// lineReader cuts lines at LF, CR or both. A line is valid until the next.
type lineReader struct {
	r    *bufio.Reader
	long []byte
	rest []byte // of a line that had a CR inside
}

func (l *lineReader) next() ([]byte, error) {
	if len(l.rest) == 0 {
		line, err := l.read()
		if err != nil {
			return nil, err
		}
		l.rest = line
	}
	i := bytes.IndexByte(l.rest, '\r')
	if i < 0 {
		line := l.rest
		l.rest = nil
		return line, nil
	}
	line := l.rest[:i]
	l.rest = l.rest[i+1:]
	return line, nil
}

func (l *lineReader) read() ([]byte, error) {
	line, err := l.r.ReadSlice('\n')
	l.long = l.long[:0]
	for errors.Is(err, bufio.ErrBufferFull) {
		if len(l.long) > maxLine {
			return nil, &SyntaxError{Reason: "a line is too long"}
		}
		l.long = append(l.long, line...)
		line, err = l.r.ReadSlice('\n')
	}
	if len(l.long) > 0 {
		l.long = append(l.long, line...)
		line = l.long
	}
	if err == io.EOF && len(line) > 0 {
		return line, nil
	}
	if err != nil {
		return nil, err
	}
	return line[:len(line)-1], nil
}

// lineParser parses one line at a time. It keeps the terms of the line before:
// subjects, predicates and graphs come in runs, and a term that comes again needs
// no new memory.
type lineParser struct {
	graphs bool
	text   []byte
	at     int
	last   [5]cached
	buf    []byte
}

type cached struct {
	key  string
	term Term
}

// line parses a line; ok is false for a blank line or a comment, reason is not
// empty for a malformed one.
func (p *lineParser) line(line []byte) (q Quad, ok bool, reason string) {
	p.text, p.at = line, 0
	p.space()
	if p.end() {
		return q, false, ""
	}
	if q.S, reason = p.term(0); reason != "" {
		return q, false, reason
	}
	if q.S.IsLiteral() {
		return q, false, "a literal as subject"
	}
	p.space()
	if q.P, reason = p.term(1); reason != "" {
		return q, false, reason
	}
	if !q.P.IsIRI() {
		return q, false, "the predicate is no IRI"
	}
	p.space()
	if q.O, reason = p.term(2); reason != "" {
		return q, false, reason
	}
	p.space()
	if p.graphs && p.at < len(line) && line[p.at] != '.' {
		if q.G, reason = p.term(3); reason != "" {
			return q, false, reason
		}
		if q.G.IsLiteral() {
			return q, false, "a literal as graph"
		}
		p.space()
	}
	if p.at >= len(line) || line[p.at] != '.' {
		return q, false, "no full stop at the end of a statement"
	}
	p.at++
	p.space()
	if !p.end() {
		return q, false, "text after the full stop"
	}
	return q, true, ""
}

func (p *lineParser) space() {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\t') {
		p.at++
	}
}

// end tells whether only a comment follows.
func (p *lineParser) end() bool { return p.at >= len(p.text) || p.text[p.at] == '#' }

func (p *lineParser) term(place int) (Term, string) {
	if p.at >= len(p.text) {
		return Term{}, "the line ends too early"
	}
	switch p.text[p.at] {
	case '<':
		return p.iri(place)
	case '_':
		return p.blank()
	case '"':
		return p.literal()
	}
	return Term{}, "no term where one must be"
}

// iriByte are the bytes that an IRIREF may hold as they are.
var iriByte = func() (ok [256]bool) {
	for c := 0x21; c < 256; c++ {
		ok[c] = !bytes.ContainsRune([]byte(`<>"{}|^`+"`\\"), rune(c)) || c >= 0x80
	}
	return ok
}()

func (p *lineParser) iri(place int) (Term, string) {
	raw, reason := p.iriText()
	if reason != "" {
		return Term{}, reason
	}
	last := &p.last[place]
	if last.key != string(raw) || last.term.Kind != schema.KindIRI {
		if reason := checkIRI(raw); reason != "" {
			return Term{}, reason
		}
		s := string(raw)
		*last = cached{s, schema.IRI(s)}
	}
	return last.term, ""
}

// iriText reads <…> and returns what is between, escapes resolved.
func (p *lineParser) iriText() ([]byte, string) {
	begin := p.at + 1
	i := begin
	for i < len(p.text) && iriByte[p.text[i]] {
		i++
	}
	if i < len(p.text) && p.text[i] == '>' {
		p.at = i + 1
		return p.text[begin:i], ""
	}
	b := append(p.buf[:0], p.text[begin:i]...)
	defer func() { p.buf = b }()
	for i < len(p.text) {
		c := p.text[i]
		switch {
		case c == '>':
			p.at = i + 1
			return b, ""
		case c == '\\':
			r, n := unicodeEscape(p.text[i:])
			if n == 0 {
				return nil, "a bad escape in an IRI"
			}
			if r < 0x80 && !iriByte[r] {
				return nil, "a character in an IRI that must not be there"
			}
			b = utf8.AppendRune(b, r)
			i += n
		case iriByte[c]:
			b = append(b, c)
			i++
		default:
			return nil, "a character in an IRI that must not be there"
		}
	}
	return nil, "an IRI without end"
}

// checkIRI accepts absolute IRIs only.
func checkIRI(iri []byte) string {
	colon := bytes.IndexByte(iri, ':')
	if colon <= 0 {
		return "a relative IRI"
	}
	for i, c := range iri[:colon] {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || !(c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.')) {
			return "a relative IRI"
		}
	}
	if !utf8.Valid(iri) {
		return "an IRI that is not UTF-8"
	}
	return ""
}

// unicodeEscape reads \uXXXX or \UXXXXXXXX and returns the length read, 0 when it
// is malformed.
func unicodeEscape(b []byte) (rune, int) {
	if len(b) < 2 {
		return 0, 0
	}
	n := map[byte]int{'u': 4, 'U': 8}[b[1]]
	if n == 0 || len(b) < 2+n {
		return 0, 0
	}
	var r uint32
	for _, c := range b[2 : 2+n] {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | uint32(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | uint32(c|0x20-'a'+10)
		default:
			return 0, 0
		}
	}
	if r > utf8.MaxRune || !utf8.ValidRune(rune(r)) {
		return 0, 0
	}
	return rune(r), 2 + n
}

func (p *lineParser) blank() (Term, string) {
	b := p.text[p.at:]
	if len(b) < 3 || b[1] != ':' {
		return Term{}, "a blank node without label"
	}
	i, end := 2, 2 // end is after the last character that may end a label
	for i < len(b) {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == '.' && i > 2:
		case i == 2 && (labelStart(r) || r >= '0' && r <= '9'), i > 2 && labelPart(r):
			end = i + n
		default:
			n = 0
		}
		if n == 0 {
			break
		}
		i += n
	}
	if end == 2 {
		return Term{}, "a malformed label of a blank node"
	}
	p.at += end
	return schema.Blank(string(b[2:end])), ""
}

// labelStart is PN_CHARS_U, labelPart is PN_CHARS of the Turtle grammar.
func labelStart(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '_':
		return true
	case r < 0xC0 || r == utf8.RuneError:
		return false
	case r == 0xD7, r == 0xF7, r >= 0x300 && r <= 0x36F, r == 0x37E:
		return false
	}
	return r <= 0x1FFF || r == 0x200C || r == 0x200D || r >= 0x2070 && r <= 0x218F || r >= 0x2C00 && r <= 0x2FEF ||
		r >= 0x3001 && r <= 0xD7FF || r >= 0xF900 && r <= 0xFDCF || r >= 0xFDF0 && r <= 0xFFFD || r >= 0x10000 && r <= 0xEFFFF
}

func labelPart(r rune) bool {
	return labelStart(r) || r >= '0' && r <= '9' || r == '-' || r == 0xB7 || r >= 0x300 && r <= 0x36F || r == 0x203F || r == 0x2040
}

// literalEscapes are the one-letter escapes of strings.
var literalEscapes = map[byte]byte{'t': '\t', 'b': '\b', 'n': '\n', 'r': '\r', 'f': '\f', '"': '"', '\'': '\'', '\\': '\\'}

func (p *lineParser) literal() (Term, string) {
	value, reason := p.quoted()
	if reason != "" {
		return Term{}, reason
	}
	rest := p.text[p.at:]
	switch {
	case len(rest) > 0 && rest[0] == '@':
		n := languageTag(rest[1:])
		if n == 0 {
			return Term{}, "a malformed language tag"
		}
		p.at += 1 + n
		return schema.LangString(value, string(rest[1:1+n])), ""
	case len(rest) > 2 && rest[0] == '^' && rest[1] == '^' && rest[2] == '<':
		p.at += 2
		datatype, reason := p.datatype()
		return schema.Typed(value, datatype), reason
	case len(rest) > 0 && rest[0] == '^':
		return Term{}, "a malformed datatype"
	}
	return schema.String(value), ""
}

func (p *lineParser) quoted() (string, string) {
	begin := p.at + 1
	i := begin
	for i < len(p.text) && p.text[i] != '"' && p.text[i] != '\\' {
		i++
	}
	b := p.text[begin:i]
	if i < len(p.text) && p.text[i] == '\\' {
		b = append(p.buf[:0], b...)
		for i < len(p.text) && p.text[i] != '"' {
			if p.text[i] != '\\' {
				b = append(b, p.text[i])
				i++
				continue
			}
			if r, n := unicodeEscape(p.text[i:]); n > 0 {
				b = utf8.AppendRune(b, r)
				i += n
				continue
			}
			if i+1 >= len(p.text) {
				return "", "a string without end"
			}
			c, ok := literalEscapes[p.text[i+1]]
			if !ok {
				return "", "an unknown escape in a string"
			}
			b = append(b, c)
			i += 2
		}
		p.buf = b
	}
	if i >= len(p.text) {
		return "", "a string without end"
	}
	if !utf8.Valid(b) {
		return "", "a string that is not UTF-8"
	}
	p.at = i + 1
	return string(b), ""
}

// datatype reads <…>; the common ones need no memory.
func (p *lineParser) datatype() (string, string) {
	t, reason := p.iri(4)
	return t.Value, reason
}

// languageTag returns the length of the tag at the beginning of b.
func languageTag(b []byte) int {
	i := 0
	for part := 0; ; part++ {
		begin := i
		for i < len(b) && (b[i]|0x20 >= 'a' && b[i]|0x20 <= 'z' || part > 0 && b[i] >= '0' && b[i] <= '9') {
			i++
		}
		if i == begin {
			return 0
		}
		if i >= len(b) || b[i] != '-' {
			return i
		}
		i++
	}
}
