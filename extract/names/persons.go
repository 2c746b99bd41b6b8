package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// office is a title found in the text.
type office struct {
	begin, end int
	title      title
	words      string
}

// persons reads titles with and without names, and names with their titles after.
func (f *finder) persons() {
	key := f.doc.Key
	for i := 0; i < len(key); {
		_, n := utf8.DecodeRuneInString(key[i:])
		end, value := 0, int32(-1)
		if !f.taken[i] {
			f.titles.walk(key, i, func(e int, v int32) {
				if bounded(key, i, e) && f.free(i, e) {
					end, value = e, v
				}
			})
		}
		if end == 0 {
			i += n
			continue
		}
		f.title(office{begin: i, end: end, title: f.offices[value][0], words: key[i:end]})
		i = end
	}
	f.bare()
}

// title reads the office at o: its body before or after, its holder after, before,
// or by the day.
func (f *finder) title(o office) {
	of, begin := f.bodyBefore(o)
	end := o.end
	if o.title.lang != "zh" {
		if b, e := f.bodyAfter(o.end, o.title.lang); b != "" {
			if of == "" {
				of = b
			}
			end = e
		}
	}
	if of == "" {
		of = o.title.state
	}
	if of == "" && o.title.lang == "zh" && o.words == "国家主席" {
		of = schema.StateIRI("CHN")
	}
	nb, ne, known := f.nameAfter(end, o.title.lang)
	if nb < 0 && o.title.lang == "zh" {
		if b, e, k := f.nameBefore(o.begin); b >= 0 && begin == o.begin {
			// 普京总统, 王毅外长: the name comes first.
			f.person(b, o.end, b, e, k, o, of)
			return
		}
	}
	if nb >= 0 {
		f.person(begin, ne, nb, ne, known, o, of)
		return
	}
	if of == "" || o.title.weak {
		return
	}
	// The two of them: 两国外长, 六国元首 are groups, read as such.
	m := schema.Mention{Kind: schema.MentionState, IRI: of, Form: "office", Role: o.title.role, Of: of, Title: f.said(o.begin, o.end), Label: f.gazetteer.Label(of, "zh")}
	if !strings.HasPrefix(of, schema.Base+"id/state/") {
		if st := f.gazetteer.State(of); st != "" {
			m.IRI = st
		} else {
			m.Kind = schema.MentionOrganization
		}
	}
	if p, ok := f.gazetteer.Holder(o.title.role, of, f.published); ok && f.published != "" && o.title.lang != "" && soleOffice[schema.Local(o.title.role)] {
		m.Kind, m.IRI = schema.MentionPerson, p
		m.Label = f.gazetteer.Label(p, o.title.lang)
	}
	f.replace(begin, end, m)
}

// soleOffice are the roles that one person at a time holds in a body.
var soleOffice = map[string]bool{"president": true, "prime-minister": true, "king": true, "chancellor": true, "foreign-minister": true, "secretary-general": true, "emir": true, "emperor": true, "sultan": true}

func (f *finder) said(b, e int) string {
	x, y := f.doc.Span(b, e)
	return f.doc.Slice(x, y)
}

// bodyBefore is the state or organisation named right before a title, its
// adjective or possessive included.
func (f *finder) bodyBefore(o office) (of string, begin int) {
	begin = o.begin
	for i := range f.spans {
		s := &f.spans[i]
		if s.end > o.begin || s.end < o.begin-40 {
			continue
		}
		gap := f.doc.Key[s.end:o.begin]
		if !bodyGap(gap) || s.mention.Kind == schema.MentionPerson {
			continue
		}
		iri := s.mention.IRI
		kind := s.mention.Kind
		if kind == "" {
			iri, kind = s.senses[0].entity.IRI, s.senses[0].entity.Kind
		}
		switch kind {
		case "state", "organization", "mechanism", "group":
			if kind == "group" && s.mention.Kind != "" {
				return "", o.begin
			}
			of, begin = iri, s.begin
		}
	}
	if of != "" && o.title.lang == "zh" && strings.HasSuffix(of, "state-council-of-china") {
		of = schema.StateIRI("CHN")
	}
	return of, begin
}

