package sparql

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// SyntaxError says where a query could not be read and what was expected there.
type SyntaxError struct {
	Line, Column int // from 1; columns in code points
	Offset       int // bytes
	Found        string
	Expected     []string
	Message      string // set when the text is well-formed but not allowed
}

// Error writes "line L, column C: …".
func (e *SyntaxError) Error() string {
	at := fmt.Sprintf("line %d, column %d: ", e.Line, e.Column)
	if e.Message != "" {
		return at + e.Message
	}
	want := e.Expected
	if n := len(want); n > 1 {
		want = []string{strings.Join(want[:n-1], ", ") + " or " + want[n-1]}
	}
	return at + "found " + e.Found + ", expected " + strings.Join(want, "")
}

type tokenKind uint8

const (
	tEOF     tokenKind = iota
	tIRI               // text: the reference, unresolved
	tPName             // prefix, text: local part
	tBlank             // text: label
	tVar               // text: name
	tInteger           // text: lexical form
	tDecimal
	tDouble
	tString // text: value
	tLang   // text: tag
	tWord   // text: as written
	tPunct  // text: the character(s)
)

type token struct {
	kind       tokenKind
	text       string
	prefix     string
	begin, end int // bytes
}

func (t token) describe(src string) string {
	if t.kind == tEOF {
		return "the end of the query"
	}
	s := src[t.begin:t.end]
	if utf8.RuneCountInString(s) > 30 {
		s = string([]rune(s)[:30]) + "…"
	}
	return strconv.Quote(s)
}

// lexer cuts a query into tokens. Its source has had the code point escapes
// (section 19.2) replaced.
type lexer struct {
	src string
	pos int
}

