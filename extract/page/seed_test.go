package page

import (
	"os"
	"strings"
	"testing"

	"github.com/entente-graph/entente/extract/source"
)

func TestSeedArticle(t *testing.T) {
	b, err := os.ReadFile("../../../shared/articles/seed.txt")
	if err != nil {
		t.Skip("skipped: ../shared/articles/seed.txt not present")
	}
	a, err := Read(source.Raw{Name: "seed.txt", Kind: source.Text, Data: b}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(bodyOf(a), "\n") + 1; n != 8 {
		t.Errorf("%d paragraphs, want 8", n)
	}
	for _, c := range [][2]string{
		{a.Title, "开启中国—中亚关系高质量发展新航程(国际论坛)"}, {a.Source, "人民日报"}, {a.Published, "2025-06-16T08:55:00+08:00"},
		{a.Editor, "袁晴"}, {a.Genre, "opinion"}, {a.Lang, "zh"}, {a.Zone, "Asia/Shanghai"},
	} {
		if c[0] != c[1] {
			t.Errorf("%q, want %q", c[0], c[1])
		}
	}
	if len(a.Byline) != 1 || a.Byline[0].Name != "孙炜东" || a.Byline[0].Role != "秘书长" || a.Byline[0].Organization != "中国—中亚机制" {
		t.Errorf("byline %+v", a.Byline)
	}
	if !strings.HasSuffix(a.Text, "\n作者为中国—中亚机制秘书长孙炜东") || !strings.HasSuffix(bodyOf(a), "共创美好未来。") {
		t.Errorf("text ends %q", a.Text[len(a.Text)-200:])
	}
}
