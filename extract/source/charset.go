package source

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	xunicode "golang.org/x/text/encoding/unicode"
)

var declared = regexp.MustCompile(`(?i)charset\s*=\s*["']?\s*([a-z0-9_:.-]+)|<\?xml[^>]*encoding\s*=\s*["']([a-z0-9_:.-]+)`)

// Decode turns bytes into UTF-8. A byte order mark decides, then whether the whole
// is valid UTF-8 (saved pages often keep a meta element of the encoding they had
// before), then what the container or the page declares, as long as it can be
// true, then the bytes. Bytes that stay unreadable become U+FFFD. ErrBinary where
// the bytes are no text.
func Decode(data []byte, hint string) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(data[3:]), "\uFFFD"), nil
	case bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decodeWith(xunicode.UTF16(xunicode.BigEndian, xunicode.UseBOM), data), nil
	}
	if e := utf16Order(data); e != nil {
		return decodeWith(e, data), nil
	}
	if binary(data) {
		return "", ErrBinary
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	for _, label := range []string{hint, declaration(data)} {
		if s, ok := decodeAs(label, data); ok {
			return s, nil
		}
	}
	return guess(data), nil
}

// declaration is the character set that the head of a page names.
func declaration(data []byte) string {
	m := declared.FindSubmatch(data[:min(len(data), 4096)])
	if m == nil {
		return ""
	}
	return string(m[1]) + string(m[2])
}

// decodeAs decodes by a declared label; not ok where the label is unknown or the
// result shows that it is wrong.
func decodeAs(label string, data []byte) (string, bool) {
	label = strings.ToLower(strings.TrimSpace(label))
	var e encoding.Encoding
	switch label {
	case "":
		return "", false
	case "gb2312", "gbk", "gb_2312-80", "gb18030", "x-gbk", "cp936":
		e = simplifiedchinese.GB18030 // a superset; pages labelled gb2312 use all of it
	default:
		e, _ = charset.Lookup(label)
	}
	if e == nil {
		return "", false
	}
	s := decodeWith(e, data)
	if label == "utf-8" || label == "utf8" {
		s = strings.ToValidUTF8(string(data), "\uFFFD")
	}
	broken := strings.Count(s, "\uFFFD")
	return s, broken*100 <= utf8.RuneCountInString(s)
}

func decodeWith(e encoding.Encoding, data []byte) string {
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\uFFFD")
	}
	return strings.ToValidUTF8(string(out), "\uFFFD")
}

// utf16Order finds UTF-16 without a mark: every other byte of Latin text is 0.
func utf16Order(data []byte) encoding.Encoding {
	n := min(len(data), 512) &^ 1
	if n < 16 {
		return nil
	}
	var even, odd int
	for i := 0; i < n; i += 2 {
		if data[i] == 0 {
			even++
		}
		if data[i+1] == 0 {
			odd++
		}
	}
	switch {
	case odd*10 > n/2*4 && even == 0:
		return xunicode.UTF16(xunicode.LittleEndian, xunicode.IgnoreBOM)
	case even*10 > n/2*4 && odd == 0:
		return xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM)
	}
	return nil
}

// magics begin files that hold no plain text.
var magics = []string{"%PDF-", "PK\x03\x04", "\x89PNG", "\xff\xd8\xff", "GIF8", "\x7fELF", "\xd0\xcf\x11\xe0", "Rar!", "7z\xbc\xaf", "BZh", "\xfd7zXZ", "OggS", "ID3", "RIFF"}

// binary reports whether bytes are no text: a known kind of file, or control
// characters that no text has.
func binary(data []byte) bool {
	for _, m := range magics {
		if bytes.HasPrefix(data, []byte(m)) {
			return true
		}
	}
	n := min(len(data), 8192)
	control := 0
	for _, b := range data[:n] {
		if b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1b {
			control++
		}
	}
	return control*50 > n
}

// candidate is an encoding that guess tries, with the letters that make up most of
// a text in it.
type candidate struct {
	encoding encoding.Encoding
	letters  string
}

const (
	cyrillicLetters = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ"
	hanLetters      = "的一是在不了有和人这中大为上国个我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装"
	traditional     = "的一是在不了有和人這中大為上國個我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料象員革位入常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾九區強放決西被幹做必戰先回則任取據處南給色光門即保治北造百規熱領七海口東導器壓志世金增爭濟階油思術極交受聯什認六共權收證改清己美再採轉更單風切打白教速花帶安場身車例真務具萬每目至達走積示議聲報鬥完類八離華名確才科張信馬節話米整空元況今集溫傳土許步群廣石記需段研界拉林律叫且究觀越織裝"
)

func candidates() []candidate {
	return []candidate{
		{simplifiedchinese.GB18030, hanLetters},
		{traditionalchinese.Big5, traditional},
		{charmap.Windows1251, cyrillicLetters},
		{charmap.KOI8R, cyrillicLetters},
		{charmap.ISO8859_5, cyrillicLetters},
		{charmap.CodePage866, cyrillicLetters},
	}
}

// guess decodes undeclared bytes: the encoding under which most of what is not
// ASCII are common letters of its language; a detector over all encodings where
// none fits.
func guess(data []byte) string {
	sample := data[:min(len(data), 64<<10)]
	best, bestShare := encoding.Encoding(nil), 0.0
	for _, c := range candidates() {
		if share := fit(decodeWith(c.encoding, sample), c.letters); share > bestShare {
			best, bestShare = c.encoding, share
		}
	}
	if bestShare >= .35 {
		return decodeWith(best, data)
	}
	high := 0
	for _, b := range sample {
		if b >= 0x80 {
			high++
		}
	}
	if mended := strings.ToValidUTF8(string(data), "\uFFFD"); strings.Count(mended, "\uFFFD")*20 < high {
		return mended // UTF-8 with a few broken bytes
	}
	if high*6 > len(sample) { // neither Latin nor a script tried above
		if d := chardet.Detect(sample); d.Confidence > .6 {
			if s, ok := decodeAs(d.Encoding, data); ok {
				return s
			}
		}
	}
	return decodeWith(charmap.Windows1252, data)
}

// fit is the share of letters outside ASCII that are in common; a capital after a
// small letter, a Cyrillic letter after a Latin one and an unreadable byte count
// against it, which tells KOI8-R (its cases are the other way round) from
// windows-1251, and both from Latin text with accents.
func fit(s, common string) float64 {
	set := map[rune]bool{}
	for _, r := range common {
		set[r] = true
	}
	good, total := 0, 0
	prev := ' '
	for _, r := range s {
		if r < utf8.RuneSelf {
			prev = r
			continue
		}
		total++
		switch {
		case r == utf8.RuneError, unicode.IsUpper(r) && unicode.IsLower(prev), unicode.Is(unicode.Cyrillic, r) && prev < utf8.RuneSelf && unicode.IsLetter(prev):
			good--
		case set[r] || unicode.IsUpper(r) && set[unicode.ToLower(r)] && !unicode.IsUpper(prev):
			good++
		case strings.ContainsRune("，。、：；“”《》（）「」—«»№", r):
			good++
		}
		prev = r
	}
	if total == 0 {
		return 0
	}
	return float64(good) / float64(total)
}
