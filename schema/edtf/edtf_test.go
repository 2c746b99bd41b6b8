package edtf

import (
	"errors"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, from, to, granularity string }{
		{"2023-05", "2023-05-01", "2023-05-31", "month"},
		{"2023-05-18/2023-05-19", "2023-05-18", "2023-05-19", "day"},
		{"2025-06-16/..", "2025-06-16", "", "open"},
		{"../2025-06-16", "", "2025-06-16", "open"},
		{"2024~", "2024-01-01", "2024-12-31", "year"},
		{"199X", "1990-01-01", "1999-12-31", "decade"},
		{"19XX", "1900-01-01", "1999-12-31", "century"},
		{"2004-XX", "2004-01-01", "2004-12-31", "year"},
		{"2024-02-XX", "2024-02-01", "2024-02-29", "month"},
		{"2024-34", "2024-04-01", "2024-06-30", "quarter"},
		{"2024-41", "2024-07-01", "2024-12-31", "half-year"},
		{"2024-22", "2024-06-01", "2024-08-31", "season"},
		{"-0044-03-15", "-0044-03-15", "-0044-03-15", "day"},
		{"2025-06-16T08:55", "2025-06-16", "2025-06-16", "minute"},
		{"/2006", "", "2006-12-31", "open"},
	} {
		d, err := Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
			continue
		}
		if f, to := d.Bounds(); f != c.from || to != c.to {
			t.Errorf("Bounds(%q) = %q, %q, want %q, %q", c.in, f, to, c.from, c.to)
		}
		if g := d.Granularity(); g != c.granularity {
			t.Errorf("Granularity(%q) = %q, want %q", c.in, g, c.granularity)
		}
		if d.String() != c.in {
			t.Errorf("String of %q is %q", c.in, d)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, s := range []string{"", "199u", "unknown", "2004-06-uu", "2023-13", "2023-02-30", "../..", "/", "2023-00", "23", "2024-05-01/2024-04-01", "open/2004", "2XXX", "abcd"} {
		if _, err := Parse(s); !errors.Is(err, ErrSyntax) {
			t.Errorf("Parse(%q) gave %v", s, err)
		}
	}
}

func TestCompatible(t *testing.T) {
	for _, c := range []struct {
		a, b             string
		compatible, more bool
	}{
		{"2023-05-18/2023-05-19", "2023-05", true, true},
		{"2025-06-17", "2025-06-16/..", true, true},
		{"2023-05", "2023-06", false, false},
		{"2023", "2023", true, false},
	} {
		a, _ := Parse(c.a)
		b, _ := Parse(c.b)
		if Compatible(a, b) != c.compatible || Compatible(b, a) != c.compatible {
			t.Errorf("Compatible(%s, %s) is not %v", c.a, c.b, c.compatible)
		}
		if a.Specificity() > b.Specificity() != c.more {
			t.Errorf("%s says more than %s: not %v", c.a, c.b, c.more)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2023-05", "2023-05-18/..", "199X", "2024~", "-0044-03-15", "2025-06-16T08:55:00Z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := Parse(s)
		if err != nil {
			return
		}
		if d.String() != s {
			t.Fatalf("%q is written %q", s, d)
		}
		if from, to := d.Bounds(); from != "" && to != "" && Compare(from, to) > 0 {
			t.Fatalf("%q runs from %s to %s", s, from, to)
		}
		if !Compatible(d, d) {
			t.Fatalf("%q is not compatible with itself", s)
		}
	})
}

// TestProperties checks what must hold of every pair of dates.
func TestProperties(t *testing.T) {
	var dates []Date
	for _, s := range []string{"2023", "2023~", "2023-05", "2023-05-18", "2023-05-18/2023-05-19", "2023-05/2023-08", "2023-34", "2023-40", "2023-22", "202X", "20XX", "199X", "2023-XX", "2023-05-XX", "2023-05-18T10:00:00", "../2023", "2023/..", "2023-05/..", "../2023-05-18", "/2023", "2021/2025", "1995~/2025~", "-0044-03-15", "0001-01-01", "9999-12-31"} {
		d, err := Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		dates = append(dates, d)
	}
	for _, a := range dates {
		if !Compatible(a, a) {
			t.Errorf("%s is not compatible with itself", a)
		}
		for _, b := range dates {
			if Compatible(a, b) != Compatible(b, a) {
				t.Errorf("%s and %s are compatible one way only", a, b)
			}
		}
	}
}

func TestDays(t *testing.T) {
	for _, s := range []string{"0000-03-01", "0001-01-01", "1600-02-29", "1969-12-31", "1970-01-01", "2024-02-29", "9999-12-31"} {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		if got := Days(int64(d.Year()), int(d.Month()), d.Day()); got != d.Unix()/86400 {
			t.Errorf("%s is day %d, not %d", s, got, d.Unix()/86400)
		}
	}
}
