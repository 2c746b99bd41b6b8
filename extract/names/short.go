package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/extract/text"
)

// short reads one-character names of states at byte i of the key: a run of two or
// more (中哈, 中吉乌) before a word such as 关系, or one in a context that means a
// state (哈方, 访华). It returns no token where the character is an ordinary one.
func (m *Matcher) short(d *text.Document, i int, told []token) []token {
	key := d.Key
	run := m.run(key, i)
	end := run[len(run)-1]
	for n := min(len(run), 5); n >= 2; n-- { // the last may belong to the next word
		if n == 2 && !m.pair(key, i, run) {
			continue
		}
		if m.pairContext(key, i, run[n-1]) || n == 2 && m.withChina(key, i, run) {
			return m.shortTokens(key, i, run[:n])
		}
	}
	if e := m.stateAt(key, end); e > end && (!strings.Contains(m.words.Shorts.Weak, key[i:run[0]]) || key[i:run[0]] == "中") && m.words.pairAfter.of(key[e:]) != "" && !strings.Contains(m.words.Shorts.AfterVerb, key[i:run[0]]) {
		return m.shortTokens(key, i, run) // 中印尼关系
	}
	if m.single(key, i, run[0], told) {
		ts := m.shortTokens(key, i, run[:1])
		if strings.HasPrefix(key[ts[0].end:], "方") && !strings.HasPrefix(key[ts[0].end:], "方面") {
			ts[0].end += len("方") // 哈方 is the side itself
		}
		return ts
	}
	return nil
}

// run lists the ends of a row of different short names that begins at i and in
// which no longer name begins.
func (m *Matcher) run(key string, i int) []int {
	var ends []int
	var seen [8]rune
	var buf [16]match
	for j := i; j < len(key) && len(ends) < len(seen); {
		r, n := utf8.DecodeRuneInString(key[j:])
		if m.shorts[r] == nil {
			break
		}
		if j > i && (m.longer(key, j, buf[:0]) || strings.ContainsRune(string(seen[:len(ends)]), r)) {
			break
		}
		seen[len(ends)] = r
		j += n
		ends = append(ends, j)
	}
	return ends
}

// longer reports whether a name or a word to ignore begins at byte j. A title
// does not count: 哈总统.
func (m *Matcher) longer(key string, j int, buf []match) bool {
	for _, f := range m.trie.walk(key, j, buf) {
		if m.headOf(key, f.end) {
			continue
		}
		for _, s := range m.senses[f.value] {
			if s.form != formTitle && s.form != formOrgan {
				return true
			}
		}
	}
	return false
}

// pair reports whether two short names can stand together: one of them is no
// ordinary word, or one is 中.
func (m *Matcher) pair(key string, i int, run []int) bool {
	a, b := key[i:run[0]], key[run[0]:run[1]]
	weak := m.words.Shorts.Weak
	verb := m.words.Shorts.AfterVerb
	if strings.Contains(verb, a) || strings.Contains(verb, b) {
		return false
	}
	return a == "中" || b == "中" || !strings.Contains(weak, a) || !strings.Contains(weak, b)
}

// withChina reports whether two short names begin a phrase and mean 中 and a state
// whose character is no ordinary word: 第八届中芬冰雪博览会.
func (m *Matcher) withChina(key string, i int, run []int) bool {
	a, b := key[i:run[0]], key[run[0]:run[1]]
	if a != "中" && b != "中" || strings.Contains(m.words.Shorts.Weak, a) && a != "中" || strings.Contains(m.words.Shorts.Weak, b) && b != "中" {
		return false
	}
	return wordStart(key, i) || strings.HasSuffix(key[:i], "届") || strings.HasSuffix(key[:i], "次")
}

// stateAt is the end of the longest name of a state at a byte, or the byte.
func (m *Matcher) stateAt(key string, at int) int {
	var buf [16]match
	end := at
	for _, f := range m.trie.walk(key, at, buf[:0]) {
		for _, s := range m.senses[f.value] {
			if s.form == formName && m.entities[s.entity].Kind == "state" {
				end = max(end, f.end)
			}
		}
	}
	return end
}

