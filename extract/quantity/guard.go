package quantity

import (
	"math/big"
	"strings"
	"unicode/utf8"
)

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

// nameBefore reports whether the word before a number makes it the name of a thing:
// Article 5, Boeing 737, резолюция 2231.
func (f *finder) nameBefore(b int) bool {
	t := strings.TrimRight(f.key[f.begin:b], " ")
	if strings.HasSuffix(t, "№") || strings.HasSuffix(t, "no.") || strings.HasSuffix(t, "#") {
		return true
	}
	k := len(t)
	for k > 0 {
		r, w := utf8.DecodeLastRuneInString(t[:k])
		if !letter(r) {
			break
		}
		k -= w
	}
	return k < len(t) && f.language.names[t[k:]]
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
