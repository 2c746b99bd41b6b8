package gazetteer

import (
	"strconv"
	"strings"
)

// notation reads the part of YAML in which the embedded files are written, some ten
// times as fast as a reader of all of YAML, which every start of a command would wait
// for: a list of entries, each a map in braces on its own or a block of keys whose
// values stand on one line; strings plain or in double quotes without escapes. It
// sets bad where a text is anything else; then yaml.v3 reads it and judges.
type notation struct {
	text string
	at   int
	bad  bool
}

// readNotation reads a list of entries; false where it is not in the notation.
func readNotation(text string) ([]record, bool) {
	n := &notation{text: text}
	var out []record
	for n.line(); n.at < len(n.text) && !n.bad; n.line() {
		if !n.take("- ") {
			n.bad = true
			break
		}
		out = append(out, record{})
		n.entry(&out[len(out)-1])
	}
	return out, !n.bad
}

// entry reads an entry behind its dash.
func (n *notation) entry(r *record) {
	if n.peek() == '{' {
		n.mapping(func(key string) { n.field(r, key, true) })
		n.endOfLine()
		return
	}
	for {
		key := n.key()
		if n.bad {
			return
		}
		n.field(r, key, false)
		n.endOfLine()
		n.line()
		if n.bad || !n.take("  ") {
			return
		}
	}
}

// field reads the value of a key of an entry; inside says that braces are around it.
func (n *notation) field(r *record, key string, inside bool) {
	if t := r.text(key); t != nil {
		*t = n.scalar(inside)
		return
	}
	switch key {
	case "labels":
		r.Labels = n.texts()
	case "surname":
		r.Surname = n.texts()
	case "names":
		r.Names = n.lists()
	case "short":
		r.Short = n.lists()
	case "adjectives":
		r.Adjectives = n.lists()
	case "people":
		r.People = n.lists()
	case "areas":
		r.Areas = n.list()
	case "parties":
		r.Parties = n.list()
	case "hosts":
		r.Hosts = n.list()
	case "members":
		n.sequence(func() { r.Members = append(r.Members, n.member()) })
	case "meetings":
		n.sequence(func() { r.Meetings = append(r.Meetings, n.meeting()) })
	case "posts":
		n.sequence(func() { r.Posts = append(r.Posts, n.post()) })
	default:
		n.bad = true
	}
}

// text is the field of a key whose value is a string, nil for other keys.
func (r *record) text(key string) *string {
	switch key {
	case "id":
		return &r.ID
	case "gender":
		return &r.Gender
	case "iso2":
		return &r.ISO2
	case "wikidata":
		return &r.Wikidata
	case "capital":
		return &r.Capital
	case "in":
		return &r.In
	case "lat":
		return &r.Lat
	case "long":
		return &r.Long
	case "kind":
		return &r.Kind
	case "parent":
		return &r.Parent
	case "state":
		return &r.State
	case "seat":
		return &r.Seat
	case "level":
		return &r.Level
	case "type":
		return &r.Type
	case "mechanism":
		return &r.Mechanism
	case "date":
		return &r.Date
	case "zone":
		return &r.Zone
	case "lang":
		return &r.Lang
	case "source":
		return &r.Source
	}
	return nil
}

func (n *notation) member() (m memberRecord) {
	if n.peek() != '{' {
		m.ID = n.scalar(true)
		return m
	}
	n.strings(map[string]*string{"id": &m.ID, "from": &m.From, "to": &m.To})
	return m
}

func (n *notation) meeting() (m meetingRecord) {
	ordinal := ""
	n.strings(map[string]*string{"ordinal": &ordinal, "year": &m.Year, "date": &m.Date, "place": &m.Place})
	if ordinal != "" {
		i, err := strconv.Atoi(ordinal)
		n.bad = n.bad || err != nil
		m.Ordinal = i
	}
	return m
}

func (n *notation) post() (p postRecord) {
	n.strings(map[string]*string{"role": &p.Role, "of": &p.Of, "from": &p.From, "to": &p.To})
	return p
}