// bodyGap reports whether the words between a body and a title leave them together.
func bodyGap(gap string) bool {
	switch strings.TrimSpace(gap) {
	case "", "'s", "的", "'", "国", "former", "新任", "时任", "候任", "共和国", "联邦", "前", "-", "acting", "new", "deputy", "外交部", "国务委员兼", "代理", "当选":
		return true
	}
	return false
}

// bodyAfter is the body that an alphabetic title names after it: president of
// Kazakhstan, президент Казахстана, министр иностранных дел РФ.
func (f *finder) bodyAfter(at int, lang string) (string, int) {
	rest := f.doc.Key[at:]
	skip := len(rest) - len(strings.TrimLeft(rest, " "))
	if lang == "en" {
		t := rest[skip:]
		switch {
		case strings.HasPrefix(t, "of the "):
			skip += len("of the ")
		case strings.HasPrefix(t, "of "):
			skip += len("of ")
		case strings.HasPrefix(t, "to the "):
			skip += len("to the ")
		case strings.HasPrefix(t, "to "):
			skip += len("to ")
		default:
			return "", at
		}
	}
	for i := range f.spans {
		s := &f.spans[i]
		if s.begin != at+skip || len(s.senses) == 0 {
			continue
		}
		e := s.senses[0].entity
		if e.Kind == "state" || e.Kind == "organization" || e.Kind == "mechanism" {
			return e.IRI, s.end
		}
	}
	return "", at
}

// nameAfter is the person's name that follows a title: a known person's, else one
// found by form. Offsets are bytes of the key, -1 for none.
func (f *finder) nameAfter(at int, lang string) (begin, end int, known *span) {
	key := f.doc.Key
	b := at
	for b < len(key) && key[b] == ' ' {
		b++
	}
	if lang != "zh" && b < len(key) && key[b] == ',' {
		return -1, -1, nil
	}
	for i := range f.spans {
		s := &f.spans[i]
		if s.begin == b && len(s.senses) > 0 && slices.ContainsFunc(s.senses, func(x sense) bool { return x.entity.Kind == "person" }) {
			return s.begin, f.nameTail(s, lang), s
		}
	}
	if lang == "zh" {
		if e := f.hanName(b); e > b {
			return b, e, nil
		}
		return -1, -1, nil
	}
	// H.E., Dr. and the like before the name.
	for _, p := range []string{"h.e. ", "dr. ", "mr. ", "ms. ", "mrs. ", "sheikh ", "gen. ", "general "} {
		if strings.HasPrefix(key[b:], p) {
			b += len(p)
		}
	}
	if e := f.capitalised(b, lang); e > b {
		return b, e, nil
	}
	return -1, -1, nil
}

// nameTail lets a known surname take the capitalised words before the next mark
// (Xi Jinping stands in the gazetteer; a patronymic or a second surname may not).
func (f *finder) nameTail(s *span, lang string) int { return s.end }

// nameBefore is a known person's name that ends right before a title.
func (f *finder) nameBefore(at int) (int, int, *span) {
	for i := range f.spans {
		s := &f.spans[i]
		if s.end == at && len(s.senses) > 0 && s.senses[0].entity.Kind == "person" {
			return s.begin, s.end, s
		}
	}
	return -1, -1, nil
}

// chineseSurnames are the common family names of one character.
const chineseSurnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"

