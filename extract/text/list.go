package text

import (
	"unicode"
)

// marker is the number or letter before an item of a list: "1.", "2)", "(c)".
type marker struct {
	value int
	form  string // what stands around the value: ".", ")", ".)", "()"
	latin bool   // a letter rather than a number
}

// item reads a list marker at i. A marker at the beginning of a sentence opens an
// item, so that its stop ends nothing; one that continues the list that the
// paragraph has begun (2. after 1.) begins a sentence wherever it stands. next is
// where the item's words begin.
func (s *splitter) item(i int) (next int, ok bool) {
	if i > 0 && !unicode.IsSpace(s.rs[i-1]) && s.rs[i-1] != '⁃' && s.rs[i-1] != '•' {
		return 0, false
	}
	m, next := s.marker(i)
	if m.form == "" {
		return 0, false
	}
	first := s.first(i)
	follows := m.form == s.list.form && m.latin == s.list.latin && m.value == s.list.value+1
	switch {
	case first >= 0 && (follows || m.value == 1 || !m.latin && m.value < 100 && m.form != "()"):
	case follows && s.list.value > 0:
		end := i
		for end > s.start && (s.rs[end-1] == '•' || s.rs[end-1] == '⁃' || s.rs[end-1] == ' ') {
			end--
		}
		s.emit(end)
	default:
		return 0, false
	}
	s.list = m
	return next, true
}

// first is i where only bullets stand before it in the sentence, else -1.
func (s *splitter) first(i int) int {
	for j := s.start; j < i; j++ {
		if !unicode.IsSpace(s.rs[j]) && s.rs[j] != '•' && s.rs[j] != '⁃' {
			return -1
		}
	}
	return i
}

// marker reads a number of up to three digits or a small letter with its stop or
// bracket, followed by a space.
func (s *splitter) marker(i int) (marker, int) {
	rs := s.rs
	m := marker{}
	open := i < len(rs) && rs[i] == '('
	if open {
		i++
	}
	from := i
	for i < len(rs) && i-from < 3 && rs[i] >= '0' && rs[i] <= '9' {
		m.value = m.value*10 + int(rs[i]-'0')
		i++
	}
	if i == from {
		if i >= len(rs) || rs[i] < 'a' || rs[i] > 'z' {
			return marker{}, 0
		}
		m.latin, m.value = true, int(rs[i]-'a')+1
		i++
	}
	form := ""
	for i < len(rs) && len(form) < 2 && (rs[i] == '.' || rs[i] == ')') {
		form += string(rs[i])
		i++
	}
	if open {
		if form != ")" {
			return marker{}, 0
		}
		form = "()"
	}
	switch form {
	case ".", ")", ".)", "()":
	default:
		return marker{}, 0
	}
	if i >= len(rs) || rs[i] != ' ' {
		return marker{}, 0
	}
	m.form = form
	return m, i
}
