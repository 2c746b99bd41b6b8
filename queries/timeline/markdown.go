package timeline

import (
	"fmt"
	"io"
	"strings"
)

// inline escapes what Markdown or the HTML inside it would obey.
var inline = strings.NewReplacer(`\`, `\\`, "|", `\|`, "\r\n", " ", "\n", " ", "\r", " ", "<", "&lt;", ">", "&gt;", "&", "&amp;",
	"`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "#", `\#`, "~", `\~`)

// WriteMarkdown writes a table of the entries and, below, the evidence of each.
func WriteMarkdown(w io.Writer, t *Timeline) error {
	var b strings.Builder
	v := words[t.Lang]
	fmt.Fprintf(&b, "# %s\n\n", inline.Replace(t.Title))
	if len(t.Entries) == 0 {
		fmt.Fprintf(&b, "%s\n", v["empty"])
	}
	group := ""
	for i, e := range t.Entries {
		if i == 0 || e.Group != group {
			group = e.Group
			if group != "" {
				fmt.Fprintf(&b, "\n## %s\n\n", inline.Replace(group))
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n|---|---|---|---|---|---|\n",
				v["date"], v["event"], v["status"], v["place"], v["participants"], v["sources"])
		}
		place := ""
		if e.Place != nil {
			place = e.Place.Label
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", e.marked(t.Lang), inline.Replace(e.Title), StatusLabel(e.Status, t.Lang),
			inline.Replace(place), inline.Replace(strings.Join(e.Names(), ", ")), inline.Replace(strings.Join(e.Outlets(), ", ")))
	}
	if len(t.Entries) > 0 {
		fmt.Fprintf(&b, "\n## %s\n", v["evidence"])
	}
	for _, e := range t.Entries {
		fmt.Fprintf(&b, "\n### %s — %s\n\n", e.marked(t.Lang), inline.Replace(e.Title))
		for _, x := range e.Evidence {
			fmt.Fprintf(&b, "- “%s” — %s\n", inline.Replace(x.Quote), inline.Replace(x.cite()))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// marked is the date, with a sign when it is not sure.
func (e Entry) marked(lang string) string {
	s := inline.Replace(e.When(lang))
	if e.Uncertain() && e.Dated() {
		s += " (?)"
	}
	return s
}

// cite names the article of a piece of evidence.
func (v Evidence) cite() string {
	parts := []string{}
	for _, s := range []string{v.Outlet, v.Title, v.Issued} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}
