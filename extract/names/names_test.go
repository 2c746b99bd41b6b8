package names

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// say writes a mention in one line: words, kind, entity, and what else it says.
func say(d *text.Document, m schema.Mention) string {
	s := m.Text + " = " + m.Kind
	if m.IRI != "" {
		if m.Discovered {
			s += " new"
		} else {
			s += " " + schema.Local(m.IRI)
		}
	}
	if m.Role != "" {
		s += " " + schema.Local(m.Role)
	}
	if m.Of != "" {
		s += " of " + schema.Local(m.Of)
	}
	if m.NameEnd > 0 && m.Role != "" {
		s += " named " + d.Slice(m.NameBegin, m.NameEnd)
	}
	if len(m.Members) > 0 {
		var ids []string
		for _, x := range m.Members {
			ids = append(ids, schema.Local(x))
		}
		s += " (" + strings.Join(ids, " ") + ")"
	}
	return s
}

func TestFind(t *testing.T) {
	m := matcher(t)
	for _, c := range []struct {
		name, lang, date, text string
		want                   []string // each must be there
		not                    []string // no mention of these words
	}{
		{"president with name", "zh", "2025-06-16", "哈萨克斯坦总统托卡耶夫表示欢迎。", []string{"哈萨克斯坦总统托卡耶夫 = person tokayev president of KAZ named 托卡耶夫", "哈萨克斯坦 = state KAZ"}, nil},
		{"name before title", "zh", "2025-06-16", "习近平主席多次访问中亚国家。", []string{"习近平主席 = person xi-jinping president of CHN named 习近平", "中亚国家 = group central-asia-5"}, nil},
		{"title of the state's own", "zh", "2025-06-16", "国家主席习近平在人民大会堂会见客人。", []string{"国家主席习近平 = person xi-jinping president of CHN named 习近平", "人民大会堂 = place great-hall-of-the-people"}, nil},
		{"minister", "zh", "2025-06-16", "外交部长王毅同各国外长会谈，王毅外长致辞。", []string{"外交部长王毅 = person wang-yi foreign-minister of CHN named 王毅", "王毅外长 = person wang-yi foreign-minister of CHN named 王毅"}, nil},
		{"discovered Chinese name", "zh", "2025-06-16", "作者为上海合作组织秘书长钱文博）", []string{"上海合作组织秘书长钱文博 = person new secretary-general of shanghai-cooperation-organization named 钱文博"}, nil},
		{"discovered foreign name", "zh", "2025-06-16", "蒙古国外长巴特尔·奥云额尔登今天抵达北京。", []string{"北京 = place beijing"}, nil},
		{"office alone", "zh", "2025-06-16", "哈总统将访华。", []string{"哈总统 = person tokayev president of KAZ", "华 = state CHN"}, nil},
		{"office of another day", "zh", "2018-05-01", "哈萨克斯坦总统将访华。", []string{"哈萨克斯坦总统 = person nazarbayev president of KAZ"}, nil},
		{"former office", "zh", "2025-06-16", "法国前总统出席论坛。", nil, []string{"法国前总统"}},
		{"wife of an officer", "zh", "2025-06-16", "泰国总理夫人出席仪式。", []string{"泰国 = state THA"}, nil},
		{"short names in a row", "zh", "2025-06-16", "中哈关系持续发展，中吉乌铁路开工，俄乌双方仍在接触。", []string{"中 = state CHN", "哈 = state KAZ", "中吉乌铁路 = topic china-kyrgyzstan-uzbekistan-railway", "俄 = state RUS", "乌 = state UKR"}, nil},
		{"short name with a long one", "zh", "2025-06-16", "中印尼关系良好。", []string{"中 = state CHN", "印尼 = state IDN"}, nil},
		{"ordinary characters", "zh", "2025-06-16", "在探索中，我们加强法律合作，美好生活日益改善，发展中国家坚持多方参与。", nil, []string{"中", "法", "美", "日", "中国", "多方", "加"}},
		{"sides", "zh", "2025-06-16", "中国同哈萨克斯坦举行会谈。中方愿同哈方合作，双方发表声明。", []string{"中方 = state CHN", "哈方 = state KAZ", "双方 = group (CHN KAZ)"}, nil},
		{"count of states", "zh", "2025-06-16", "中国、哈萨克斯坦、吉尔吉斯斯坦、塔吉克斯坦、土库曼斯坦、乌兹别克斯坦六国元首会晤。中国同五国建立伙伴关系。",
			[]string{"六国 = group (CHN KAZ KGZ TJK TKM UZB)", "五国 = group central-asia-5 (KAZ KGZ TJK TKM UZB)"}, nil},
		{"three of a row", "zh", "2025-06-16", "中日韩合作前景广阔，三国领导人会见记者。", []string{"三国 = group (CHN JPN KOR)"}, nil},
		{"documents", "zh", "2025-06-16", "签署《关于深化友好的条约》。《条约》规定。《人民日报》刊文。", []string{"关于深化友好的条约 = instrument new", "条约 = instrument new"}, []string{"人民日报"}},
		{"bodies by form", "zh", "2025-06-16", "中蒙沙漠治理委员会第十一次会议，成立“高级战略委员会”，第八届中芬冰雪博览会开幕。", []string{"中蒙沙漠治理委员会 = mechanism new", "高级战略委员会 = mechanism new", "中芬冰雪博览会 = series new"}, nil},
		{"bodies of two states", "zh", "2025-06-16", "中巴经贸联委会第三次会议。俄哈政府间委员会。中国和阿塞拜疆政府间经贸合作委员会。双方将召开联委会。", []string{"中巴经贸联委会 = mechanism new", "俄哈政府间委员会 = mechanism new", "中国和阿塞拜疆政府间经贸合作委员会 = mechanism new"}, []string{"阿塞拜疆政府", "联委会"}},
		{"bodies of two states in English", "en", "2025-06-16", "The Russian-Kazakh intergovernmental commission met. The joint Kazakh-Uzbek working group and the commission on trade between Russia and China met. Russia and China met.",
			[]string{"Russian-Kazakh intergovernmental commission = mechanism new", "joint Kazakh-Uzbek working group = mechanism new"}, []string{"Russia and China"}},
		{"bodies of two states in Russian", "ru", "2025-06-16", "Заседание межправительственной российско-казахстанской комиссии. Межправительственной комиссии по торговле между Россией и Узбекистаном. Российско-китайские отношения.",
			[]string{"межправительственной российско-казахстанской комиссии = mechanism new", "Межправительственной комиссии по торговле между Россией и Узбекистаном = mechanism new"}, []string{"Российско-китайские отношения"}},
		{"persons without an office", "en", "2025-06-16", "Elon Musk met John Q. Smith, and Smith agreed. Melania Trump spoke. The Mary Robinson Foundation was named. At John Hopkins University we met St. John Fisher.",
			[]string{"Elon Musk = person new", "John Q. Smith = person new", "Smith = person new", "Melania Trump = person new", "John Hopkins University = organization new"}, []string{"Mary Robinson", "John Hopkins", "Trump", "John Fisher"}},
		{"persons without an office in Russian", "ru", "2025-06-16", "Лауреата Ивана Петрова поздравил А. С. Пушкин, а Петрову вручила цветы Анна Сидорова. Улица Ивана Франко. Роман Толстого. Его читал В. Петров.",
			[]string{"Ивана Петрова = person new", "А. С. Пушкин = person new", "Петрову = person new", "Анна Сидорова = person new", "В. Петров = person new"}, []string{"Ивана Франко", "Роман Толстого"}},
		{"foreign names with a dot", "zh", "2025-06-16", "企业家埃隆·马斯克说，让埃隆·马斯克去。作家加西亚·马尔克斯来了。约翰斯·霍普金斯大学发布《哈利·波特》。", []string{"埃隆·马斯克 = person new", "加西亚·马尔克斯 = person new"}, []string{"西亚", "让埃隆·马斯克", "斯·霍普金斯大", "约翰斯·霍普金斯", "哈利·波特"}},
		{"offices of another state's party", "zh", "2024-08-20", "越共中央总书记、国家主席访华。越共中央政治局委员出席。", []string{"国家主席 = state VNM president of VNM", "越共中央政治局 = organization new of VNM"}, nil},
		{"names with particles", "en", "2025-06-16", "We met James van der Beek and Chief Strategy Officer Ann Inaba.", []string{"James van der Beek = person new", "Ann Inaba = person new"}, []string{"Strategy Officer"}},
		{"a man's name in the genitive", "ru", "2025-06-16", "Вышел Александр Кокорин. Адвокат Александра Кокорина спорил. За последний месяц их стало больше.", []string{"Александр Кокорин = person new", "Александра Кокорина = person new"}, []string{"последний"}},
		{"number inside a series", "zh", "2025-06-16", "金砖国家领导人第十五次会晤举行。", []string{"金砖国家领导人第十五次会晤 = series brics-summit"}, nil},
		{"organ of a state", "zh", "2025-06-16", "哈外交部发言人表示，俄外交部长拉夫罗夫来访。", []string{"俄外交部长拉夫罗夫 = person lavrov foreign-minister of RUS named 拉夫罗夫"}, nil},
		{"ambassador", "zh", "2025-06-16", "中国驻哈萨克斯坦大使韩春霖和哈萨克斯坦驻华大使出席。", []string{"中国驻哈萨克斯坦大使韩春霖 = person new ambassador of CHN named 韩春霖"}, nil},
		{"traditional characters", "zh-hant", "2025-06-16", "哈薩克斯坦總統托卡耶夫訪問中國。", []string{"哈薩克斯坦總統托卡耶夫 = person tokayev president of KAZ named 托卡耶夫", "中國 = state CHN"}, nil},

		{"English president", "en", "2025-06-16", "Kazakh President Kassym-Jomart Tokayev hosted President Xi. Tokayev then spoke.",
			[]string{"Kazakh President Kassym-Jomart Tokayev = person tokayev president of KAZ named Kassym-Jomart Tokayev", "President Xi = person xi-jinping president of CHN named Xi", "Tokayev = person tokayev"}, nil},
		{"English possessive", "en", "2025-06-16", "China's Foreign Minister Wang Yi met Kazakhstan's delegation.", []string{"China's Foreign Minister Wang Yi = person wang-yi foreign-minister of CHN named Wang Yi", "Kazakhstan = state KAZ"}, nil},
		{"English office alone", "en", "2025-06-16", "The Kazakh president will travel to China.", []string{"Kazakh president = person tokayev president of KAZ"}, nil},
		{"English apposition", "en", "2025-06-16", "Sergei Lavrov, Russia's foreign minister, arrived.", []string{"Sergei Lavrov, Russia's foreign minister = person lavrov foreign-minister of RUS named Sergei Lavrov"}, nil},
		{"English two posts", "en", "2025-06-16", "Ruritanian Deputy Prime Minister and Trade Minister Jan Novotny met them. Novotny left.", []string{"Trade Minister Jan Novotny = person new minister named Jan Novotny", "Novotny = person new"}, nil},
		{"English acronyms", "en", "2025-06-16", "Give us time, said the US side at the U.N.", []string{"US = state USA", "U.N. = organization united-nations"}, []string{"us"}},
		{"English documents", "en", "2025-06-16", "They signed a Memorandum of Understanding on Green Energy and the Treaty on Eternal Friendship.",
			[]string{"Memorandum of Understanding on Green Energy = instrument new", "Treaty on Eternal Friendship = instrument new"}, nil},
		{"English common words", "en", "2025-06-16", "The male visitors ate turkey at a china shop in march.", nil, []string{"turkey", "china", "male", "march"}},
		{"English bodies", "en", "2025-06-16", "The Mongolia-Finland Joint Winter Committee met.", []string{"Mongolia-Finland Joint Winter Committee = mechanism new"}, nil},

		{"Russian president", "ru", "2025-06-16", "Президент Казахстана Касым-Жомарт Токаев встретился с Си Цзиньпином.", []string{"Президент Казахстана Касым-Жомарт Токаев = person tokayev president of KAZ named Касым-Жомарт Токаев", "Си Цзиньпином = person xi-jinping"}, nil},
		{"Russian cases", "ru", "2025-06-16", "Переговоры с президентом Узбекистана Шавкатом Мирзиёевым прошли в Астане, сообщили в МИДе.", []string{"президентом Узбекистана Шавкатом Мирзиёевым = person mirziyoyev president of UZB named Шавкатом Мирзиёевым", "Астане = place astana"}, nil},
		{"Russian adjective", "ru", "2025-06-16", "Казахстанский президент и российско-китайские отношения.", []string{"Казахстанский президент = person tokayev president of KAZ", "российско = state RUS", "китайские = state CHN"}, nil},
		{"Russian ministry", "ru", "2025-06-16", "Глава МИД РФ Сергей Лавров выступил.", []string{"Глава МИД РФ Сергей Лавров = person lavrov foreign-minister of RUS named Сергей Лавров"}, nil},
		{"Russian ambassador", "ru", "2025-06-16", "Посол Ирландии в США Патрик Мерфи ответил.", []string{"Посол Ирландии в США Патрик Мерфи = person new ambassador of IRL named Патрик Мерфи"}, nil},
		{"Russian documents", "ru", "2025-06-16", "Подписан «Договор о вечной дружбе» и Меморандум о взаимопонимании.", []string{"Договор о вечной дружбе = instrument new", "Меморандум о взаимопонимании = instrument new"}, nil},
		{"Russian bodies", "ru", "2025-06-16", "Он выступил в Фонде «Северный ветер» и на форуме «Ледяной путь».", []string{"Фонде «Северный ветер» = organization new", "форуме «Ледяной путь» = series new"}, nil},
		{"Russian after", "ru", "2025-06-16", "После Ирландии он посетит Польшу.", []string{"Ирландии = state IRL", "Польшу = state POL"}, []string{"После Ирландии"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := text.Read(c.text, c.lang)
			ms := m.Find(d, c.date)
			checkSpans(t, c.text, ms)
			var lines []string
			for _, x := range ms {
				lines = append(lines, say(d, x))
			}
			for _, w := range c.want {
				if !slices.Contains(lines, w) {
					t.Errorf("no %q in\n%s", w, strings.Join(lines, "\n"))
				}
			}
			for _, w := range c.not {
				if slices.ContainsFunc(ms, func(m schema.Mention) bool { return m.Text == w }) {
					t.Errorf("%q is no name, but\n%s", w, strings.Join(lines, "\n"))
				}
			}
		})
	}
}

