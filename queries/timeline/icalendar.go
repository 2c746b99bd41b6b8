package timeline

import (
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// WriteICalendar writes RFC 5545: lines end in CRLF and are folded at 75 octets
// on rune boundaries. Entries are all-day; DTEND is exclusive. An entry whose
// date is coarse or has an open end covers what is known, is TRANSPARENT, says so
// in its summary and keeps the EDTF. Entries without any date are left out.
func WriteICalendar(w io.Writer, t *Timeline) error {
	c := calendar{lang: t.Lang, stamp: stamp(t.AsOf)}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//entente//timeline//EN")
	c.line("CALSCALE", "GREGORIAN")
	c.text("X-WR-CALNAME", t.Title)
	for _, e := range t.Entries {
		if e.Dated() {
			c.event(e)
		}
	}
	c.line("END", "VCALENDAR")
	_, err := io.WriteString(w, c.b.String())
	return err
}

// stamp makes a UTC date-time of a day, for DTSTAMP: the day of the latest
// article, since the clock has no place in an export.
func stamp(day string) string {
	if len(day) < 10 {
		return "19700101T000000Z"
	}
	return strings.ReplaceAll(day[:10], "-", "") + "T000000Z"
}

type calendar struct {
	b     strings.Builder
	lang  string
	stamp string
}

var calendarStatus = map[string]string{"planned": "TENTATIVE", "proposed": "TENTATIVE", "postponed": "TENTATIVE",
	"cancelled": "CANCELLED", "denied": "CANCELLED"}

func (c *calendar) event(e Entry) {
	from, to := e.From, e.To
	if from == "" {
		from = to
	}
	if to == "" {
		to = from
	}
	c.line("BEGIN", "VEVENT")
	c.line("UID", e.ID+"@entente")
	c.line("DTSTAMP", c.stamp)
	c.line("DTSTART;VALUE=DATE", strings.ReplaceAll(from, "-", ""))
	c.line("DTEND;VALUE=DATE", strings.ReplaceAll(nextDay(to), "-", ""))
	summary := e.Title
	if e.Uncertain() {
		summary += " [" + e.When(c.lang) + "]"
		c.line("TRANSP", "TRANSPARENT")
	}
	c.text("SUMMARY", summary)
	status := calendarStatus[e.Status]
	if status == "" {
		status = "CONFIRMED"
	}
	c.line("STATUS", status)
	c.text("CATEGORIES", e.TypeLabel)
	if e.Place != nil {
		c.text("LOCATION", strings.Join(nonEmpty(e.Place.Label, e.Place.Country), ", "))
		if e.Place.Lat != "" && e.Place.Long != "" {
			c.line("GEO", e.Place.Lat+";"+e.Place.Long)
		}
	}
	c.text("DESCRIPTION", c.description(e))
	if url := e.Best().URL; webAddress(url) {
		c.line("URL", url)
	}
	c.text("X-ENTENTE-EDTF", e.EDTF)
	c.text("X-ENTENTE-STATUS", e.Status)
	c.text("X-ENTENTE-IRI", e.IRI)
	c.line("END", "VEVENT")
}

func (c *calendar) description(e Entry) string {
	lines := nonEmpty(StatusLabel(e.Status, c.lang)+" · "+e.When(c.lang), strings.Join(e.Names(), ", "))
	for _, v := range e.Evidence {
		lines = append(lines, "“"+v.Quote+"” "+v.cite())
	}
	return strings.Join(lines, "\n")
}

func nonEmpty(ss ...string) []string {
	var out []string
	for _, s := range ss {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// webAddress reports whether a URL may be followed from an export.
func webAddress(url string) bool {
	return (strings.HasPrefix(url, "http://") || strings.HasPrefix(url, "https://")) && !strings.ContainsAny(url, " \"<>\r\n\t")
}

// nextDay returns the day after, as DTEND is exclusive.
func nextDay(day string) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return d.AddDate(0, 0, 1).Format(time.DateOnly)
}

var calendarText = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

func (c *calendar) text(name, value string) {
	if value != "" {
		c.line(name, calendarText.Replace(controlFree(value)))
	}
}

func controlFree(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// line writes a content line, folded: at most 75 octets, no rune split.
func (c *calendar) line(name, value string) {
	const limit = 75
	s := name + ":" + value
	room := limit
	for len(s) > room {
		n := room
		for !utf8.RuneStart(s[n]) {
			n--
		}
		c.b.WriteString(s[:n] + "\r\n ")
		s, room = s[n:], limit-1
	}
	c.b.WriteString(s + "\r\n")
}
