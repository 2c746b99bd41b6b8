package timeline

import (
	"fmt"
	"io"
	"strings"
)

// diagram replaces what Mermaid's timeline syntax would read as its own.
var diagram = strings.NewReplacer(":", "：", ";", "；", "#", "＃", "\r\n", " ", "\n", " ", "\r", " ", "\"", "”", "<", "‹", ">", "›", "%%", "%")

// WriteMermaid writes a timeline diagram; groups become sections. A colon would
// break the syntax and is written full-width.
func WriteMermaid(w io.Writer, t *Timeline) error {
	var b strings.Builder
	fmt.Fprintf(&b, "timeline\n    title %s\n", diagram.Replace(t.Title))
	group, date := "", ""
	for _, e := range t.Entries {
		if e.Group != group {
			group, date = e.Group, ""
			fmt.Fprintf(&b, "    section %s\n", diagram.Replace(group))
		}
		when := diagram.Replace(e.When(t.Lang))
		text := diagram.Replace(e.Title)
		if e.Status != "happened" {
			text += "（" + StatusLabel(e.Status, t.Lang) + "）"
		}
		if when == date {
			fmt.Fprintf(&b, "        : %s\n", text)
			continue
		}
		date = when
		fmt.Fprintf(&b, "    %s : %s\n", when, text)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