// The same person is one, whether named in full or by the family name.
func TestDiscoveredPersonIsOne(t *testing.T) {
	m := matcher(t)
	d := text.Read("Ruritanian Trade Minister Jan Novotny spoke. Mr. Novotny left; Novotny will return.", "en")
	iris := map[string]bool{}
	n := 0
	for _, x := range m.Find(d, "2025-06-16") {
		if x.Kind == schema.MentionPerson {
			iris[x.IRI] = true
			n++
		}
	}
	if len(iris) != 1 || n != 3 {
		t.Errorf("%d mentions of %d persons, want 3 of 1", n, len(iris))
	}
}

func TestRussianForms(t *testing.T) {
	for _, c := range []struct {
		name  string
		forms func(string) []string
		want  string
	}{
		{"Казахстан", declineName, "Казахстан Казахстана Казахстану Казахстаном Казахстане"},
		{"Китай", declineName, "Китай Китая Китаю Китаем Китае"},
		{"Россия", declineName, "Россия России Россию Россией"},
		{"Астана", declineName, "Астана Астаны Астане Астану Астаной"},
		{"Египет", declineName, "Египет Египта Египту Египтом Египте"},
		{"Израиль", declineName, "Израиль Израиля Израилю Израилем Израиле"},
		{"Нидерланды", declineName, "Нидерланды Нидерландов Нидерландам Нидерландами Нидерландах"},
		{"Саудовская Аравия", declineName, "Саудовская Аравия|Саудовской Аравии|Саудовскую Аравию|Саудовской Аравией"},
		{"Объединённые Арабские Эмираты", declineName, "Объединённых Арабских Эмиратов|Объединёнными Арабскими Эмиратами"},
		{"Организация Объединённых Наций", declineName, "Организации Объединённых Наций|Организацией Объединённых Наций"},
		{"Республика Казахстан", declineName, "Республики Казахстан|Республикой Казахстан"},
		{"Босния и Герцеговина", declineName, "Боснии и Герцеговины|Боснией и Герцеговиной"},
		{"Нью-Йорк", declineName, "Нью-Йорка Нью-Йорке"},
		{"СССР", declineName, "СССР"},
		{"казахстанский", adjectiveForms, "казахстанский казахстанского казахстанскому казахстанская казахстанские казахстанскими казахстанско"},
		{"казахстанцы", peopleForms, "казахстанцы казахстанцев казахстанцам казахстанец казахстанца"},
		{"Касым-Жомарт Токаев", func(s string) []string { return declinePerson(s, false) }, "Касым-Жомарта Токаева|Касым-Жомарту Токаеву|Касым-Жомартом Токаевым|Касым-Жомарте Токаеве"},
		{"Си Цзиньпин", func(s string) []string { return declinePerson(s, false) }, "Си Цзиньпина|Си Цзиньпину|Си Цзиньпином"},
		{"Мария Захарова", func(s string) []string { return declinePerson(s, true) }, "Марии Захаровой|Марию Захарову|Марией Захаровой"},
		{"Дмитрий Медведев", func(s string) []string { return declinePerson(s, false) }, "Дмитрия Медведева|Дмитрием Медведевым"},
		{"Дональд Трамп", func(s string) []string { return declinePerson(s, false) }, "Дональда Трампа|Дональдом Трампом"},
		{"Ван И", func(s string) []string { return declinePerson(s, false) }, "Ван И"},
	} {
		got := c.forms(c.name)
		sep := " "
		if strings.Contains(c.want, "|") || strings.Contains(c.name, " ") {
			sep = "|"
		}
		for w := range strings.SplitSeq(c.want, sep) {
			if !slices.Contains(got, w) {
				t.Errorf("%s: no form %q in %v", c.name, w, got)
			}
		}
	}
}

