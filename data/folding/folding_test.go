package folding

import "testing"

func TestSimplified(t *testing.T) {
	for from, to := range map[rune]rune{'國': '国', '後': '后', '薩': '萨', '聯': '联', '后': '后', '中': '中', 'x': 'x'} {
		if got := Simplified(from); got != to {
			t.Errorf("%c becomes %c, want %c", from, got, to)
		}
	}
	if !Traditional('國') || Traditional('国') || Traditional('皇') {
		t.Error("traditional characters are told wrongly")
	}
}
