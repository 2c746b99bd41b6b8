package page

import (
	"regexp"
	"slices"
	"strings"
)

// trim turns the marked blocks into the body: what ends an article and what is
// never part of one is left out. sure means that the marks come from a site's rule,
// so that only plain furniture is dropped.
func (r *reader) trim(blocks []block, marks []bool, values []float64, title string, sure bool) []int {
	total := 0.0
	for i := range blocks {
		if marks[i] {
			total += blocks[i].units
		}
	}
	key := squeeze(title)
	var out []int
	passed := 0.0
	for i := range blocks {
		if !marks[i] {
			continue
		}
		b := &blocks[i]
		if r.words.stop(b) && (passed > .3*total || sure && passed > 0) {
			break
		}
		passed += b.units
		if r.outside(b, values[i], sure) || key != "" && squeeze(b.text) == key {
			continue
		}
		out = append(out, i)
	}
	out = once(blocks, r.unlist(blocks, out))
	return r.ends(blocks, out, sure)
}

// creditMarks are characters of which every form of a credit has one.
const creditMarks = ":/：摄发"

// credited matches the caption of a picture by its credit.
var credited = regexp.MustCompile(`(?i)(?:\((?:images?|photos?|pictures?|pics?|credits?|getty|file photo|ap photo|фото|图|图片来源)\s*[:/：][^)]*\)|(?:image|photo|picture)?\s?(?:credit|photograph)s?\s?: ?[\p{L} ./,&-]{2,60}|(?:新华社|中新社|本报)?记者\s?\p{Han}{2,4}\s?摄(?:影报道)?[。)）]?|新华社发(?:[（(].{2,12}摄[)）])?)$`)

// outside reports a block that is not of the body although it stands in it.
func (r *reader) outside(b *block, value float64, sure bool) bool {
	switch {
	case r.words.dated(b), r.words.furniture(b):
		return true
	case strings.IndexFunc(b.text, letterOrDigit) < 0:
		return true
	case r.words.about(b) && !b.ends:
		return true
	case b.length < 300 && strings.ContainsAny(b.text, creditMarks) && credited.MatchString(b.text):
		return true
	case sure:
		return b.linkShare() > .8 && !b.ends
	case b.linkShare() > .7 && !(b.ends && b.marks > 1):
		return true
	}
	return value <= noiseValue
}

// unlist drops runs of lines parted by dates, as lists of news are.
func (r *reader) unlist(blocks []block, in []int) []int {
	var out []int
	for _, i := range in {
		if i > 0 && dateOnly(blocks[i-1].text) && i+1 < len(blocks) && dateOnly(blocks[i+1].text) {
			continue
		}
		out = append(out, i)
	}
	return out
}

// once drops highlights and pulled quotations: sentences that stand twice, of which
// the one in the setting of most of the body stays.
func once(blocks []block, in []int) []int {
	const shortest = 40
	settings := map[string]int{}
	seen := map[string]int{}
	for _, i := range in {
		settings[setting(blocks[i].parent)]++
	}
	drop := map[int]bool{}
	for _, i := range in {
		b := &blocks[i]
		if b.length < shortest || !b.ends {
			continue
		}
		j, twice := seen[b.text]
		switch {
		case !twice:
			seen[b.text] = i
		case settings[setting(b.parent)] > settings[setting(blocks[j].parent)]:
			drop[j], seen[b.text] = true, i
		default:
			drop[i] = true
		}
	}
	return slices.DeleteFunc(in, func(i int) bool { return drop[i] })
}

// ends drops headings and labels that nothing follows, and what leads in before
// the first sentence.
func (r *reader) ends(blocks []block, in []int, sure bool) []int {
	usual := map[string]int{}
	for _, i := range in {
		usual[setting(blocks[i].parent)]++
	}
	for len(in) > 1 {
		b := &blocks[in[len(in)-1]]
		if b.heading == 0 && (b.ends || b.units > 12 || b.marks > 1) {
			break
		}
		if b.heading == 0 && (sure || len(in) < 4 || b.linked == 0 && usual[setting(b.parent)] >= 3) {
			break // a signature, the place and day of signing
		}
		in = in[:len(in)-1]
	}
	for len(in) > 1 {
		b := &blocks[in[0]]
		if b.heading == 0 && !r.words.about(b) {
			break
		}
		in = slices.Delete(in, 0, 1)
	}
	return in
}
