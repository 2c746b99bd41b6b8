package sparql

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"
)

var errRegex = errors.New("not a supported regular expression")

// compileRegex turns a regular expression of XPath 2.0 with its flags into one of
// Go. Back references and class subtraction have no counterpart there and are
// errors.
func compileRegex(pattern, flags string) (*regexp.Regexp, error) {
	prefix, extended, quoted := "", false, false
	for _, f := range flags {
		switch f {
		case 'i', 'm', 's':
			prefix += string(f)
		case 'x':
			extended = true
		case 'q':
			quoted = true
		default:
			return nil, errRegex
		}
	}
	if prefix != "" {
		prefix = "(?" + prefix + ")"
	}
	if quoted {
		return regexp.Compile(prefix + regexp.QuoteMeta(pattern))
	}
	translated, err := translateRegex(pattern, extended, strings.Contains(prefix, "s"))
	if err != nil {
		return nil, err
	}
	return regexp.Compile(prefix + translated)
}

// XPath classes as the inside of a Go class.
var regexClasses = map[byte]string{
	'd': `\p{Nd}`, 's': ` \t\n\r`, 'w': `\p{L}\p{M}\p{N}\p{S}`,
	'i': `\p{L}_:`, 'c': `\p{L}\p{M}\p{Nd}\-._:·`,
}

func translateRegex(p string, extended, dotAll bool) (string, error) {
	var b strings.Builder
	class := 0
	for i := 0; i < len(p); {
		c := p[i]
		switch {
		case c == '\\' && i+1 < len(p):
			e := p[i+1]
			lower := e | 0x20
			body, known := regexClasses[lower]
			switch {
			case known && e == lower && class > 0:
				b.WriteString(body)
			case known && e == lower:
				b.WriteString("[" + body + "]")
			case known && class > 0:
				return "", errRegex
			case known:
				b.WriteString("[^" + body + "]")
			case isDigit(e):
				return "", errRegex // back reference
			case e == 'p' || e == 'P':
				end := strings.IndexByte(p[i:], '}')
				if end < 0 {
					return "", errRegex
				}
				b.WriteString(p[i : i+end+1])
				i += end + 1
				continue
			case strings.IndexByte(`nrt\|.?*+(){}-[]^$`, e) >= 0:
				b.WriteString(p[i : i+2])
			default:
				return "", errRegex
			}
			i += 2
			continue
		case c == '[':
			if class > 0 {
				return "", errRegex // class subtraction
			}
			class++
		case c == ']' && class > 0:
			class--
		case extended && class == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r'):
			i++
			continue
		case c == '.' && class == 0 && !dotAll:
			b.WriteString(`[^\n\r]`)
			i++
			continue
		case c == '(' && i+1 < len(p) && p[i+1] == '?' && !strings.HasPrefix(p[i:], "(?:"):
			return "", errRegex
		}
		_, n := utf8.DecodeRuneInString(p[i:])
		b.WriteString(p[i : i+n])
		i += n
	}
	return b.String(), nil
}

// replaceRegex is REPLACE of XPath: $N stands for a group, \$ and \\ for
// themselves. A pattern that matches the empty string is an error.
func replaceRegex(re *regexp.Regexp, s, replacement string) (string, bool) {
	if len(s) > maxString || re.MatchString("") {
		return "", false
	}
	var parts []any // string or int
	var text strings.Builder
	for i := 0; i < len(replacement); i++ {
		c := replacement[i]
		switch {
		case c == '\\':
			i++
			if i == len(replacement) || replacement[i] != '\\' && replacement[i] != '$' {
				return "", false
			}
			text.WriteByte(replacement[i])
		case c == '$':
			if i+1 == len(replacement) || !isDigit(replacement[i+1]) {
				return "", false
			}
			i++
			group := int(replacement[i] - '0')
			for i+1 < len(replacement) && isDigit(replacement[i+1]) && group*10+int(replacement[i+1]-'0') <= re.NumSubexp() {
				i++
				group = group*10 + int(replacement[i]-'0')
			}
			parts = append(parts, text.String(), group)
			text.Reset()
		default:
			text.WriteByte(c)
		}
	}
	parts = append(parts, text.String())
	var b strings.Builder
	last := 0
	for _, m := range re.FindAllStringSubmatchIndex(s, -1) {
		if b.Len() > maxString {
			return "", false
		}
		b.WriteString(s[last:m[0]])
		for _, part := range parts {
			switch part := part.(type) {
			case string:
				b.WriteString(part)
			case int:
				if part <= re.NumSubexp() && m[2*part] >= 0 {
					b.WriteString(s[m[2*part]:m[2*part+1]])
				}
			}
		}
		last = m[1]
	}
	b.WriteString(s[last:])
	return b.String(), true
}
