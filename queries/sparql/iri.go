package sparql

import "strings"

// reference is an IRI taken apart as RFC 3986 does (appendix B).
type reference struct {
	scheme, authority, path, query, fragment string
	hasAuthority, hasQuery, hasFragment      bool
}

func splitIRI(s string) (r reference) {
	if i := strings.IndexAny(s, ":/?#"); i > 0 && s[i] == ':' && isScheme(s[:i]) {
		r.scheme, s = s[:i], s[i+1:]
	}
	if s, r.fragment, r.hasFragment = strings.Cut(s, "#"); true {
		s, r.query, r.hasQuery = strings.Cut(s, "?")
	}
	if strings.HasPrefix(s, "//") {
		r.hasAuthority = true
		s = s[2:]
		i := strings.IndexByte(s, '/')
		if i < 0 {
			i = len(s)
		}
		r.authority, s = s[:i], s[i:]
	}
	r.path = s
	return r
}

func isScheme(s string) bool {
	for i := range len(s) {
		if c := s[i]; !(isLetter(c) || i > 0 && (isDigit(c) || c == '+' || c == '-' || c == '.')) {
			return false
		}
	}
	return s != ""
}

func (r reference) String() string {
	var b strings.Builder
	if r.scheme != "" {
		b.WriteString(r.scheme + ":")
	}
	if r.hasAuthority {
		b.WriteString("//" + r.authority)
	}
	b.WriteString(r.path)
	if r.hasQuery {
		b.WriteString("?" + r.query)
	}
	if r.hasFragment {
		b.WriteString("#" + r.fragment)
	}
	return b.String()
}

// resolveIRI resolves a reference against a base (RFC 3986, section 5.2, without
// normalising an absolute reference). Without a base it stays as it is.
func resolveIRI(base, ref string) string {
	r := splitIRI(ref)
	if r.scheme != "" || base == "" {
		return ref
	}
	b := splitIRI(base)
	t := reference{scheme: b.scheme, fragment: r.fragment, hasFragment: r.hasFragment}
	switch {
	case r.hasAuthority:
		t.authority, t.hasAuthority = r.authority, true
		t.path, t.query, t.hasQuery = removeDots(r.path), r.query, r.hasQuery
		return t.String()
	case r.path == "":
		t.path, t.query, t.hasQuery = b.path, b.query, b.hasQuery
		if r.hasQuery {
			t.query, t.hasQuery = r.query, true
		}
	case r.path[0] == '/':
		t.path, t.query, t.hasQuery = removeDots(r.path), r.query, r.hasQuery
	default:
		merged := b.path[:strings.LastIndexByte(b.path, '/')+1] + r.path
		if b.hasAuthority && b.path == "" {
			merged = "/" + r.path
		}
		t.path, t.query, t.hasQuery = removeDots(merged), r.query, r.hasQuery
	}
	t.authority, t.hasAuthority = b.authority, b.hasAuthority
	return t.String()
}

func removeDots(path string) string {
	var out []string
	segments := strings.Split(path, "/")
	for i, s := range segments {
		last := i == len(segments)-1
		switch s {
		case ".":
			if last {
				out = append(out, "")
			}
		case "..":
			if len(out) > 1 || len(out) == 1 && out[0] != "" {
				out = out[:len(out)-1]
			}
			if last {
				out = append(out, "")
			}
		default:
			out = append(out, s)
		}
	}
	return strings.Join(out, "/")
}
