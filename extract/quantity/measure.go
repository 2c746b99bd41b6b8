package quantity

import (
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// quantity reads what stands around a number; b and e bound it with its words. ok
// is false for numbers that are no quantities.
func (f *finder) quantity(n number, last int) (q schema.Quantity, b, e int, ok bool) {
	s := f.key
	b, e = n.begin, n.end
	q = schema.Quantity{Kind: "number", Digits: n.digits, Bound: "exactly"}
	second := f.rangeEnd(&n)
	e = n.end
	if n.ordinal && f.lang == "zh" {
		return f.ordinal(n, b, e)
	}
	if n.ordinal {
		if !n.words && f.date(n) || f.calendar(e) {
			return q, b, e, false
		}
		return f.ordinal(n, b, e)
	}
	if f.date(n) {
		return q, b, e, false
	}
	// Marks of money: US$94.8 billion, USD 200, 120 MEUR, 10 €.
	m, marked := f.markBefore(b, last)
	if marked && !n.percent {
		q.Kind, q.Currency, b = "money", m.code, m.begin
	} else if m, marked = f.markAfter(e); marked && !n.percent {
		q.Kind, q.Currency, e = "money", m.code, m.end
		if v, ve := scale(s, e); v >= 1000 && f.lang == "en" { // 75 USD million
			n.value, e = new(big.Rat).Mul(n.value, rat(v)), ve
		}
	}
	if marked && m.scale > 1 {
		n.value = new(big.Rat).Mul(n.value, rat(m.scale))
	}
	// 多 余 + right after the number, before the unit.
	if a, ae := f.language.after.at(s, e); a.value != "" && ae > e && f.lang == "zh" && len(a.word) <= 6 && (a.word == "多" || a.word == "余") {
		q.Bound = a.value
		e = ae
	}
	if n.open {
		q.Bound = "moreThan"
	}
	switch {
	case n.percent:
		q.Kind = "percent"
	case f.percentSign(e) > e:
		q.Kind, e = "percent", f.percentSign(e)
	case q.Currency == "":
		j := e
		for j < len(s) && s[j] == ' ' {
			j++
		}
		if j < len(s) && s[j] == '-' {
			j++
		}
		if m, me := f.language.measures.at(s, j); m.value != "" && me > j && f.unitStands(m, j, me) {
			q.UnitText = s[j:me]
			switch {
			case m.kind == "currency":
				q.Kind, q.Currency = "money", m.value
			case n.fraction && (m.value == "item" || m.value == "person" || m.value == "document"):
				q.UnitText, me = "", e // two thirds of the votes are a share
			default:
				q.Kind, q.Unit = "count", m.value
			}
			e = me
		}
	default:
		// $94.8 billion dollars: the word repeats the mark.
		j := e
		for j < len(s) && s[j] == ' ' {
			j++
		}
		if m, me := f.language.measures.at(s, j); m.kind == "currency" && (m.value == q.Currency || q.Currency == "USD") && me > j {
			q.Currency, e = m.value, me
		}
	}
	if q.Kind == "money" && second == nil {
		if v, ve := f.cents(n, e); v != nil {
			n.value, e = new(big.Rat).Add(n.value, v), ve
		}
	}
	if a, ae := f.language.after.at(s, skipBlank(s, e)); a.value != "" && q.Bound == "exactly" && !(a.word == "plus" || a.word == "+" && false) {
		q.Bound, e = a.value, ae
	}
	b = f.compare(&q, b, last)
	f.fill(&q, n, second)
	f.growth(&q, b, e, last)
	f.qualify(&q, b, e)
	return q, b, e, true
}

func skipBlank(s string, i int) int {
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}

// rangeEnd reads the second number of a range (30亿至40亿, 10-12, from 10 to 12)
// and widens n over it; nil when there is none.
func (f *finder) rangeEnd(n *number) *number {
	s := f.key
	if n.ordinal {
		return nil
	}
	i := n.end
	if strings.HasPrefix(s[i:], "元") && f.lang == "zh" && strings.HasPrefix(s[i+3:], "至") {
		i += 3
	}
	for _, sep := range []string{"至", "到", "~", " to ", " - ", "-", " and ", " до "} {
		if !strings.HasPrefix(s[i:], sep) {
			continue
		}
		before := s[max(f.begin, n.begin-12):n.begin]
		if sep == " to " && !strings.Contains(before, "from ") && !strings.Contains(before, "between") && f.lang == "en" && false ||
			sep == " and " && !strings.Contains(before, "between ") || sep == " до " && !strings.HasSuffix(strings.TrimRight(before, " "), "от") && !strings.HasSuffix(strings.TrimRight(before, " "), "с") {
			continue
		}
		j := i + len(sep)
		if j >= len(s) {
			return nil
		}
		m, ok := f.number(j)
		if sep == "-" && (n.words && f.lang == "en" || ok && m.end+1 < len(s) && (s[m.end] == '-' || s[m.end] == '/') && isDigit(s[m.end+1])) {
			continue
		}
		if !ok || m.ordinal || m.begin != j || m.value.Cmp(n.value) <= 0 && !f.sharesScale(n, &m) {
			continue
		}
		if sep == "-" && n.value.IsInt() && m.value.IsInt() && (n.value.Cmp(big.NewRat(1900, 1)) > 0 && n.value.Cmp(big.NewRat(2100, 1)) < 0 || n.end-n.begin > 6) {
			continue
		}
		// The scale of the second holds for the first: 30至40亿.
		if f.sharesScale(n, &m) {
			factor := scaleOf(m.value)
			if n.value.Cmp(factor) < 0 {
				n.value = new(big.Rat).Mul(n.value, factor)
			}
		}
		n.percent = n.percent || m.percent
		n.end = m.end
		return &m
	}
	return nil
}

func (f *finder) sharesScale(n, m *number) bool {
	return n.value.Cmp(big.NewRat(10000, 1)) < 0 && m.value.Cmp(big.NewRat(10000, 1)) >= 0 && n.value.Sign() > 0
}

// scaleOf is the largest power of ten, by thousands or myriads, that leaves a value
// of at least one.
func scaleOf(v *big.Rat) *big.Rat {
	for _, x := range []int64{1_000_000_000_000, 1_000_000_000, 100_000_000, 1_000_000, 10_000, 1_000} {
		if v.Cmp(big.NewRat(x, 1)) >= 0 {
			return big.NewRat(x, 1)
		}
	}
	return big.NewRat(1, 1)
}

// percentSign is the end of a percent sign or word at e.
func (f *finder) percentSign(e int) int {
	s := f.key
	j := skipBlank(s, e)
	for _, w := range []string{"%", "percentage points", "percentage point", "percent", "per cent", "pct", "个百分点", "процентных пункта", "процентных пунктов", "процентов", "процента", "процент", "п.п.", "％"} {
		if strings.HasPrefix(s[j:], w) {
			end := j + len(w)
			if r, _ := utf8.DecodeRuneInString(s[end:]); letter(r) {
				continue
			}
			return end
		}
	}
	return e
}

// unitStands keeps 元 of 元首, 人 of 人民, 次 of 次日, 名 of 名义 and the like from
// being units.
func (f *finder) unitStands(m entry, b, e int) bool {
	if f.lang != "zh" {
		return true
	}
	rest := f.key[e:]
	for _, w := range notAfter[m.word] {
		if strings.HasPrefix(rest, w) {
			return false
		}
	}
	return true
}

var notAfter = map[string][]string{
	"元": {"首", "旦", "月", "件", "素"}, "人": {"民", "均", "类", "大", "工", "文", "员", "士", "权", "间", "格"}, "名": {"义", "为", "称", "单"}, "次": {"日", "会晤", "会议", "年", "序"},
	"国": {"家", "集团", "际", "务"}, "种": {"族"}, "起": {"来", "草", "到", "施行", "生效"}, "条": {"约", "例", "件"}, "家": {"庭"}, "位": {"于", "数", "置"}, "个": {"多月", "多小时", "多星期", "多世纪", "月", "小时", "工作日", "世纪", "季度", "百分点"}, "处": {"理"}, "台": {"湾"}, "件": {}, "架": {"构"}, "项": {"目"}, "块": {"状"}, "列": {"为"}, "支": {"持", "付"}, "票": {}, "席": {"会"}, "套": {}, "所": {"有"}, "种类": {},
}

// date reports whether a number is part of a date, a time or an age.
func (f *finder) date(n number) bool {
	s := f.key
	rest := s[n.end:]
	switch f.lang {
	case "zh":
		for _, w := range []string{"年", "月", "日", "时", "点", "分", "号", "世纪", "年代", "岁", "周年", "小时", "天", "周", "个月", "个小时", "秒", "分钟", "季度", "月份", "度"} {
			if strings.HasPrefix(rest, w) && !(w == "日" && (strings.HasPrefix(rest, "日元") && !strings.HasPrefix(rest, "日元首") || strings.HasPrefix(rest, "日圆") || strings.HasPrefix(rest, "日币"))) {
				if w == "点" || w == "分" || w == "度" || w == "号" || w == "时" {
					return !n.words || w != "点"
				}
				return true
			}
		}
		for _, w := range []string{"多年", "余年", "多天", "多个月", "多岁", "多小时"} {
			if strings.HasPrefix(rest, w) && !(w == "日" && (strings.HasPrefix(rest, "日元") && !strings.HasPrefix(rest, "日元首") || strings.HasPrefix(rest, "日圆") || strings.HasPrefix(rest, "日币"))) {
				return true
			}
		}
		if f.yearLike(n) && !n.words {
			if m, _ := f.language.measures.at(s, n.end); m.value == "" && f.percentSign(n.end) == n.end && !f.moneyBefore(n.begin) && n.end < len(s) && n.begin > f.begin {
				return true
			}
		}
		// 9月20日18时: what follows a dash or colon in a time.
		if strings.HasPrefix(rest, ":") && len(rest) > 2 && isDigit(rest[1]) {
			return true
		}
		before := s[f.begin:n.begin]
		if strings.HasSuffix(before, "年") && !strings.HasPrefix(rest, "万") && n.value.Cmp(big.NewRat(13, 1)) < 0 && strings.HasPrefix(rest, "月") {
			return true
		}
		if len(rest) > 1 && rest[0] == '-' && isDigit(rest[1]) && !n.words || strings.HasSuffix(before, "-") && len(before) > 1 && isDigit(before[len(before)-2]) {
			return f.yearLike(n)
		}
		return false
	case "en":
		return f.englishDate(n)
	}
	return f.russianDate(n)
}

// calendar reports whether an ordinal counts quarters, centuries and the like, or
// names a day.
func (f *finder) calendar(e int) bool {
	rest := strings.TrimLeft(f.key[e:], " ")
	for _, w := range calendarWords[f.lang] {
		if strings.HasPrefix(rest, w) {
			return true
		}
	}
	return false
}

var calendarWords = map[string][]string{
	"en": {"quarter", "century", "centuries", "half of", "of january", "of february", "of march", "of april", "of may", "of june", "of july", "of august", "of september", "of october", "of november", "of december", "week of", "month of", "day of", "decade"},
	"ru": {"квартал", "полугоди", "век", "январ", "феврал", "марта", "апрел", "мая", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр", "половин", "столети", "числа", "раз "},
}

func (f *finder) yearLike(n number) bool {
	return n.value.IsInt() && n.value.Cmp(big.NewRat(1799, 1)) > 0 && n.value.Cmp(big.NewRat(2100, 1)) < 0 && n.end-n.begin == 4
}

var englishTimeWords = []string{"years", "year", "months", "month", "days", "day", "weeks", "week", "hours", "hour", "minutes", "minute", "o'clock", "am", "pm", "a.m", "p.m", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "seconds", "decades", "decade", "-year", "year-old", "years-old", "gmt", "-day", "-month", "-week", "-hour"}

var englishMonths = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan.", "feb.", "mar.", "apr.", "jun.", "jul.", "aug.", "sept.", "oct.", "nov.", "dec.", "jan", "feb", "sept", "oct", "nov", "dec"}

func (f *finder) englishDate(n number) bool {
	s := f.key
	rest := strings.TrimLeft(s[n.end:], " ")
	for _, w := range englishTimeWords {
		if strings.HasPrefix(rest, w) || strings.HasPrefix(rest, "-"+w) {
			after := strings.TrimPrefix(strings.TrimPrefix(rest, "-"), w)
			if r, _ := utf8.DecodeRuneInString(after); after == "" || !letter(r) {
				return true
			}
		}
	}
	before := strings.TrimRight(s[f.begin:n.begin], " ,")
	for _, m := range englishMonths {
		if strings.HasSuffix(before, m) && !n.words && n.value.Cmp(big.NewRat(2200, 1)) < 0 {
			p, _ := utf8.DecodeLastRuneInString(before[:len(before)-len(m)])
			if !letter(p) && !f.moneyBefore(n.begin) {
				return true
			}
		}
	}
	if strings.HasPrefix(rest, ":") && len(rest) > 2 && isDigit(rest[1]) || strings.HasSuffix(before, ":") && len(before) > 1 && isDigit(before[len(before)-2]) {
		return true
	}
	if f.yearLike(n) && !f.moneyBefore(n.begin) && f.percentSign(n.end) == n.end {
		if m, _ := f.language.measures.at(s, skipBlank(s, n.end)); m.value == "" {
			return true
		}
	}
	return false
}

func (f *finder) moneyBefore(b int) bool {
	_, ok := f.markBefore(b, f.begin)
	return ok
}

var russianTimeWords = []string{"год", "лет", "месяц", "дн", "ден", "недел", "час", "минут", "секунд", "январ", "феврал", "март", "апрел", "мая", "май", "мае", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр", "г.", "гг.", "век", "летн", "-летн", "-летие", "-летия"}

func (f *finder) russianDate(n number) bool {
	rest := strings.TrimLeft(f.key[n.end:], " ")
	for _, w := range russianTimeWords {
		if strings.HasPrefix(rest, w) {
			return true
		}
	}
	if strings.HasPrefix(rest, ":") && len(rest) > 2 && isDigit(rest[1]) {
		return true
	}
	before := strings.TrimRight(f.key[f.begin:n.begin], " ")
	if strings.HasSuffix(before, ":") && len(before) > 1 && isDigit(before[len(before)-2]) {
		return true
	}
	if f.yearLike(n) && f.percentSign(n.end) == n.end {
		if m, _ := f.language.measures.at(f.key, skipBlank(f.key, n.end)); m.value == "" {
			return true
		}
	}
	return false
}

// ordinal reads an ordinal or a rank: 第一大贸易伙伴, the largest trading partner.
func (f *finder) ordinal(n number, b, e int) (schema.Quantity, int, int, bool) {
	q := schema.Quantity{Kind: "ordinal", Bound: "exactly", Digits: n.digits, Value: decimal(n.value)}
	if r, re := f.language.ranks.at(f.key, e); r.value != "" && f.lang == "zh" {
		q.Kind, q.Unit, q.UnitText = "rank", "rank", f.key[e:re]
		f.qualify(&q, b, re)
		return q, b, re, true
	}
	if f.lang != "zh" {
		j := skipBlank(f.key, e)
		if r, re := f.language.ranks.at(f.key, j); r.value != "" {
			q.Kind, q.Unit, q.UnitText = "rank", "rank", f.key[j:re]
			f.qualify(&q, b, re)
			return q, b, re, true
		}
	}
	if f.lang == "zh" && (strings.HasPrefix(f.key[e:], "季度") || strings.HasPrefix(f.key[e:], "产业")) {
		return q, b, e, false
	}
	return q, b, e, true
}

// compare reads the words of bound before the number and returns where they begin.
func (f *finder) compare(q *schema.Quantity, b, last int) int {
	c, cb := f.language.comparators.ending(f.key, b)
	if c.value == "" || cb < last || cb < f.begin {
		return b
	}
	if c.word == "some" && q.Kind == "number" || c.word == "до" && q.Kind == "number" || c.word == "超" && false {
		return b
	}
	// 不超过 reads as one word; 不 before another one turns it.
	if q.Bound == "exactly" || c.value != "about" {
		q.Bound = c.value
	}
	return cb
}

// fill writes value, min and max by the bound.
func (f *finder) fill(q *schema.Quantity, n number, second *number) {
	v := decimal(n.value)
	if second != nil {
		q.Bound, q.Min, q.Max = "between", v, decimal(second.value)
		q.Value = ""
		return
	}
	q.Value = v
	switch q.Bound {
	case "moreThan", "atLeast":
		q.Min = v
	case "lessThan", "atMost":
		q.Max = v
	}
}

// growth reads a percentage as growth when words before it in the clause say so.
func (f *finder) growth(q *schema.Quantity, b, e, last int) {
	if q.Kind != "percent" {
		return
	}
	from := f.clauseBegin(b, last)
	window := f.key[from:b]
	for _, w := range apart[f.lang] { // 高于…2.5个百分点 is a distance
		if strings.Contains(window, w) {
			return
		}
	}
	up, ub := latest(&f.language.up, window)
	down, db := latest(&f.language.down, window)
	switch {
	case up && (!down || ub > db):
		q.Kind, q.Direction = "growth", "up"
	case down:
		q.Kind, q.Direction = "growth", "down"
	default:
		return
	}
	around := f.key[max(f.begin, from-30):min(len(f.key), e+60)]
	for _, c := range f.language.comparisons.entries {
		if strings.Contains(around, c.word) {
			q.Comparison = c.value
			break
		}
	}
}

// apart are words that set a percentage between two things, not two times.
var apart = map[string][]string{"zh": {"高于", "低于", "快于", "慢于"}, "en": {"higher than", "lower than", "accounting for", "accounted for"}, "ru": {"выше чем", "ниже чем"}}

// latest finds the last place where a word of the list stands at the end of a
// window, with little between it and the number.
func latest(w *wordList, window string) (bool, int) {
	best := -1
	for _, e := range w.entries {
		head, rest, open := strings.Cut(e.word, "*")
		i := strings.LastIndex(window, head)
		if i < 0 {
			continue
		}
		after := window[i+len(head):]
		if e.prefix || open {
			after = after[word(after, 0):]
		}
		if open {
			if !strings.HasPrefix(after, rest) {
				continue
			}
			after = after[len(rest):]
		}
		if r, _ := utf8.DecodeRuneInString(after); after != "" && letter(r) {
			continue
		}
		if utf8.RuneCountInString(after) > 14 || reaches(after) {
			continue
		}
		if p, _ := utf8.DecodeLastRuneInString(window[:i]); i > 0 && letter(p) {
			continue
		}
		best = max(best, i+len(e.word))
	}
	return best >= 0, best
}

// reaches reports whether the words between a verb of growth and a number say what
// was reached, not by how much: 提升至, rose to, выросла до.
func reaches(between string) bool {
	t := strings.TrimRight(between, " ")
	for _, w := range []string{"至", "到", "为", "达", "达到"} {
		if strings.HasSuffix(t, w) {
			return true
		}
	}
	for _, w := range []string{"to", "at", "до"} {
		if strings.HasSuffix(t, w) && !letterEnds(t[:len(t)-len(w)]) {
			return true
		}
	}
	return false
}

func (f *finder) clauseBegin(b, last int) int {
	from := max(f.begin, b-90)
	for from < b && !utf8.RuneStart(f.key[from]) {
		from++
	}
	if i := strings.LastIndexAny(f.key[from:b], ",;"); i >= 0 {
		from += i + 1
	}
	if i := strings.LastIndex(f.key[from:b], "。"); i >= 0 {
		from += i + 3
	}
	return max(from, min(last, b))
}

// qualify reads what marks the number as a record, a sum, a first.
func (f *finder) qualify(q *schema.Quantity, b, e int) {
	if q.Kind == "ordinal" {
		return
	}
	from := f.clauseBegin(b, f.begin)
	to := e
	for to < len(f.key) && !strings.ContainsRune(";。\n", rune(f.key[to])) && to < e+70 {
		to++
	}
	for to < len(f.key) && !utf8.RuneStart(f.key[to]) {
		to++
	}
	window := f.key[from:to]
	for _, x := range f.language.qualifiers.entries {
		i := strings.Index(window, x.word)
		if i < 0 {
			continue
		}
		if p, _ := utf8.DecodeLastRuneInString(window[:i]); i > 0 && letter(p) {
			continue
		}
		if !x.prefix {
			if r, _ := utf8.DecodeRuneInString(window[i+len(x.word):]); letter(r) {
				continue
			}
		}
		if x.value == "consecutive-years" && q.Kind != "rank" || x.value == "first-time" {
			continue
		}
		if !slices.Contains(q.Qualifiers, x.value) {
			q.Qualifiers = append(q.Qualifiers, x.value)
		}
	}
	slices.Sort(q.Qualifiers)
}

// decimal writes a value as a canonical decimal string, exact where it is finite,
// else to twelve places.
func decimal(v *big.Rat) string {
	if v.IsInt() {
		return v.Num().String()
	}
	s := v.FloatString(12)
	s = strings.TrimRight(s, "0")
	return strings.TrimSuffix(s, ".")
}