func (m *Matcher) pairContext(key string, begin, end int) bool {
	if r, n := utf8.DecodeLastRuneInString(key[:begin]); n > 0 && key[begin:begin+3] == "日" && ('0' <= r && r <= '9' || strings.ContainsRune("今昨近当每次同节生平即往", r)) {
		return false
	}
	return m.words.pairAfter.of(key[end:]) != "" || m.words.pairAfterStart.of(key[end:]) != "" && wordStart(key, begin)
}

func (m *Matcher) single(key string, begin, end int, told []token) bool {
	w, s := m.words, &m.words.Shorts
	c := key[begin:end]
	rest := key[end:]
	if before := w.before.of(key[:begin]); before != "" && !strings.Contains(s.NotAfterVerb, c) && !touches(told, begin-len(before)) {
		switch {
		case w.beforeCommon.set[before]:
			if w.beforeAfter.of(rest) != "" {
				return !strings.Contains(s.Weak, c) || strings.Contains(s.AfterVerb, c) || strings.Contains("日欧", c)
			}
		case !strings.Contains(s.Weak, c) || strings.Contains(s.AfterVerb, c) || strings.Contains("日韩德法欧新泰越以非拉", c):
			// 访日, but 访日程: what begins here must not go on as a word.
			return m.wordless(key, begin, end)
		}
	}
	if strings.Contains(s.AfterVerb, c) {
		return false
	}
	if f := w.firm.of(rest); f == "方" && !sideOf(rest) {
		return false // 专利方面
	} else if f != "" {
		// 斯卡尔法罗总统: the character may end a name.
		if f != "方" && !wordStart(key, begin) {
			r, _ := utf8.DecodeLastRuneInString(key[:begin])
			if strings.Contains(s.Weak, c) || transliterated(r) {
				return false
			}
		}
		return m.wordless(key, begin, end)
	}
	if f := w.soft.of(rest); f != "" {
		if strings.Contains(s.NeverSoft, c) {
			return (f == "军" || f == "媒") && strings.Contains(s.Army, c) && wordStart(key, begin)
		}
		switch f {
		case "称", "拟", "欲":
			return wordStart(key, begin)
		}
		return true
	}
	return false
}

// sideOf reports whether 方 at the start of a text means a side: not 方面, 方案.
func sideOf(s string) bool {
	if !strings.HasPrefix(s, "方") {
		return false
	}
	r, n := utf8.DecodeRuneInString(s[len("方"):])
	if r == '向' {
		// 中方向塔方提供…: the side gives to somebody; 方向 stands before a mark or 的.
		after, _ := utf8.DecodeRuneInString(s[len("方向"):])
		return unicode.Is(unicode.Han, after) && !strings.ContainsRune("前上下左右的是为上和与及发", after)
	}
	return n == 0 || !strings.ContainsRune("面法便式针案言块位程舟米圆", r)
}

// touches reports whether the last token ends after byte i.
func touches(told []token, i int) bool { return len(told) > 0 && told[len(told)-1].end > i }

// wordless reports whether no word to ignore covers the character with its
// neighbours.
func (m *Matcher) wordless(key string, begin, end int) bool {
	var buf [16]match
	return !m.longer(key, begin, buf[:0])
}

// wordStart reports whether a word may begin at i: after a mark, a space or the
// start of the text.
func wordStart(key string, i int) bool {
	r, n := utf8.DecodeLastRuneInString(key[:i])
	if n == 0 {
		return true
	}
	return r < 0x3400 && !wordRune(r) || strings.ContainsRune("、。《》“”在和与被对向据遭从", r)
}

func (m *Matcher) shortTokens(key string, begin int, ends []int) []token {
	var out []token
	for _, e := range ends {
		r, _ := utf8.DecodeRuneInString(key[begin:])
		t := token{begin: begin, end: e}
		for _, i := range m.shorts[r] {
			t.senses = append(t.senses, sense{entity: i, form: formShort, lang: langZH})
		}
		out = append(out, t)
		begin = e
	}
	return out
}