// transliteration holds the characters that spell foreign names; a name by form
// goes on while they do.
const transliteration = "阿埃艾爱安昂奥巴白拜班邦包保鲍贝倍本比彼毕别宾波伯博布勃蔡茨查策楚川达大代戴丹当道德登迪第蒂丁东杜敦顿多厄恩尔法凡范菲费芬丰冯佛夫弗福富噶盖甘冈高戈格葛根贡古瓜圭果哈海罕汉豪赫黑亨洪侯胡华惠霍基吉季加贾简江杰金津久卡凯坎康考科克肯孔库夸奎拉莱赖兰朗劳勒雷冷黎李里理利莉丽立连廉列林琳刘龙隆卢鲁露路伦罗洛吕马玛迈麦曼芒毛梅门蒙孟米密敏明缪摩莫默姆木穆拿纳娜乃奈南内嫩能尼妮涅宁牛纽农努诺欧帕潘庞培佩彭皮匹平泼珀普奇齐恰钱强乔切钦琴青琼丘曲让热仁日荣茹儒瑞若撒萨塞赛桑瑟森沙莎山尚绍舍申圣施史什士舒朔斯丝松苏孙索所塔泰坦汤唐陶特滕提田帖廷通图土托陀瓦旺威韦维伟魏温文翁沃乌武西希锡夏香肖谢辛欣星休许雪亚延扬杨耶叶伊依因英尤于约越泽扎詹张珍郑治朱佐祖卓赞宰增哲真智朝胜容勇永原元颖雅娅佳嘉慧惠莲蕾蓓"

// stopHan are characters that end a name even though they may spell one.
var nameStops = []string{"对", "将", "和", "与", "同", "在", "于", "当", "今", "表示", "会见", "会谈", "举行", "访", "出席", "的", "说", "称", "率", "抵", "向", "就", "以", "也", "及", "等", "为", "通", "致", "发表", "主持", "签", "时", "分别", "日", "月", "共", "应邀", "强调", "指出", "宣布", "参加", "之", "是", "会", "兼", "陪", "下午", "上午", "乘", "一行", "任", "去", "从", "到", "电话", "进行", "因", "今天", "邀请", "夫妇", "先生", "女士", "阁下", "殿下"}

// hanName is the end of a person's name by form at byte b: a Chinese surname with
// one or two characters, or a foreign name spelt in Chinese with its dots.
func (f *finder) hanName(b int) int {
	key := f.doc.Key
	first, n := utf8.DecodeRuneInString(key[b:])
	if !unicode.Is(unicode.Han, first) || f.taken[b] {
		return b
	}
	e, runes, dots := b, 0, 0
	for e < len(key) && !f.taken[e] && runes < 16 {
		r, w := utf8.DecodeRuneInString(key[e:])
		if r == '·' && runes > 0 {
			dots++
			e += w
			continue
		}
		if !strings.ContainsRune(transliteration, r) || f.stops(e, runes) {
			break
		}
		e += w
		runes++
	}
	foreign := e
	if dots > 0 && runes >= 3 {
		return foreign
	}
	// A Chinese name: surname and what follows up to a stop, two or three characters.
	if strings.ContainsRune(chineseSurnames, first) {
		c, k := b, 0
		for c < len(key) && k < 3 && !f.taken[c] {
			r, w := utf8.DecodeRuneInString(key[c:])
			if !unicode.Is(unicode.Han, r) || k > 1 && f.stops(c, k) {
				break
			}
			c += w
			k++
		}
		if k >= 2 && (runes <= k || e == b) {
			return c
		}
	}
	if runes >= 2 && runes <= 8 {
		return foreign
	}
	_ = n
	return b
}

func (f *finder) stops(at, runes int) bool {
	if runes < 2 {
		return false
	}
	for _, w := range nameStops {
		if strings.HasPrefix(f.doc.Key[at:], w) {
			return true
		}
	}
	return false
}

// particles stand in names in small letters.
var particles = map[string]bool{"bin": true, "al": true, "von": true, "der": true, "de": true, "da": true, "van": true, "el": true, "ibn": true, "la": true, "dos": true, "du": true, "di": true, "бен": true, "аль": true, "фон": true, "дер": true, "ан": true, "ибн": true, "да": true}