// replaceEscapes turns \uXXXX and \UXXXXXXXX into characters wherever they
// stand, as section 19.2 asks. A backslash that escapes another one is left
// alone, and so are escapes of the characters that would end a string: those
// stay for the string itself.
func replaceEscapes(s string) (string, error) {
	if !strings.Contains(s, `\u`) && !strings.Contains(s, `\U`) {
		return s, nil
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		n := 0
		switch s[i+1] {
		case 'u':
			n = 4
		case 'U':
			n = 8
		default:
			b.WriteString(s[i : i+2])
			i++
			continue
		}
		r, err := hexRune(s, i+2, n)
		if err != nil {
			return "", syntaxError(s, i, err.Error())
		}
		if r == '"' || r == '\'' || r == '\\' {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		i += 1 + n
	}
	return b.String(), nil
}

func hexRune(s string, at, n int) (rune, error) {
	if at+n > len(s) {
		return 0, fmt.Errorf("code point escape with fewer than %d digits", n)
	}
	v, err := strconv.ParseUint(s[at:at+n], 16, 32)
	if err != nil {
		return 0, fmt.Errorf("code point escape with fewer than %d hexadecimal digits", n)
	}
	if !utf8.ValidRune(rune(v)) {
		return 0, fmt.Errorf("code point escape of no character: U+%X", v)
	}
	return rune(v), nil
}

func syntaxError(src string, offset int, message string) *SyntaxError {
	e := &SyntaxError{Offset: offset, Message: message}
	e.locate(src)
	return e
}

func (e *SyntaxError) locate(src string) {
	before := src[:min(e.Offset, len(src))]
	e.Line = strings.Count(before, "\n") + 1
	e.Column = utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
}

func (l *lexer) fail(at int, format string, args ...any) error {
	return syntaxError(l.src, at, fmt.Sprintf(format, args...))
}

func (l *lexer) skipSpace() {
	for l.pos < len(l.src) {
		switch c := l.src[l.pos]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			l.pos++
		case c == '#':
			for l.pos < len(l.src) && l.src[l.pos] != '\n' && l.src[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// punctuation, longest first.
var punctuation = []string{"^^", "&&", "||", "!=", "<=", ">=",
	"{", "}", "(", ")", "[", "]", ";", ",", ".", "=", "<", ">", "!", "+", "-", "*", "/", "|", "^", "?"}

func (l *lexer) next() (token, error) {
	l.skipSpace()
	begin := l.pos
	t := token{begin: begin}
	if begin == len(l.src) {
		t.end = begin
		return t, nil
	}
	var err error
	switch c := l.src[begin]; {
	case c == '<' && l.iri(&t):
	case (c == '?' || c == '$') && l.variable(&t):
	case c == '"' || c == '\'':
		err = l.str(&t)
	case c == '@':
		err = l.lang(&t)
	case c == '_' && strings.HasPrefix(l.src[begin:], "_:"):
		err = l.blank(&t)
	case c >= '0' && c <= '9', c == '.' && begin+1 < len(l.src) && isDigit(l.src[begin+1]):
		err = l.number(&t)
	case l.name(&t):
	default:
		err = l.punct(&t)
	}
	t.end = l.pos
	return t, err
}

func (l *lexer) punct(t *token) error {
	for _, p := range punctuation {
		if strings.HasPrefix(l.src[l.pos:], p) {
			t.kind, t.text = tPunct, p
			l.pos += len(p)
			return nil
		}
	}
	r, size := utf8.DecodeRuneInString(l.src[l.pos:])
	if r == utf8.RuneError && size == 1 {
		return l.fail(l.pos, "not UTF-8")
	}
	return l.fail(l.pos, "unexpected character %q", r)
}

func (l *lexer) iri(t *token) bool {
	for i := l.pos + 1; i < len(l.src); i++ {
		switch c := l.src[i]; {
		case c == '>':
			t.kind, t.text = tIRI, l.src[l.pos+1:i]
			l.pos = i + 1
			return true
		case c <= 0x20 || strings.IndexByte("<\"{}|^`\\", c) >= 0:
			return false
		}
	}
	return false
}

func (l *lexer) variable(t *token) bool {
	i := l.pos + 1
	for i < len(l.src) {
		r, n := utf8.DecodeRuneInString(l.src[i:])
		if !(isNameStart(r) || r >= '0' && r <= '9' || i > l.pos+1 && (r == 0xB7 || r >= 0x300 && r <= 0x36F || r >= 0x203F && r <= 0x2040)) {
			break
		}
		i += n
	}
	if i == l.pos+1 {
		return false
	}
	t.kind, t.text = tVar, l.src[l.pos+1:i]
	l.pos = i
	return true
}

func (l *lexer) str(t *token) error {
	quote := l.src[l.pos : l.pos+1]
	if strings.HasPrefix(l.src[l.pos:], quote+quote+quote) {
		quote = quote + quote + quote
	}
	var b strings.Builder
	i := l.pos + len(quote)
	for {
		switch {
		case i >= len(l.src):
			return l.fail(l.pos, "string without its closing %s", quote)
		case strings.HasPrefix(l.src[i:], quote):
			t.kind, t.text = tString, b.String()
			if !utf8.ValidString(t.text) {
				return l.fail(l.pos, "string is not UTF-8")
			}
			l.pos = i + len(quote)
			return nil
		case l.src[i] == '\\':
			if i+1 == len(l.src) {
				return l.fail(i, "backslash at the end")
			}
			k := strings.IndexByte(`tbnrf"'\`, l.src[i+1])
			if k < 0 {
				return l.fail(i, "unknown escape %q in a string", l.src[i:i+2])
			}
			b.WriteByte("\t\b\n\r\f\"'\\"[k])
			i += 2
		case len(quote) == 1 && (l.src[i] == '\n' || l.src[i] == '\r'):
			return l.fail(i, "line break in a string in single quotation marks")
		default:
			b.WriteByte(l.src[i])
			i++
		}
	}
}

func (l *lexer) lang(t *token) error {
	i := l.pos + 1
	for i < len(l.src) && isLetter(l.src[i]) {
		i++
	}
	if i == l.pos+1 {
		return l.fail(l.pos, "@ without a language tag")
	}
	for i+1 < len(l.src) && l.src[i] == '-' && (isLetter(l.src[i+1]) || isDigit(l.src[i+1])) {
		i++
		for i < len(l.src) && (isLetter(l.src[i]) || isDigit(l.src[i])) {
			i++
		}
	}
	t.kind, t.text = tLang, l.src[l.pos+1:i]
	l.pos = i
	return nil
}

func (l *lexer) blank(t *token) error {
	i := l.pos + 2
	r, n := utf8.DecodeRuneInString(l.src[i:])
	if !(isNameStart(r) || r >= '0' && r <= '9') {
		return l.fail(l.pos, "blank node without a label")
	}
	end := l.nameTail(i+n, false)
	t.kind, t.text = tBlank, l.src[i:end]
	l.pos = end
	return nil
}

// nameTail runs over name characters and dots and comes back before trailing
// dots. With local, colons, %-escapes and backslash escapes belong to the name.
func (l *lexer) nameTail(i int, local bool) int {
	end := i
	for i < len(l.src) {
		r, n := utf8.DecodeRuneInString(l.src[i:])
		switch {
		case r == '.':
			i++
			continue
		case isNameChar(r) || local && r == ':':
			i += n
		case local && r == '%' && i+2 < len(l.src) && isHex(l.src[i+1]) && isHex(l.src[i+2]):
			i += 3
		case local && r == '\\' && i+1 < len(l.src) && strings.IndexByte(localEscapes, l.src[i+1]) >= 0:
			i += 2
		default:
			return end
		}
		end = i
	}
	return end
}

const localEscapes = "_~.-!$&'()*+,;=/?#@%"

func (l *lexer) number(t *token) error {
	i := l.pos
	digits := func() (n int) {
		for i < len(l.src) && isDigit(l.src[i]) {
			i++
			n++
		}
		return n
	}
	whole := digits()
	t.kind = tInteger
	if i < len(l.src) && l.src[i] == '.' {
		dot := i
		i++
		fraction := digits()
		exponent := i < len(l.src) && (l.src[i] == 'e' || l.src[i] == 'E')
		if fraction > 0 || exponent && whole > 0 && l.exponentAt(i) {
			t.kind = tDecimal
		} else {
			i = dot
		}
	}
	if i < len(l.src) && (l.src[i] == 'e' || l.src[i] == 'E') && l.exponentAt(i) {
		i++
		if l.src[i] == '+' || l.src[i] == '-' {
			i++
		}
		digits()
		t.kind = tDouble
	}
	t.text = l.src[l.pos:i]
	l.pos = i
	return nil
}

func (l *lexer) exponentAt(i int) bool {
	i++
	if i < len(l.src) && (l.src[i] == '+' || l.src[i] == '-') {
		i++
	}
	return i < len(l.src) && isDigit(l.src[i])
}

// name reads a keyword, a prefixed name or a prefix.
func (l *lexer) name(t *token) bool {
	i := l.pos
	r, n := utf8.DecodeRuneInString(l.src[i:])
	switch {
	case r == ':':
	case isNameStart(r) && r != '_':
		i = l.nameTail(i+n, false)
	default:
		return false
	}
	if i < len(l.src) && l.src[i] == ':' {
		t.kind, t.prefix = tPName, l.src[l.pos:i]
		local := i + 1
		end := local
		if local < len(l.src) {
			r, n := utf8.DecodeRuneInString(l.src[local:])
			switch {
			case isNameStart(r) || r >= '0' && r <= '9' || r == ':':
				end = l.nameTail(local+n, true)
			case r == '%' || r == '\\':
				end = l.nameTail(local, true)
			}
		}
		t.text = unescapeLocal(l.src[local:end])
		l.pos = end
		return true
	}
	// A keyword: letters, digits and underscores only.
	end := l.pos
	for end < i && (isLetter(l.src[end]) || isDigit(l.src[end]) || l.src[end] == '_') {
		end++
	}
	if end == l.pos {
		return false
	}
	t.kind, t.text = tWord, l.src[l.pos:end]
	l.pos = end
	return true
}

func unescapeLocal(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isHex(c byte) bool    { return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

// isNameStart is PN_CHARS_U of the grammar.
func isNameStart(r rune) bool {
	switch {
	case r < 0x80:
		return r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	case r >= 0xC0 && r <= 0x2FF:
		return r != 0xD7 && r != 0xF7
	}
	return r >= 0x370 && r <= 0x1FFF && r != 0x37E || r >= 0x200C && r <= 0x200D || r >= 0x2070 && r <= 0x218F ||
		r >= 0x2C00 && r <= 0x2FEF || r >= 0x3001 && r <= 0xD7FF || r >= 0xF900 && r <= 0xFDCF ||
		r >= 0xFDF0 && r <= 0xFFFC || r >= 0x10000 && r <= 0xEFFFF
}

// isNameChar is PN_CHARS of the grammar.
func isNameChar(r rune) bool {
	return isNameStart(r) || r == '-' || r >= '0' && r <= '9' || r == 0xB7 || r >= 0x300 && r <= 0x36F || r >= 0x203F && r <= 0x2040
}