func TestNominative(t *testing.T) {
	for in, want := range map[string]string{"Сергеем Лавровым": "Сергей Лавров", "Арманом Шаккалиевым": "Арман Шаккалиев", "Дмитрием Песковым": "Дмитрий Песков", "Олжас Бектенов": "Олжас Бектенов"} {
		if got := nominative(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

// naive finds the longest key at every position by trying them all.
func naive(keys []string, s string, at int) (end int, value int) {
	end, value = -1, -1
	for v, k := range keys {
		if strings.HasPrefix(s[at:], k) && at+len(k) > end {
			end, value = at+len(k), v
		}
	}
	return end, value
}

func checkTrie(t *testing.T, keys []string, s string) {
	t.Helper()
	tr := newTrie(keys)
	for at := 0; at <= len(s); at++ {
		found := tr.walk(s, at, nil)
		end, value := naive(keys, s, at)
		if len(found) == 0 {
			if end >= 0 {
				t.Fatalf("keys %q: nothing at %d of %q, want key %d", keys, at, s, value)
			}
			continue
		}
		last := found[len(found)-1]
		if last.end != end || int(last.value) != value {
			t.Fatalf("keys %q: %+v at %d of %q, want end %d value %d", keys, last, at, s, end, value)
		}
		n := 0
		for _, k := range keys {
			if strings.HasPrefix(s[at:], k) {
				n++
			}
		}
		if n != len(found) {
			t.Fatalf("keys %q: %d keys at %d of %q, want %d", keys, len(found), at, s, n)
		}
	}
}

func distinct(keys []string) []string {
	keys = slices.DeleteFunc(keys, func(k string) bool { return k == "" })
	slices.Sort(keys)
	return slices.Compact(keys)
}

func TestTrieLikeNaive(t *testing.T) {
	checkTrie(t, distinct([]string{"中国", "中国-中亚峰会", "中亚", "中亚国家", "国家", "中亚国家领导人", "峰会"}), "第二届中国-中亚峰会上,中亚国家领导人")
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var keys []string
		for range 1 + r.IntN(30) {
			b := make([]byte, 1+r.IntN(5))
			for i := range b {
				b[i] = "ab\x00\xff"[r.IntN(4)]
			}
			keys = append(keys, string(b))
		}
		b := make([]byte, 60)
		for i := range b {
			b[i] = "ab\x00\xff"[r.IntN(4)]
		}
		checkTrie(t, distinct(keys), string(b))
	}
}

func TestDeterministic(t *testing.T) {
	m := matcher(t)
	s := "中国、俄罗斯两国元首会晤。Kazakh President Tokayev met Li Qiang. Президент России Владимир Путин прибыл."
	first := fmt.Sprint(m.Find(text.Read(s, ""), "2025-06-16"))
	m2, err := New(m.gazetteer)
	if err != nil {
		t.Fatal(err)
	}
	if second := fmt.Sprint(m2.Find(text.Read(s, ""), "2025-06-16")); first != second {
		t.Errorf("two matchers differ:\n%s\n%s", first, second)
	}
}

func FuzzTrie(f *testing.F) {
	f.Add("ab|abc|b", "xabcab")
	f.Add("中国|中亚|国", "中国中亚")
	f.Fuzz(func(t *testing.T, list, s string) {
		if len(list) > 200 || len(s) > 200 {
			return
		}
		if keys := distinct(strings.Split(list, "|")); len(keys) > 0 {
			checkTrie(t, keys, s)
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add("习近平主席同哈萨克斯坦总统托卡耶夫会谈，两国签署《联合声明》。")
	f.Add("President of Kazakhstan Kassym-Jomart Tokayev (KAZ), H.E. John Smith, signed the Treaty on X.")
	f.Add("Глава МИД РФ Сергей Лавров и «Договор о дружбе».")
	f.Add("《《〈》》“委员会”第第次中美、")
	f.Add("\xff\xfe中\x00国 ½①㎡ ﬁ")
	m, err := shared()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := text.Read(strings.ToValidUTF8(s, "?"), "")
		checkSpans(t, d.Original, m.Find(d, "2025-06-16"))
	})
}

func BenchmarkNew(b *testing.B) {
	g := matcher(b).gazetteer
	for b.Loop() {
		if _, err := New(g); err != nil {
			b.Fatal(err)
		}
	}
}

var benchText = strings.Repeat("国家主席习近平在人民大会堂同哈萨克斯坦总统托卡耶夫会谈。习近平指出，中哈关系保持高水平发展，双方要加强各领域合作，推动中国—中亚机制建设。近年来，经济社会持续健康发展，人民生活水平不断提高，改革开放取得新的进展。\n", 200)

func BenchmarkScan(b *testing.B) {
	m := matcher(b)
	d := text.Read(benchText, "zh")
	n := float64(d.Len())
	for b.Loop() {
		m.scan(d)
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mchars/s")
}

func BenchmarkFind(b *testing.B) {
	m := matcher(b)
	d := text.Read(benchText, "zh")
	n := float64(d.Len())
	for b.Loop() {
		m.Find(d, "2025-06-16")
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mchars/s")
}
