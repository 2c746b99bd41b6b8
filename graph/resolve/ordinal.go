package resolve

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// nth puts a number before the name of a series.
func nth(n int, name, lang string) string {
	switch lang {
	case "zh":
		if n == 1 {
			return "首届" + name
		}
		return "第" + chineseNumber(n) + "届" + name
	case "ru":
		return russianOrdinal(n, name) + " " + name
	}
	if n < len(englishOrdinals) {
		return englishOrdinals[n] + " " + name
	}
	return englishSuffix(n) + " " + name
}

var englishOrdinals = [...]string{"", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
	"Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth", "Nineteenth", "Twentieth"}

var englishNumbers = [...]string{"", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

func englishSuffix(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// chineseNumber writes 1 to 99 in characters, other numbers in digits.
func chineseNumber(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n <= 0 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n-10]
	}
	return digits[n/10] + "十" + digits[n%10]
}

// russianOrdinals in the masculine; the endings of the other genders follow from
// it, but for the third.
var russianOrdinals = [...]string{"", "Первый", "Второй", "Третий", "Четвёртый", "Пятый", "Шестой", "Седьмой", "Восьмой", "Девятый", "Десятый",
	"Одиннадцатый", "Двенадцатый", "Тринадцатый", "Четырнадцатый", "Пятнадцатый", "Шестнадцатый", "Семнадцатый", "Восемнадцатый", "Девятнадцатый", "Двадцатый"}

func russianOrdinal(n int, name string) string {
	gender := russianGender(name)
	if n >= len(russianOrdinals) {
		return strconv.Itoa(n) + map[string]string{"m": "-й", "f": "-я", "n": "-е"}[gender]
	}
	word := russianOrdinals[n]
	if gender == "m" {
		return word
	}
	if n == 3 {
		return map[string]string{"f": "Третья", "n": "Третье"}[gender]
	}
	stem := word[:len(word)-len("ый")]
	return stem + map[string]string{"f": "ая", "n": "ое"}[gender]
}

// russianGender reads the gender off the first word: the noun, or the adjective
// that agrees with it.
func russianGender(name string) string {
	word, _, _ := strings.Cut(name, " ")
	word = strings.ToLower(strings.Trim(word, "«»,"))
	for _, x := range []struct{ ending, gender string }{{"ая", "f"}, {"яя", "f"}, {"ое", "n"}, {"ее", "n"}, {"ый", "m"}, {"ий", "m"}, {"ой", "m"},
		{"а", "f"}, {"я", "f"}, {"о", "n"}, {"е", "n"}} {
		if strings.HasSuffix(word, x.ending) {
			return x.gender
		}
	}
	return "m"
}

func russianCount(n int, one, few, many string) string {
	switch {
	case n%10 == 1 && n%100 != 11:
		return one
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return few
	}
	return many
}

// russianMonths in the genitive.
var russianMonths = [...]string{"", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"}

// dayIn writes an xsd:date as the language does.
func dayIn(date, lang string) string {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	switch lang {
	case "zh":
		return fmt.Sprintf("%d年%d月%d日", d.Year(), d.Month(), d.Day())
	case "ru":
		return fmt.Sprintf("%d %s %d года", d.Day(), russianMonths[d.Month()], d.Year())
	}
	return d.Format("2 January 2006")
}
