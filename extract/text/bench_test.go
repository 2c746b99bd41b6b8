package text

import (
	"strings"
	"testing"
)

var sample = strings.Repeat("2023年5月，首届中国—中亚峰会在中国西安成功举行，开启了中国与中亚国家关系的新纪元。The leaders met in Astana on June 17. Главы государств встретились в Астане.\n", 400)

func BenchmarkFold(b *testing.B) {
	b.SetBytes(int64(len(sample)))
	for b.Loop() {
		Fold(sample)
	}
}

func BenchmarkRead(b *testing.B) {
	b.SetBytes(int64(len(sample)))
	for b.Loop() {
		Read(sample, "")
	}
}

func BenchmarkSketch(b *testing.B) {
	b.SetBytes(int64(len(sample)))
	for b.Loop() {
		Sketch(sample)
	}
}

func BenchmarkDetect(b *testing.B) {
	b.SetBytes(int64(len(sample)))
	for b.Loop() {
		Detect(sample)
	}
}
