// Package folding holds the table from traditional to simplified Chinese
// characters (OpenCC data, Apache-2.0; see NOTICE). It is data for extract/text.
package folding

import (
	_ "embed"
	"sync"
)

// pairs are a traditional character and its simplified form, one after the other.
//
//go:embed simplified.txt
var pairs string

var table = sync.OnceValue(func() map[rune]rune {
	m := make(map[rune]rune, 4200)
	rs := []rune(pairs)
	for i := 0; i+1 < len(rs); i += 2 {
		m[rs[i]] = rs[i+1]
	}
	return m
})

// dense is the same table for the common block, for speed.
var dense = sync.OnceValue(func() *[0x9FFF - 0x3400 + 1]rune {
	var d [0x9FFF - 0x3400 + 1]rune
	for from, to := range table() {
		if from >= 0x3400 && from <= 0x9FFF {
			d[from-0x3400] = to
		}
	}
	return &d
})

// Simplified is the simplified form of a character, itself when it has none.
func Simplified(r rune) rune {
	if r >= 0x3400 && r <= 0x9FFF {
		if s := dense()[r-0x3400]; s != 0 {
			return s
		}
	}
	return r
}

// Traditional reports whether a character is written in traditional texts only.
func Traditional(r rune) bool {
	return r >= 0x3400 && r <= 0x9FFF && dense()[r-0x3400] != 0
}