// capitalised is the end of a run of one to five capitalised words at byte b.
func (f *finder) capitalised(b int, lang string) int {
	key := f.doc.Key
	end, words := b, 0
	for i := b; i < len(key) && words < 5; {
		if f.taken[i] {
			break
		}
		e := i
		for e < len(key) {
			r, n := utf8.DecodeRuneInString(key[e:])
			if !unicode.IsLetter(r) && r != '-' && r != '\'' && !(r == '.' && e-i <= 2) {
				break
			}
			e += n
		}
		if e == i {
			break
		}
		w := key[i:e]
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.Is(unicode.Han, r) {
			break
		}
		switch {
		case f.doc.Upper(i):
			if lang == "en" && monthOrDay[strings.TrimRight(w, ".")] {
				return end
			}
			words++
			end = e
			if strings.HasSuffix(w, "'s") {
				return e - 2
			}
		case particles[w] && words > 0:
		default:
			return end
		}
		if e >= len(key) || key[e] != ' ' {
			break
		}
		i = e + 1
	}
	return end
}

var monthOrDay = map[string]bool{"january": true, "february": true, "march": true, "april": true, "may": true, "june": true, "july": true, "august": true, "september": true, "october": true, "november": true, "december": true, "monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true}

// person enters a person with his title. begin…end is the whole, nb…ne the name.
func (f *finder) person(begin, end, nb, ne int, known *span, o office, of string) {
	name := f.said(nb, ne)
	m := schema.Mention{Kind: schema.MentionPerson, Form: "titled", Role: o.title.role, Of: of, Title: f.said(o.begin, o.end)}
	m.NameBegin, m.NameEnd = f.doc.Span(nb, ne)
	surface := f.doc.Key[nb:ne]
	if p := f.whoHolds(surface, known, o.title.role, of); p != nil {
		m.IRI, m.Label = p.IRI, f.label(p, nb)
		if m.Of == "" {
			m.Of = f.postOf(p, o.title.role)
		}
	} else {
		if prev, ok := f.people[surface]; ok && prev.Discovered && (prev.Role == m.Role || of == "" || prev.Of == of && of != "") {
			m.IRI = prev.IRI
			if m.Of == "" {
				m.Of = prev.Of
			}
		} else {
			post := ""
			if of != "" {
				post = o.title.role + " " + of
			}
			m.IRI = schema.PersonIRI(latin(name), text.FoldKey(name), post)
		}
		m.Label, m.Discovered = name, true
	}
	f.people[surface] = m
	if i := strings.LastIndexAny(surface, " ·"); i >= 0 {
		_, n := utf8.DecodeRuneInString(surface[i:])
		f.people[surface[i+n:]] = m
	}
	f.replace(begin, end, m)
}

// whoHolds finds the known person a name with a title means: one who held that
// post of that body, else the name's own if his posts do not speak against it.
func (f *finder) whoHolds(surface string, known *span, role, of string) *gazetteer.Entity {
	if of != "" {
		if p, ok := f.gazetteer.Holder(role, of, f.published); ok {
			if e, _ := f.gazetteer.Entity(p); e != nil && sharesName(e, surface) {
				return e
			}
		}
	}
	if known == nil {
		return nil
	}
	var persons []*gazetteer.Entity
	for _, s := range known.senses {
		if s.entity.Kind == "person" {
			persons = append(persons, s.entity)
		}
	}
	for _, p := range persons {
		for _, post := range p.Posts {
			if post.Role == role && (of == "" || post.Of == of) {
				return p
			}
		}
	}
	for _, p := range persons {
		if of == "" || f.gazetteer.State(p.IRI) == f.stateOf(of) && !f.otherHolder(role, of, p) {
			return p
		}
	}
	return nil
}

func (f *finder) stateOf(of string) string {
	if strings.HasPrefix(of, schema.Base+"id/state/") {
		return of
	}
	return f.gazetteer.State(of)
}

// otherHolder reports whether the gazetteer knows p only in another high office
// while the text gives him a sole one: then the text means another man.
func (f *finder) otherHolder(role, of string, p *gazetteer.Entity) bool {
	if !soleOffice[schema.Local(role)] {
		return false
	}
	for _, post := range p.Posts {
		if post.Of == of && soleOffice[schema.Local(post.Role)] && post.Role != role && covers(post, f.published) {
			return true
		}
	}
	return false
}

func covers(p gazetteer.Post, date string) bool {
	return date == "" || (p.From == "" || p.From <= date) && (p.To == "" || p.To >= date)
}

// sharesName reports whether a surface is a person's name or its last part.
func sharesName(e *gazetteer.Entity, surface string) bool {
	for _, lang := range gazetteer.Languages {
		for _, n := range append([]string{e.Labels[lang]}, e.Alt[lang]...) {
			k := text.FoldKey(n)
			if k == "" {
				continue
			}
			if k == surface || strings.HasSuffix(k, "·"+surface) || strings.HasSuffix(k, " "+surface) || strings.HasPrefix(k, surface+" ") || strings.HasSuffix(surface, "·"+k) {
				return true
			}
			if lang == "zh" && utf8.RuneCountInString(surface) >= 2 && (strings.HasSuffix(k, surface) || strings.HasPrefix(k, surface) && strings.Contains(k, "·")) {
				return true
			}
			if lang == "ru" {
				for _, form := range forms(k) {
					if form == surface {
						return true
					}
				}
			}
		}
	}
	return false
}

func (f *finder) postOf(p *gazetteer.Entity, role string) string {
	for _, post := range p.Posts {
		if post.Role == role {
			return post.Of
		}
	}
	return ""
}

// bare reads names without titles again: a surname alone after the full name, a
// discovered name told before.
func (f *finder) bare() {
	key := f.doc.Key
	// A known person's bare name means the one it named last with a title.
	for i := range f.spans {
		s := &f.spans[i]
		if len(s.senses) == 0 || s.senses[0].entity.Kind != "person" || s.mention.Kind != "" {
			continue
		}
		if p, ok := f.people[key[s.begin:s.end]]; ok && s.begin > 0 {
			p.Role, p.Of, p.Title = "", "", ""
			p.Form = "name"
			p.NameBegin, p.NameEnd = 0, 0
			s.mention = p
		}
	}
	surfaces := make([]string, 0, len(f.people))
	for s := range f.people {
		if utf8.RuneCountInString(s) >= 2 {
			surfaces = append(surfaces, s)
		}
	}
	slices.SortFunc(surfaces, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	for _, s := range surfaces {
		for at := 0; ; {
			i := strings.Index(key[at:], s)
			if i < 0 {
				break
			}
			b, e := at+i, at+i+len(s)
			at = e
			if !f.free(b, e) || !bounded(key, b, e) {
				continue
			}
			first, _ := utf8.DecodeRuneInString(s)
			if alphabetic(first) && !f.doc.Upper(b) {
				continue
			}
			m := f.people[s]
			m.Role, m.Of, m.Title, m.Form = "", "", "", "name"
			m.NameBegin, m.NameEnd = 0, 0
			f.take(span{begin: b, end: e, mention: m})
		}
	}
}

// replace enters a mention over the names it takes in.
func (f *finder) replace(begin, end int, m schema.Mention) {
	f.spans = slices.DeleteFunc(f.spans, func(s span) bool { return s.begin >= begin && s.end <= end })
	f.take(span{begin: begin, end: end, mention: m})
}

// latin spells a name in Latin letters for an IRI: pinyin for Chinese, a plain
// table for Cyrillic; it identifies nobody.
func latin(name string) string {
	var b strings.Builder
	dash := func() {
		if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
			b.WriteByte('-')
		}
	}
	args := pinyin.NewArgs()
	for _, r := range strings.ToLower(name) {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Han, r):
			if p := pinyin.SinglePinyin(r, args); len(p) > 0 {
				dash()
				b.WriteString(p[0])
			}
		case cyrillic[r] != "":
			b.WriteString(cyrillic[r])
		case r == ' ' || r == '·' || r == '-':
			dash()
		}
	}
	s := strings.Trim(b.String(), "-")
	if s == "" {
		return "x"
	}
	if len(s) > 40 {
		s = strings.Trim(s[:40], "-")
	}
	return s
}

var cyrillic = map[rune]string{'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ы': "y", 'э': "e", 'ю': "yu", 'я': "ya"}