// strings reads a map into strings by key.
func (n *notation) strings(into map[string]*string) {
	n.mapping(func(key string) {
		if t := into[key]; t != nil {
			*t = n.scalar(true)
			return
		}
		n.bad = true
	})
}

// texts reads a map from keys to strings.
func (n *notation) texts() map[string]string {
	m := map[string]string{}
	n.mapping(func(key string) { m[key] = n.scalar(true) })
	return m
}

// lists reads a map from keys to lists of strings.
func (n *notation) lists() map[string][]string {
	m := map[string][]string{}
	n.mapping(func(key string) { m[key] = n.list() })
	return m
}

// list reads a list of strings.
func (n *notation) list() []string {
	out := []string{}
	n.sequence(func() { out = append(out, n.scalar(true)) })
	return out
}

// mapping reads a map in braces, value by value.
func (n *notation) mapping(value func(key string)) {
	n.items('{', '}', func() { value(n.key()) })
}

// sequence reads a list in brackets, item by item.
func (n *notation) sequence(item func()) { n.items('[', ']', item) }

func (n *notation) items(open, end byte, item func()) {
	if n.peek() != open {
		n.bad = true
		return
	}
	n.at++
	for !n.bad {
		n.spaces()
		if n.peek() == end {
			n.at++
			return
		}
		item()
		n.spaces()
		switch n.peek() {
		case ',':
			n.at++
		case end:
		default:
			n.bad = true
		}
	}
}

// key reads a key with its colon and the space behind it.
func (n *notation) key() string {
	begin := n.at
	for n.at < len(n.text) && (n.text[n.at] == '_' || n.text[n.at] == '-' || 'a' <= n.text[n.at] && n.text[n.at] <= 'z' || '0' <= n.text[n.at] && n.text[n.at] <= '9') {
		n.at++
	}
	key := n.text[begin:n.at]
	if key == "" || !n.take(": ") {
		n.bad = true
	}
	return key
}

// scalar reads a string. Inside braces and brackets a plain one ends at their marks,
// else at the end of the line.
func (n *notation) scalar(inside bool) string {
	if n.peek() == '"' {
		end := strings.IndexByte(n.text[n.at+1:], '"')
		if end < 0 {
			n.bad = true
			return ""
		}
		s := n.text[n.at+1 : n.at+1+end]
		n.at += end + 2
		n.bad = n.bad || strings.ContainsAny(s, "\\\n")
		return s
	}
	marks := "\n"
	if inside {
		marks = ",[]{}\n"
	}
	end := strings.IndexAny(n.text[n.at:], marks)
	if end < 0 {
		end = len(n.text) - n.at
	}
	s := strings.TrimRight(n.text[n.at:n.at+end], " ")
	n.at += end
	switch {
	case s == "", s == "~", strings.EqualFold(s, "null"), strings.ContainsAny(s[:1], "'!&*|>%@`#?-"), strings.Contains(s, ": "), strings.Contains(s, " #"), strings.HasSuffix(s, ":"):
		n.bad = true
	}
	return s
}

// line passes blank lines and comments up to the next line with content.
func (n *notation) line() {
	for n.at < len(n.text) {
		rest := n.text[n.at:]
		end := strings.IndexByte(rest, '\n')
		if end < 0 {
			end = len(rest) - 1
		}
		if content := strings.TrimSpace(rest[:end+1]); content != "" && content[0] != '#' {
			return
		}
		n.at += end + 1
	}
}

// endOfLine passes the end of a line; nothing but spaces may stand before it.
func (n *notation) endOfLine() {
	n.spaces()
	if n.at < len(n.text) && !n.take("\n") {
		n.bad = true
	}
}

func (n *notation) spaces() {
	for n.peek() == ' ' {
		n.at++
	}
}

// peek is the next byte, 0 at the end.
func (n *notation) peek() byte {
	if n.at >= len(n.text) {
		return 0
	}
	return n.text[n.at]
}

// take passes a text if it stands here.
func (n *notation) take(s string) bool {
	if strings.HasPrefix(n.text[n.at:], s) {
		n.at += len(s)
		return true
	}
	return false
}
